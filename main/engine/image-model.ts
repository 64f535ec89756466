// Reads Docker's description of an image into Portside's own nouns.
import type Docker from 'dockerode'
import type { ImageInfo, ImageInspectInfo } from 'dockerode'
import type { EnvVariable, Image, Protocol, RunDefaults } from '../../preload/model'
import { parseReference } from './reference'

/** Docker lists nameless images under this name. */
const isName = (tag: string): boolean => !tag.includes('<none>')

export const readImage = (info: ImageInfo): Image => ({
  id: info.Id,
  tags: (info.RepoTags ?? []).filter(isName).sort(),
  digests: (info.RepoDigests ?? []).filter(isName).sort(),
  sizeBytes: info.Size,
  createdAt: info.Created * 1000,
})

export const readInspectedImage = (info: ImageInspectInfo): Image => ({
  id: info.Id,
  tags: (info.RepoTags ?? []).filter(isName).sort(),
  digests: (info.RepoDigests ?? []).filter(isName).sort(),
  sizeBytes: info.Size,
  // The list gives whole seconds; the same image must read the same from both.
  createdAt: Math.floor((Date.parse(info.Created) || 0) / 1000) * 1000,
})

/**
 * As lists have it. They leave out what has no name and is only what others are built on, which an inspected image does
 * not tell; and in containerd's store that has the size of what was downloaded, to which a list adds what was unpacked.
 */
export async function asListed(
  docker: Docker,
  image: Image,
  containerdStore: boolean,
): Promise<Image | undefined> {
  const isNameless = image.tags.length === 0 && image.digests.length === 0
  if (!containerdStore && !isNameless) return image
  const [name] = image.tags
  const filters = name === undefined ? { dangling: ['true'] } : { reference: [name] }
  const listed = (await docker.listImages({ filters })).find(({ Id }) => Id === image.id)
  if (!listed) return isNameless ? undefined : image
  return containerdStore ? { ...image, sizeBytes: listed.Size } : image
}

/** `linux/amd64`, `linux/arm/v7`. */
export function platformOf(info: ImageInspectInfo): string {
  const variant = (info as { Variant?: string }).Variant
  return `${info.Os}/${info.Architecture}${variant ? `/${variant}` : ''}`
}

export function readRunDefaults(
  reference: string,
  info: ImageInspectInfo,
  takenNames: ReadonlySet<string>,
): RunDefaults {
  const config = info.Config as ImageInspectInfo['Config'] | null
  return {
    reference,
    imageId: info.Id,
    sizeBytes: info.Size,
    platform: platformOf(info),
    suggestedName: suggestName(reference, info.RepoTags ?? [], takenNames),
    exposedPorts: Object.keys(config?.ExposedPorts ?? {})
      .map(readExposedPort)
      .filter((port) => port !== undefined)
      .sort((a, b) => a.port - b.port),
    env: (config?.Env ?? []).map(readVariable),
    volumes: Object.keys(config?.Volumes ?? {}).sort(),
    command: config?.Cmd ?? [],
    entrypoint: [config?.Entrypoint ?? []].flat(),
    ...stopSignalOf(config),
  }
}

function stopSignalOf(config: object | null): Pick<RunDefaults, 'stopSignal'> {
  const { StopSignal: stopSignal } = (config ?? {}) as { readonly StopSignal?: string }
  return stopSignal ? { stopSignal } : {}
}

function readExposedPort(text: string): { port: number; protocol: Protocol } | undefined {
  const [port, protocol] = text.split('/')
  return protocol === 'tcp' || protocol === 'udp' ? { port: Number(port), protocol } : undefined
}

function readVariable(text: string): EnvVariable {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** `redis`, or `redis-2` when a container of that name exists. */
function suggestName(reference: string, tags: readonly string[], taken: ReadonlySet<string>): string {
  const named = [reference, ...tags].find(
    (text) => !/^(?:sha256:)?[0-9a-f]{12,64}$/.test(text) && isName(text),
  )
  const short = named === undefined ? 'container' : parseReference(named).shortName
  // A container's name has two characters or more.
  const base = short.length < 2 ? `${short}-1` : short
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`
    if (!taken.has(name)) return name
  }
}
