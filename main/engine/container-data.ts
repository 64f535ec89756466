// What lives only in a container, and what it uses from elsewhere: read when somebody asks, as it costs the engine work.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import type { ChangedPlace, ContainerData, DataPlace } from '../../preload/model'
import { anonymous } from './container-model'
import { statPath } from './file-stat'

/** Each file is one question to the engine: more than this would keep it busy for the sake of a figure. */
const mostAsked = 600
const askedAtOnce = 8
const mostPlaces = 200
/** As many new files side by side are told as one. */
const manyBeside = 5

interface Change {
  readonly path: string
  readonly kind: ChangedPlace['kind']
}

/** Where `--init` lays the engine's own program over an empty file: nobody wrote that. */
const initPlaces: ReadonlySet<string> = new Set(['/sbin/docker-init', '/usr/sbin/docker-init'])

export async function readContainerData(
  container: Docker.Container,
  signal?: AbortSignal,
): Promise<ContainerData> {
  const abort = signal ? { abortSignal: signal } : {}
  const [info, answer] = await Promise.all([
    // The type does not know `size`.
    container.inspect({ size: true, ...abort } as object),
    container.changes(abort) as Promise<unknown>,
  ])
  const places = placesOf(info)
  const changes = readKinds(answer).filter(
    ({ path }) =>
      !initPlaces.has(path) &&
      !places.some((place) => path === place.path || path.startsWith(`${place.path}/`)),
  )
  const sizes = await sizesOf(container, leavesOf(changes), signal)
  const groups = groupChanges(changes, sizes)
  const { SizeRw: own = 0, SizeRootFs: all = 0 } = info as { SizeRw?: number; SizeRootFs?: number }
  return {
    layerBytes: own,
    imageBytes: Math.max(0, all - own),
    changes: groups.slice(0, mostPlaces),
    changedFiles: groups.reduce((sum, { files }) => sum + files, 0),
    complete: groups.length <= mostPlaces,
    places,
  }
}

const kinds = ['modified', 'added', 'deleted'] as const

const readKinds = (answer: unknown): Change[] =>
  (Array.isArray(answer) ? (answer as { Path: string; Kind: number }[]) : []).map(
    ({ Path: path, Kind: kind }) => ({ path, kind: kinds[kind] ?? 'modified' }),
  )

const placeKinds: Readonly<Record<string, DataPlace['kind']>> = {
  volume: 'volume',
  bind: 'folder',
  tmpfs: 'memory',
}

const placesOf = (info: ContainerInspectInfo): DataPlace[] => [
  ...(info.Mounts ?? []).map((mount): DataPlace => ({
    kind: placeKinds[mount.Type ?? ''] ?? 'other',
    source: mount.Name ?? mount.Source,
    path: mount.Destination,
    writable: mount.RW,
    anonymous: mount.Type === 'volume' && anonymous.test(mount.Name ?? ''),
  })),
  // The engine does not list these among the mounts.
  ...Object.keys((info.HostConfig.Tmpfs ?? {}) as Record<string, string>).map((path): DataPlace => ({
    kind: 'memory',
    source: '',
    path,
    writable: true,
    anonymous: false,
  })),
]

/** Everything that is no folder with changes of its own. */
function leavesOf(changes: readonly Change[]): Change[] {
  const parents = new Set(changes.map(({ path }) => posix.dirname(path)))
  return changes.filter(({ path }) => !parents.has(path))
}

/** Bytes of the first so many; undefined for folders, so that they do not count as files. */
async function sizesOf(
  container: Docker.Container,
  leaves: readonly Change[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number | 'folder'>> {
  const sizes = new Map<string, number | 'folder'>()
  const queue = leaves.filter(({ kind }) => kind !== 'deleted').slice(0, mostAsked)
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next && !signal?.aborted; next = queue.pop()) {
      try {
        const { kind, sizeBytes } = await statPath(container, next.path)
        sizes.set(next.path, kind === 'folder' ? 'folder' : sizeBytes)
      } catch {
        // Gone meanwhile, or a link to nowhere: nothing that weighs.
        sizes.set(next.path, 0)
      }
    }
  }
  await Promise.all(Array.from({ length: askedAtOnce }, worker))
  return sizes
}

/** A folder that is new goes as a whole; many new files in one folder go together. */
export function groupChanges(
  changes: readonly Change[],
  sizes: ReadonlyMap<string, number | 'folder'>,
): ChangedPlace[] {
  const added = new Set(changes.filter(({ kind }) => kind === 'added').map(({ path }) => path))
  const leaves = leavesOf(changes)
  const beside = new Map<string, number>()
  for (const { path, kind } of leaves)
    if (kind === 'added') beside.set(posix.dirname(path), (beside.get(posix.dirname(path)) ?? 0) + 1)
  const groups = new Map<string, ChangedPlace>()
  for (const { path, kind } of leaves) {
    const folder = kind === 'added' ? newFolder(path, added) : undefined
    const crowd = kind === 'added' && (beside.get(posix.dirname(path)) ?? 0) >= manyBeside
    const place = folder ?? (crowd ? posix.dirname(path) : undefined)
    const size = sizes.get(path)
    const files = size === 'folder' ? 0 : 1
    const bytes = size === 'folder' ? 0 : size
    const key = place === undefined ? path : `${place}/`
    const known = groups.get(key)
    groups.set(
      key,
      known
        ? joined(known, files, bytes)
        : {
            ...{ path: key, kind, files },
            ...(bytes === undefined ? {} : { bytes }),
            ...(crowd && folder === undefined ? { someOf: true } : {}),
          },
    )
  }
  return [...groups.values()].sort((a, b) => (b.bytes ?? -1) - (a.bytes ?? -1) || (a.path < b.path ? -1 : 1))
}

/** A sum of which one part is not known is not known. */
function joined(place: ChangedPlace, files: number, bytes: number | undefined): ChangedPlace {
  const { bytes: before, ...rest } = place
  const sum = before === undefined || bytes === undefined ? {} : { bytes: before + bytes }
  return { ...rest, files: place.files + files, ...sum }
}

/** The uppermost folder above the path that is new itself. */
function newFolder(path: string, added: ReadonlySet<string>): string | undefined {
  let found: string | undefined
  for (let at = posix.dirname(path); at !== '/' && added.has(at); at = posix.dirname(at)) found = at
  return found
}
