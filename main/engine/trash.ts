// The Trash: a removed container is stopped, out of the way under another name, and deleted only days later.
import { readFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import type { ContainersService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { TrashedContainer } from '../../preload/model'
import { createCollection } from '../base/collection'
import type { Log } from '../base/log'
import { watchCollection } from '../base/watch'
import { writeWhole } from '../base/write-whole'
import { checkContainerId, type Calls } from './calls'
import { statusOf } from './engine-words'

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
  /** Call when the engine is connected: deletes what has been there for long enough. */
  connected(): void
  /** Resolves when it is known what is in it. */
  ready(): Promise<void>
  dispose(): void
}

interface Entry extends TrashedContainer {
  readonly restart: { readonly Name?: string; readonly MaximumRetryCount?: number | undefined }
  readonly wasRunning: boolean
}

const keptMs = 7 * 24 * 3_600_000
/** Timers of more than 24.8 days run at once; a day is often enough. */
const longestWaitMs = 24 * 3_600_000

export function createTrash({ calls, file, refresh, log, now = Date.now }: TrashOptions): Trash {
  const entries = createCollection<Entry>()
  let loaded: Promise<void> | undefined
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const load = (): Promise<void> =>
    (loaded ??= readEntries(file, log).then((known) => entries.upsert(...known)))
  const save = (): Promise<void> => {
    writing = writing
      .then(() => writeWhole(file, `${JSON.stringify(entries.values(), undefined, 2)}\n`))
      .catch((error: unknown) => log.error('the Trash cannot be noted', error))
    return writing
  }
  const forget = async (id: string): Promise<void> => {
    entries.remove(id)
    refresh(id)
    await save()
  }
  const entryOf = async (id: string): Promise<Entry> => {
    await load()
    const entry = entries.get(checkContainerId(id))
    if (!entry) throw new AppError('container.not-found', { params: { container: id.slice(0, 12) } })
    return entry
  }
  const deleteNow = async (entry: Entry): Promise<void> => {
    await calls.call({ container: entry.name }, (docker) =>
      unlessGone(docker.getContainer(entry.id).remove({ force: true, v: entry.volumesToo })),
    )
    await forget(entry.id)
  }
  const deleteOld = async (): Promise<void> => {
    await load()
    for (const entry of entries.values().filter(({ until }) => until <= now()))
      await deleteNow(entry).catch((error: unknown) =>
        log.warn('a container stays in the Trash', { id: entry.id, why: String(error) }),
      )
    clearTimeout(timer)
    const next = Math.min(...entries.values().map(({ until }) => until))
    if (!Number.isFinite(next)) return
    timer = setTimeout(() => void deleteOld(), Math.min(longestWaitMs, Math.max(60_000, next - now())))
    timer.unref()
  }

  void load()
  return {
    holds: (id, state) => {
      if (!entries.get(id)) return false
      if (state && !state.running) return true
      void forget(id)
      return false
    },
    connected: () => void deleteOld(),
    ready: load,
    dispose: () => clearTimeout(timer),
    service: {
      watchTrash: ({ signal } = {}) => watchCollection(entries.store, signal),
      discard: async ({ id, volumes = false }) => {
        await load()
        checkContainerId(id)
        return calls.call({ container: id.slice(0, 12) }, async (docker) => {
          const container = docker.getContainer(id)
          const entry = await putAway(container, volumes, now())
          if (!entry) return {}
          // Noted first: if all ends here, it is in the Trash under its own name.
          entries.upsert(entry)
          await save()
          try {
            await container.rename({ name: `${entry.name}.removed-${entry.removedAt.toString(36)}` })
          } catch (error) {
            await bringBack(container, entry)
            await forget(id)
            throw error
          }
          refresh(id)
          return { until: entry.until }
        })
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
        await load()
        for (const id of ids ?? entries.values().map((entry) => entry.id)) await deleteNow(await entryOf(id))
      },
    },
  }
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

async function readEntries(file: string, log: Log): Promise<readonly Entry[]> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(content)
      ? content.filter(
          (one: Partial<Entry>): one is Entry =>
            typeof one.id === 'string' && typeof one.name === 'string' && typeof one.until === 'number',
        )
      : []
  } catch (error) {
    // Then its containers are shown again under the names that they have in the Trash.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error('the Trash cannot be read', error)
    return []
  }
}
