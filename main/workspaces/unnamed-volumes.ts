// Volumes without a name of a workspace: only the container that mounts one leads to it, so each is known by its place.
import type { WorkspaceEngine } from './workspace-engine'

/** Where it is mounted: the same place again in a container that is made anew. */
export interface UnnamedPlace {
  readonly service: string
  /** Of the container among those of the service, from 1. */
  readonly number: number
  /** Inside the container. */
  readonly path: string
}

export interface UnnamedVolume extends UnnamedPlace {
  /** Its id on the engine. */
  readonly volume: string
  /** The image of the container, which is here for certain. */
  readonly image: string
}

type Engine = Pick<WorkspaceEngine, 'containers' | 'containersService'>

/** `db:/var/lib/mysql`, and `db-2:/var/lib/mysql` for the second container of the service. */
export const placeName = ({ service, number, path }: UnnamedPlace): string =>
  `${service}${number === 1 ? '' : `-${number}`}:${path}`

export const samePlace = (a: UnnamedPlace, b: UnnamedPlace): boolean => placeName(a) === placeName(b)

/** What the containers of a project keep in volumes without a name, by place; one that several mount is there once. */
export async function unnamedVolumes(
  project: string,
  { containers, containersService }: Engine,
): Promise<readonly UnnamedVolume[]> {
  const found = new Map<string, UnnamedVolume>()
  for (const { id, imageId, service, anonymousVolumes } of ofProject(project, containers)) {
    if (service === undefined || anonymousVolumes.length === 0) continue
    const { mounts, labels } = await containersService.getDetails({ id })
    const number = numberIn(labels)
    // One of `docker compose run` is made once, and its place never comes again.
    if (number === undefined) continue
    for (const { kind, source, path } of mounts)
      if (kind === 'volume' && anonymousVolumes.includes(path) && !found.has(source))
        found.set(source, { service, number, path, volume: source, image: imageId })
  }
  const inOrder = (a: UnnamedVolume, b: UnnamedVolume): number =>
    a.service.localeCompare(b.service) || a.number - b.number || a.path.localeCompare(b.path)
  return [...found.values()].sort(inOrder)
}

/** Undefined until the engine has told of the container of this place. */
export async function containerAt(
  project: string,
  place: UnnamedPlace,
  { containers, containersService }: Engine,
): Promise<UnnamedVolume | 'not mounted' | undefined> {
  for (const { id, imageId, service, anonymousVolumes } of ofProject(project, containers)) {
    if (service !== place.service) continue
    const { mounts, labels } = await containersService.getDetails({ id })
    if (numberIn(labels) !== place.number) continue
    const mount = mounts.find(({ kind, path }) => kind === 'volume' && path === place.path)
    return mount && anonymousVolumes.includes(place.path)
      ? { ...place, volume: mount.source, image: imageId }
      : 'not mounted'
  }
  return undefined
}

const ofProject = (project: string, containers: Engine['containers']) =>
  [...containers.getState().values()].filter((one) => one.project === project)

function numberIn(labels: readonly { readonly name: string; readonly value: string }[]): number | undefined {
  const valueOf = (name: string): string | undefined => labels.find((one) => one.name === name)?.value
  if (valueOf('com.docker.compose.oneoff') === 'True') return undefined
  return Number(valueOf('com.docker.compose.container-number') ?? '') || undefined
}
