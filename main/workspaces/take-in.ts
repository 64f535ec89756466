// Takes in a workspace that somebody trusts: its record first, then the files that came with it.
import { basename, dirname, join } from 'node:path'
import type { Container, WorkspaceSource } from '../../preload/model'
import { allowedMarks } from './allowed-dangers'
import type { KnownWorkspaces } from './known-workspaces'
import type { Origin } from './moved'
import type { ReadWorkspace } from './read-workspace'
import type { WorkspaceSecrets } from './secrets'
import { filesOf, layReady, planFiles } from './team-files'
import type { Records, WorkspaceRecord } from './workspace-record'

export interface TakeInOptions {
  readonly records: Records
  readonly known: KnownWorkspaces
  readonly secrets: WorkspaceSecrets
  readonly containers: () => Iterable<Container>
  /** Stops what runs of it: nothing may write to files that are exchanged. */
  readonly stop: (id: string) => Promise<void>
}

export interface Trusted {
  readonly id: string
  readonly source: WorkspaceSource
  readonly read: ReadWorkspace
  /** What was unpacked or fetched for it. */
  readonly unpacked?: string
  /** The known workspace that it says it is came from somewhere else. */
  readonly isElsewhere: boolean
  readonly origin: Origin
  /** Names of its services that its images may take from others here. */
  readonly allowedTags: readonly string[]
}

/** The caller has its turn with it. What was looked at is what is kept as accepted: the files can only follow it. */
export async function takeIn(
  { id, source, read, unpacked, isElsewhere, origin, allowedTags }: Trusted,
  options: TakeInOptions,
): Promise<void> {
  const { known, records, secrets } = options
  const before = known.find(id)
  if (isElsewhere) await secrets.forget(id, [...(await secrets.known(id))])
  if (unpacked !== undefined) {
    if (before) await options.stop(id)
    const place = records.folderOf(id)
    const plan = await planFiles(place, unpacked, { accepted: before?.accepted, next: read.summary })
    await layReady(place, unpacked, { ...plan, at: Date.now() })
  }
  const fresh: WorkspaceRecord = {
    version: 1,
    id,
    project: freeName(read, id, options),
    source,
    ...placeOf(read, unpacked !== undefined, id),
    origin,
    accepted: read.summary,
    acceptedAt: Date.now(),
    allowed: allowedMarks(read),
    allowedTags,
    moves: [],
    ownVolumes: [],
    ownImages: [],
    restored: [],
    seeds: {},
    leftOutSeeds: [],
    wasUp: false,
    hasRun: false,
  }
  const { left: _, ...rest } = before ?? fresh
  const { file, folder, accepted, acceptedAt, allowed } = fresh
  await known.add(
    {
      ...{ ...rest, source, file, folder, origin, accepted, acceptedAt, allowed, allowedTags },
      ...(unpacked === undefined ? {} : { brings: true }),
    },
    unpacked === undefined ? read : undefined,
  )
  // It is known from here on: files that cannot be exchanged are told as its problem.
  if (unpacked !== undefined) await known.look(id).catch(() => {})
}

/** Unpacked beside the folders of all workspaces, and kept in that of its own. */
function placeOf(
  { file, folder }: ReadWorkspace,
  isUnpacked: boolean,
  id: string,
): Pick<WorkspaceRecord, 'file' | 'folder'> {
  if (!isUnpacked) return { file, folder }
  const kept = filesOf(join(dirname(dirname(folder)), id))
  return { file: join(kept, basename(file)), folder: kept }
}

/** Two projects of one name would take each other's containers for their own. */
export function freeName(read: ReadWorkspace, id: string, { known, containers }: TakeInOptions): string {
  const own = known.find(id)
  if (own) return own.project
  const { name } = read.config
  const isTaken = (project: string): boolean =>
    known.records().some((one) => one.project === project) ||
    [...containers()].some((one) => one.project === project && !(one.composeFiles ?? []).includes(read.file))
  if (!isTaken(name)) return name
  for (let number = 2; ; number += 1) if (!isTaken(`${name}-${number}`)) return `${name}-${number}`
}
