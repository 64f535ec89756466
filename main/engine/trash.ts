// The Trash: a removed container is stopped, out of the way under another name, and deleted only days later.
import type Docker from 'dockerode'
import type { ContainersService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Log } from '../base/log'
import { watchCollection } from '../base/watch'
import { checkContainerId, type Calls } from './calls'
import { readContainer } from './container-model'
import { statusOf } from './engine-words'
import { createTrashList, type Entry, type TrashList } from './trash-list'

export interface TrashOptions {
  readonly calls: Calls
  /** Where it is noted what is in the Trash. */
  readonly file: string
  /** Looks at a container again. */
  refresh(id: string): void
  readonly log: Log
  /** For tests: epoch ms. */
  readonly now?: () => number
}

export type TrashService = Pick<ContainersService, 'discard' | 'restore' | 'deleteDiscarded' | 'watchTrash'>

export interface Trash {
  readonly service: TrashService
  /**
   * Whether a container is in the Trash and stays there: one that was deleted, or started by somebody else, has left it.
   * `state` is undefined for one that is gone.
   */
  holds(id: string, state: { readonly running: boolean } | undefined): boolean
  /** What a container that is in it was called; also for the beginning of an id. */
  nameOf(id: string): string | undefined
  /** Call when the engine is connected: deletes what has been there for long enough. */
  connected(): void
  /** Resolves when it is known what is in it. */
  ready(): Promise<void>
  dispose(): void
}

/** Between the name that it had and the time. */
const mark = '.removed-'
const keptMs = 7 * 24 * 3_600_000
/** Timers of more than 24.8 days run at once; a day is often enough. */
const longestWaitMs = 24 * 3_600_000

export function createTrash(options: TrashOptions): Trash {
  const { file, refresh, log, now = Date.now } = options
  const list = createTrashList(file, log)
  let timer: NodeJS.Timeout | undefined
  const forget = async (id: string): Promise<void> => {
    list.entries.remove(id)
    refresh(id)
    await list.save()
  }
  const deleteOld = async (): Promise<void> => {
    await list.load()
    for (const entry of list.entries.values().filter(({ until }) => until <= now()))
      await deleteEntry(options, entry, forget).catch((error: unknown) =>
        log.warn('a container stays in the Trash', { id: entry.id, why: String(error) }),
      )
    clearTimeout(timer)
    const next = Math.min(...list.entries.values().map(({ until }) => until))
    if (!Number.isFinite(next)) return
    timer = setTimeout(() => void deleteOld(), Math.min(longestWaitMs, Math.max(60_000, next - now())))
    timer.unref()
  }
  void list.load()
  return {
    holds: (id, state) => {
      if (!list.entries.get(id)) return false
      if (state && !state.running) return true
      void forget(id)
      return false
    },
    nameOf: (id) => list.entries.values().find((entry) => entry.id.startsWith(id))?.name,
    connected: () => void deleteOld(),
    ready: list.load,
    dispose: () => clearTimeout(timer),
    service: trashService(options, list, forget),
  }
}

function trashService(
  { calls, refresh, now = Date.now }: TrashOptions,
  list: TrashList,
  forget: (id: string) => Promise<void>,
): TrashService {
  const entryOf = async (id: string): Promise<Entry> => {
    await list.load()
    const entry = list.entries.get(checkContainerId(id))
    if (!entry) throw new AppError('container.not-found', { params: { container: id.slice(0, 12) } })
    return entry
  }
  const putIn = async (container: Docker.Container, volumes: boolean): Promise<{ until?: number }> => {
    const entry = await putAway(container, volumes, now())
    if (!entry) return {}
    // Noted first: if all ends here, it is in the Trash under its own name.
    list.entries.upsert(entry)
    await list.save()
    try {
      await container.rename({ name: `${entry.name}${mark}${entry.removedAt.toString(36)}` })
    } catch (error) {
      await bringBack(container, entry)
      await forget(entry.id)
      throw error
    }
    refresh(entry.id)
    return { until: entry.until }
  }
  return {
    watchTrash: ({ signal } = {}) => watchCollection(list.entries.store, signal),
    discard: async ({ id, volumes = false }) => {
      await list.load()
      checkContainerId(id)
      return calls.call({ container: id.slice(0, 12) }, (docker) => putIn(docker.getContainer(id), volumes))
    },
    restore: async ({ id }) => {
      const entry = await entryOf(id)
      await calls.call({ container: entry.name, name: entry.name }, (docker) =>
        bringBack(docker.getContainer(id), entry),
      )
      await forget(id)
      if (entry.wasRunning)
        await calls.call({ container: entry.name }, (docker) => docker.getContainer(id).start())
    },
    deleteDiscarded: async ({ ids }) => {
      await list.load()
      for (const id of ids ?? list.entries.values().map((entry) => entry.id))
        await deleteEntry({ calls }, await entryOf(id), forget)
    },
  }
}

/** One that somebody started since is theirs again, and only leaves the Trash. */
async function deleteEntry(
  { calls }: Pick<TrashOptions, 'calls'>,
  entry: Entry,
  forget: (id: string) => Promise<void>,
): Promise<void> {
  await calls.call({ container: entry.name }, async (docker) => {
    const container = docker.getContainer(entry.id)
    await unlessGone(
      container.inspect().then(async ({ State: state }) => {
        if (Date.parse(state.StartedAt) > entry.removedAt) return
        await container.remove({ force: true, v: entry.volumesToo })
      }),
    )
  })
  await forget(entry.id)
}

/** Undefined for one that the engine removes by itself as soon as it stops: nothing of it can be kept. */
async function putAway(
  container: Docker.Container,
  volumesToo: boolean,
  at: number,
): Promise<Entry | undefined> {
  const info = await container.inspect()
  const { Status: state, Running: runs } = info.State
  if (info.HostConfig.AutoRemove || state === 'removing' || state === 'dead') {
    if (runs) await stopped(container)
    await unlessGone(container.remove({ force: true, v: volumesToo }))
    return undefined
  }
  const name = info.Name.replace(/^\//, '')
  const entry: Entry = {
    id: info.Id,
    name,
    image: info.Config.Image,
    removedAt: at,
    until: at + keptMs,
    volumesToo,
    volumes: readContainer(info).volumes,
    restart: info.HostConfig.RestartPolicy ?? {},
    wasRunning: runs,
  }
  if (info.State.Paused) await container.unpause()
  if (runs || info.State.Restarting) await stopped(container)
  // An engine that restarts would start it again.
  await container.update({ RestartPolicy: { Name: 'no' } })
  return entry
}

async function bringBack(container: Docker.Container, { name, restart }: Entry): Promise<void> {
  const { Name: now } = await container.inspect()
  if (now !== `/${name}`) await container.rename({ name })
  await container.update({
    RestartPolicy: { Name: restart.Name || 'no', MaximumRetryCount: restart.MaximumRetryCount ?? 0 },
  })
}

async function stopped(container: Docker.Container): Promise<void> {
  try {
    await container.stop()
  } catch (error) {
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error
  }
}

async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
  }
}
