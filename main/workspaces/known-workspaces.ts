// The workspaces that this person took in: their records, what their files say now, and how both look to the window.
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAppError, serialiseError } from '../../preload/errors'
import type { Container, Workspace, WorkspaceChange, WorkspaceSecret } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { join } from 'node:path'
import { readWorkspace, type ReadWorkspace } from './read-workspace'
import type { ProjectCompose } from './project-compose'
import { bringFiles, forgetReady } from './team-files'
import { listSnapshots } from './snapshots'
import type { WorkspaceSecrets } from './secrets'
import type { RecordChange, Records, WorkspaceRecord } from './workspace-record'
import { changesOf, secretsOf, viewOf, type Known } from './workspace-view'

export interface KnownOptions {
  readonly records: Records
  readonly compose: ProjectCompose
  readonly containers: StoreApi<Items<Container>>
  readonly secrets: WorkspaceSecrets
  readonly log: Log
}

export interface KnownWorkspaces {
  readonly store: StoreApi<Items<Workspace>>
  /** @throws workspace.unknown */
  record(id: string): WorkspaceRecord
  /** Also of one that was left. */
  find(id: string): WorkspaceRecord | undefined
  records(): readonly WorkspaceRecord[]
  /** Those that were left as well. */
  all(): readonly WorkspaceRecord[]
  add(record: WorkspaceRecord, read?: ReadWorkspace): Promise<void>
  change(id: string, change: RecordChange): Promise<void>
  forget(id: string): Promise<void>
  /** Reads the team's file again. @throws what reading it throws */
  look(id: string, signal?: AbortSignal): Promise<ReadWorkspace>
  /** Shows what is done with it now; nothing of that is kept. */
  mark(id: string, marks: Pick<Known, 'coming'> | Pick<Known, 'doing'>): void
  changes(id: string): readonly WorkspaceChange[]
  secretsOf(record: WorkspaceRecord, read: ReadWorkspace): Promise<WorkspaceSecret[]>
  snapshotsOf(id: string): string
  /** The folder that Portside keeps for it. */
  placeOf(id: string): string
  /** Looks at snapshots and secrets again. */
  refresh(id: string): Promise<void>
  dispose(): void
}

/** Reads what was known in earlier runs; files that cannot be read are told about, not forgotten. */
export async function createKnown(options: KnownOptions): Promise<KnownWorkspaces> {
  const { records, compose, containers, secrets, log } = options
  const all = new Map<string, Known>()
  const collection = createCollection<Workspace>()
  const snapshotsOf = (id: string): string => join(records.folderOf(id), 'snapshots')
  const show = (id: string): void => {
    const known = all.get(id)
    if (!known || known.record.left) collection.remove(id)
    else collection.upsert(viewOf(known, containers.getState().values(), secrets.kept))
  }
  const get = (id: string): Known => {
    const known = all.get(id)
    if (!known || known.record.left)
      throw new AppError('workspace.unknown', { params: { id: id.slice(0, 40) } })
    return known
  }
  const refresh = async (id: string): Promise<void> => {
    const known = all.get(id)
    if (!known) return
    known.snapshots = await listSnapshots(snapshotsOf(id))
    known.secrets = await secrets.known(id)
    show(id)
  }
  const bring = bringing(records, {
    isOwed: (id) => all.get(id)?.record.brings === true,
    done: (id) => known.change(id, { brings: undefined }),
  })
  const look = async (id: string, signal?: AbortSignal): Promise<ReadWorkspace> => {
    try {
      return await readAgain(get(id), compose, bring, signal)
    } finally {
      show(id)
    }
  }
  const known: KnownWorkspaces = {
    store: collection.store,
    record: (id) => get(id).record,
    find: (id) => all.get(id)?.record,
    records: () => [...all.values()].map(({ record }) => record).filter(({ left }) => left !== true),
    all: () => [...all.values()].map(({ record }) => record),
    add: async (record, read) => {
      await records.write(record)
      all.set(record.id, { record, read, snapshots: [], secrets: new Set() })
      await refresh(record.id)
    },
    change: async (id, change) => {
      const one = all.get(id)
      if (!one) return
      // What is asked of a change keeps what must be there.
      one.record = { ...one.record, ...change } as WorkspaceRecord
      show(id)
      await records.write(one.record)
    },
    forget: async (id) => {
      all.delete(id)
      show(id)
      await records.remove(id)
    },
    look,
    mark: (id, marks) => {
      Object.assign(all.get(id) ?? {}, marks)
      show(id)
    },
    changes: (id) => changesOf(get(id)),
    secretsOf: async (record, read) => secretsOf(read, await secrets.known(record.id), secrets.kept),
    snapshotsOf,
    placeOf: (id) => records.folderOf(id),
    refresh,
    dispose: () => unsubscribe(),
  }
  for (const record of await readKept(records))
    all.set(record.id, { record, snapshots: [], secrets: new Set() })
  const unsubscribe = containers.subscribe(() => {
    for (const id of all.keys()) show(id)
  })
  for (const id of all.keys()) await refresh(id)
  const listed = [...all.keys()].filter((id) => collection.get(id))
  void lookAtAll(listed, look, log)
  return known
}

interface Bringing {
  readonly isOwed: (id: string) => boolean
  readonly done: (id: string) => Promise<void>
}

/** An update that was cut off goes on before anything is read: whoever looks meanwhile waits for the same one. */
function bringing(records: Records, { isOwed, done }: Bringing): (id: string) => Promise<void> {
  const going = new Map<string, Promise<void>>()
  return async (id) => {
    if (!isOwed(id)) return
    const one =
      going.get(id) ??
      bringFiles(records.folderOf(id))
        .then(() => done(id))
        .finally(() => going.delete(id))
    going.set(id, one)
    await one
  }
}

/** What was known in earlier runs; an update that nobody has kept leaves nothing. */
async function readKept(records: Records): Promise<readonly WorkspaceRecord[]> {
  const all = await records.readAll()
  for (const { id, brings } of all) if (!brings) await forgetReady(records.folderOf(id))
  return all.map(interrupted)
}

/** Keeps what the team's file says now, or why it cannot be read. */
async function readAgain(
  known: Known,
  compose: ProjectCompose,
  bring: (id: string) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<ReadWorkspace> {
  try {
    await bring(known.record.id)
    known.read = await readWorkspace(known.record.file, compose, signal)
    known.problem = undefined
    return known.read
  } catch (error) {
    if (isAppError(error)) known.problem = serialiseError(error)
    throw error
  }
}

/** In the background, one after the other: Compose is asked for each. */
async function lookAtAll(ids: readonly string[], look: KnownWorkspaces['look'], log: Log): Promise<void> {
  for (const id of ids)
    await look(id).catch((error: unknown) =>
      log.info('a workspace cannot be read', { id, error: String(error) }),
    )
}

/** A start that was under way when Portside ended can be gone on with; so can a reset that had not come to its own. */
function interrupted(record: WorkspaceRecord): WorkspaceRecord {
  const { run, empties, putsBack } = record
  const wasGoing = run?.state === 'active' || run?.state === 'rolling-back'
  const isOwed = (empties ?? putsBack) !== undefined && (run === undefined || run.state === 'done')
  if (!wasGoing && !isOwed) return record
  const { startedAt, steps } = wasGoing ? run : { startedAt: Date.now(), steps: [] }
  const ended = steps.map((step) => (step.state === 'active' ? { ...step, state: 'failed' as const } : step))
  return { ...record, run: { state: 'interrupted', startedAt, steps: ended } }
}
