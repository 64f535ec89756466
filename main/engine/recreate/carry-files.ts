// What a container wrote outside of its volumes, on its way to the one that takes its place.
import type Docker from 'dockerode'
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { AppError } from '../../../preload/errors'
import type { BareContainers } from './bare-containers'
import { keepAsImage, type Kept } from './kept-image'
import { copyChanges, layerChanges, within } from './layer-changes'
import { layOver } from './other-image'

export interface Move {
  readonly info: ContainerInspectInfo
  readonly options: ContainerCreateOptions
  /** `os/architecture`, where it is not the engine's own. */
  readonly platform?: string | undefined
  /** The image that the container has, if that holds files of its own, too. */
  readonly kept?: Kept | undefined
  /** The named image that the new one stands on. */
  readonly base: { readonly reference: string; readonly id: string }
  /** It is not the one that the container has. */
  readonly otherImage: boolean
}

export interface Carried {
  /** In place of the image that was asked for. */
  readonly image?: string
  /** Lays the files into the new container, where an image of them was not needed. */
  lay(to: Docker.Container): Promise<void>
  /** Files of the container beside those of the new image, once they are laid. */
  readonly aside: readonly string[]
}

/** The container is stopped meanwhile. */
export async function carryFiles(docker: Docker, bare: BareContainers, move: Move): Promise<Carried> {
  const { info, options, otherImage, platform, kept, base } = move
  const old = docker.getContainer(info.Id)
  // Where something is mounted in memory, the engine does not tell among the mounts.
  const places = [
    ...(info.Mounts ?? []).map((mount) => mount.Destination),
    ...Object.keys((info.HostConfig.Tmpfs as Record<string, string> | null | undefined) ?? {}),
  ]
  const { copied, deleted } = layerChanges(await changesOf(old), places)
  const files = [...new Set([...(kept?.files ?? []), ...copied])]
  const aside: string[] = []
  const lay = async (to: Docker.Container): Promise<void> => {
    if (!otherImage) return copyChanges(old, to, copied)
    aside.push(...(await layOverImage(docker, bare, move, to, files)))
  }
  const own = otherImage ? files : copied
  const gone = otherImage ? [] : deleted
  const newPlaces = placesOf(options).filter((place) => !places.includes(place))
  // Through a place where something is mounted, its own files would be overwritten.
  const covered = newPlaces.some((place) => own.some((path) => within(path, place) || within(place, path)))
  const sealed = options.HostConfig?.ReadonlyRootfs === true && own.length > 0
  if (gone.length === 0 && !covered && !sealed) return { lay, aside }
  await checkVolumes(docker, move, own, places)
  const image = await keepAsImage(docker, bare, {
    old,
    image: options.Image ?? info.Image,
    platform,
    deleted: gone,
    lay,
    kept: { reference: base.reference, base: base.id, files },
  })
  return { image, aside, lay: async () => {} }
}

/** The engine answers `null` for none, which docker-modem hands on as bytes. */
async function changesOf(old: Docker.Container): Promise<readonly { Path: string; Kind: number }[]> {
  const answer: unknown = await old.changes()
  return Array.isArray(answer) ? (answer as { Path: string; Kind: number }[]) : []
}

async function layOverImage(
  docker: Docker,
  bare: BareContainers,
  { info, kept, platform }: Move,
  to: Docker.Container,
  files: readonly string[],
): Promise<readonly string[]> {
  if (files.length === 0) return []
  const from = docker.getContainer(info.Id)
  const image = kept?.base ?? info.Image
  const isHere = await docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    )
  if (!isHere) return layOver({ from, to, base: undefined }, files)
  return bare.during(docker, { image, platform }, (base) => layOver({ from, to, base }, files))
}

/** What lies where a new image asks for a volume would be in that of the container that carries it, and go with that. */
async function checkVolumes(
  docker: Docker,
  { info, options }: Move,
  own: readonly string[],
  places: readonly string[],
): Promise<void> {
  const { Config: config } = await docker.getImage(options.Image ?? info.Image).inspect()
  const asked = Object.keys((config.Volumes as object | null | undefined) ?? {})
  const lost = asked
    .filter((place) => !places.includes(place))
    .find((place) => own.some((path) => within(path, place) || within(place, path)))
  if (lost !== undefined)
    throw new AppError('container.files-where-volume', { params: { container: nameOf(info), path: lost } })
}

const nameOf = ({ Name: name }: ContainerInspectInfo): string => name.replace(/^\//, '')

/** Where the new container has something else than its own files. */
function placesOf({ HostConfig: host, Volumes: volumes }: ContainerCreateOptions): readonly string[] {
  return [
    ...(host?.Binds ?? []).map((bind) => bind.split(':')[1] ?? ''),
    ...(host?.Mounts ?? []).map(({ Target }) => Target),
    ...Object.keys((host?.Tmpfs as Record<string, string> | undefined) ?? {}),
    ...Object.keys(volumes ?? {}),
  ].filter((place) => place !== '')
}
