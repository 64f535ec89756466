// What the engine has, kept like its own: one mirror of each kind of thing, and how all of them begin anew.
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import type { Container, Image, Network, Volume } from '../../preload/model'
import { createCollection, type Collection } from '../base/collection'
import type { Log } from '../base/log'
import type { EngineClient } from './client'
import type { Connection } from './connection'
import { readContainer } from './container-model'
import { createEndCauses, type EndCauses } from './end-causes'
import { statusOf } from './engine-words'
import { pastEnds, type EngineEvent } from './events'
import { asListed, readImage, readInspectedImage } from './image-model'
import { Mirror } from './mirror'
import { readNetwork } from './network-model'
import { isBare } from './recreate/bare-containers'
import { createRestartLoops } from './restart-loops'
import type { Trash } from './trash'
import { isHelper } from './volume-helpers'
import { readVolume } from './volume-model'

/** Many enough to be quick with hundreds, few enough not to crowd out what people ask for. */
const inspectsInParallel = 4

export interface MirrorParts {
  readonly connection: () => Connection
  readonly trash: () => Trash
  readonly log: Log
}

export interface Known {
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly volumes: Collection<Volume>
  readonly networks: Collection<Network>
  readonly ends: EndCauses
}

export interface Mirrors {
  readonly container: Mirror<Container>
  readonly image: Mirror<Image>
  readonly volume: Mirror<Volume>
  readonly network: Mirror<Network>
}

export const nothingKnown = (): Known => ({
  containers: createCollection<Container>(),
  images: createCollection<Image>(),
  volumes: createCollection<Volume>(),
  networks: createCollection<Network>(),
  ends: createEndCauses(),
})

export function mirrorsOf(known: Known, parts: MirrorParts): Mirrors {
  const { connection, log } = parts
  return {
    container: containerMirror(known, parts),
    image: imageMirror(known.images, connection, log),
    volume: volumeMirror(known.volumes, connection, log),
    network: networkMirror(known.networks, connection, log),
  }
}

/** Has looked at again what an event is about. */
export const followEvents =
  (
    { ends }: Known,
    mirrors: Readonly<Record<EngineEvent['kind'], { refresh(id: string): void }>>,
    services: { follow(event: EngineEvent): void },
  ) =>
  (event: EngineEvent): void => {
    ends.note(event)
    mirrors[event.kind].refresh(event.id)
    services.follow(event)
  }

/** Makes all of them hold what the engine lists. */
export async function resyncAll(client: EngineClient, { ends }: Known, mirrors: Mirrors): Promise<void> {
  const { docker } = client
  const listed = async (): Promise<string[]> => {
    const [told, all] = await Promise.all([pastEnds(client), docker.listContainers({ all: true })])
    for (const event of told) ends.note(event)
    return all.map(({ Id }) => Id)
  }
  await Promise.all([
    mirrors.container.resync(listed),
    mirrors.image.resync(async () => (await docker.listImages()).map(readImage)),
    mirrors.network.resync(async () => (await docker.listNetworks()).map(readNetwork)),
    mirrors.volume.resync(async () => ((await docker.listVolumes()).Volumes ?? []).map(readVolume)),
  ])
}

function containerMirror(
  { containers: collection, ends }: Known,
  { connection, trash, log }: MirrorParts,
): Mirror<Container> {
  const loops = createRestartLoops((id) => mirror.refresh(id))
  const look = async (id: string): Promise<Container | undefined> => {
    const path = `/containers/${encodeURIComponent(id)}/json`
    const info = await unlessGone(async () => (await connection().client().ask(path)) as ContainerInspectInfo)
    if (trash().holds(id, info)) return undefined
    if (isHelper(info?.Config.Labels) || isBare(info?.Name)) return undefined
    return info && loops.note(ends.judge(readContainer(info)), info.RestartCount)
  }
  const mirror = new Mirror<Container>({
    collection,
    parallel: inspectsInParallel,
    inspect: look,
    onGivenUp: (id, error) => log.warn('a container cannot be inspected', { id, error: String(error) }),
  })
  return mirror
}

/** One at a time: an image goes by its id and by its names, and two answers about it must not cross. */
const imageMirror = (collection: Collection<Image>, connection: () => Connection, log: Log) =>
  new Mirror<Image>({
    collection,
    parallel: 1,
    inspect: (id) =>
      unlessGone(async () => {
        const { docker, containerdStore } = connection().client()
        return asListed(docker, readInspectedImage(await docker.getImage(id).inspect()), containerdStore)
      }),
    // A name that moved here was taken from another image, which no event tells.
    alsoChanged: (image) =>
      collection
        .values()
        .filter((other) => other.id !== image.id && other.tags.some((tag) => image.tags.includes(tag)))
        .map((other) => other.id),
    onGivenUp: (id, error) => log.warn('an image cannot be inspected', { id, error: String(error) }),
  })

const volumeMirror = (collection: Collection<Volume>, connection: () => Connection, log: Log) =>
  new Mirror<Volume>({
    collection,
    parallel: inspectsInParallel,
    inspect: (id) =>
      unlessGone(async () =>
        readVolume(await connection().docker().getVolume(encodeURIComponent(id)).inspect()),
      ),
    onGivenUp: (id, error) => log.warn('a volume cannot be inspected', { id, error: String(error) }),
  })

const networkMirror = (collection: Collection<Network>, connection: () => Connection, log: Log) =>
  new Mirror<Network>({
    collection,
    parallel: inspectsInParallel,
    inspect: (id) =>
      unlessGone(async () => readNetwork(await connection().docker().getNetwork(id).inspect())),
    onGivenUp: (id, error) => log.warn('a network cannot be inspected', { id, error: String(error) }),
  })

async function unlessGone<T>(inspect: () => Promise<T>): Promise<T | undefined> {
  try {
    return await inspect()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** Asks the engine itself, which knows of a container before its event came. */
export const findContainer = (docker: Docker, idOrName: string): Promise<Container | undefined> =>
  unlessGone(async () => readContainer(await docker.getContainer(encodeURIComponent(idOrName)).inspect()))
