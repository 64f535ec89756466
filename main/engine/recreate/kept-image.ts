// An image of a container's own files, made where they cannot be laid into the new container itself: files of the image
// are gone, it is to be read-only, or something is mounted over them. It says of itself only what the image that it stands
// on says, for whatever the engine commits would come back as a setting of the new container.
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { ImageInspectInfo } from 'dockerode'
import { keptBase, keptReference } from '../../../preload/kept-image'
import { statusOf } from '../engine-words'
import { throughWholeTar } from '../whole-tar'
import type { BareContainers } from './bare-containers'

export interface Kept {
  /** What the person calls the image that it stands on. */
  readonly reference: string
  /** Id of that image. */
  readonly base: string
  /** Where in it the container's own files are: from another image's view they are not the image's. */
  readonly files: readonly string[]
}

const filesLabel = 'dev.portside.image.files'
/** The whole of a container, on its way to become such an image. */
const passingLabel = 'dev.portside.image.passing'

/** Undefined for an image that is not such a one. */
export function keptOf(image: ImageInspectInfo | undefined): Kept | undefined {
  const labels = image?.Config?.Labels as Readonly<Record<string, string>> | null | undefined
  const [reference, base] = [labels?.[keptReference], labels?.[keptBase]]
  if (reference === undefined || base === undefined) return undefined
  return { reference, base, files: namesIn(labels?.[filesLabel]) }
}

function namesIn(text: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(names) ? names.filter((one): one is string => typeof one === 'string') : []
  } catch {
    return []
  }
}

export interface KeepRequest {
  readonly old: Docker.Container
  /** What it stands on. */
  readonly image: string
  readonly platform: string | undefined
  readonly kept: Kept
  /** Files of the image that are gone. */
  readonly deleted: readonly string[]
  /** Lays the container's own files over the image. */
  lay(to: Docker.Container): Promise<void>
}

/** @returns the id of the image */
export async function keepAsImage(
  docker: Docker,
  bare: BareContainers,
  request: KeepRequest,
): Promise<string> {
  const { old, image, platform, kept, deleted } = request
  const { Config: config } = await docker.getImage(image).inspect()
  const user = config.User ? '0' : undefined
  const run = deleted.length === 0 ? undefined : ['rm', '-rf', '--', ...deleted]
  const few = deleted.join('').length < mostOfCommand
  const id = few
    ? await bare.during(docker, { image, platform, user, ...(run ? { run } : {}) }, async (carrier) => {
        if (run && !(await succeeds(carrier))) return undefined
        await request.lay(carrier)
        return commit(carrier, config, kept)
      })
    : undefined
  if (id !== undefined) return id
  // Nothing in the image can delete: all that the container has, without the layers that images share.
  const whole = await imported(docker, old, platform)
  return bare.during(docker, { image: whole, platform }, (carrier) => commit(carrier, config, kept))
}

/** Bytes of names; the kernel takes 128 KB for one word and some MB in all. */
const mostOfCommand = 64 * 1024

async function succeeds(carrier: Docker.Container): Promise<boolean> {
  try {
    await carrier.start()
  } catch {
    // There is no such program in the image.
    return false
  }
  const { StatusCode: code } = (await carrier.wait()) as { StatusCode: number }
  return code === 0
}

/** What the engine would add of the carrier itself is said by the image, or said to be empty. */
async function commit(
  carrier: Docker.Container,
  config: ImageInspectInfo['Config'],
  { reference, base, files }: Kept,
): Promise<string> {
  const labels = {
    [keptReference]: reference,
    [keptBase]: base,
    [filesLabel]: JSON.stringify(files),
  }
  const asked = {
    _query: { container: carrier.id, pause: 'false' },
    _body: {
      ...config,
      Entrypoint: config.Entrypoint ?? [],
      Labels: { ...config.Labels, ...labels },
    },
  }
  const { Id: id } = (await carrier.commit(asked)) as unknown as { Id: string }
  return id
}

async function imported(
  docker: Docker,
  old: Docker.Container,
  platform: string | undefined,
): Promise<string> {
  const files = throughWholeTar((await old.export()) as Readable)
  const answer = (await docker.importImage(files, {
    changes: `LABEL ${passingLabel}=1`,
    ...(platform === undefined ? {} : { platform }),
  })) as Readable
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  const id = /sha256:[0-9a-f]{64}/.exec(text)?.[0]
  if (id === undefined) throw new Error(text.trim())
  return id
}

/** Deletes those whose last container is gone. The engine itself refuses what one has, the Trash's included. */
export async function removeUnusedKept(docker: Docker): Promise<void> {
  const { SystemTime: time } = (await docker.info()) as { SystemTime: string }
  for (const label of [keptReference, passingLabel]) {
    const found = await docker.listImages({ filters: { label: [label], dangling: ['true'] } })
    // One that was just made has no container yet.
    const old = found.filter(({ Created: at }) => at * 1000 < Date.parse(time) - graceMs)
    for (const { Id } of old)
      await docker
        .getImage(Id)
        // The image that it stands on is somebody else's.
        .remove({ noprune: true })
        .catch((error: unknown) => {
          if (statusOf(error) !== 409 && statusOf(error) !== 404) throw error
        })
  }
}

const graceMs = 15 * 60_000
