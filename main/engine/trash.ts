// The Trash: a removed container is stopped, out of the way under another name, and deleted only days later.
import type Docker from 'dockerode'
import type { ContainersService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Log } from '../base/log'
import { watchCollection } from '../base/watch'
import { checkContainerId, type Calls } from './calls'
import { createTrashList, type Entry, type TrashList } from './trash-list'
import { bringBack, hasLeft, makeUp, putAway, trashName, unlessGone, type Seen } from './trash-moves'

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
   * Whether a container is in the Trash and stays there: one that was deleted, started or renamed by somebody else has
   * left it. `seen` is undefined for one that is gone.
   */
  holds(id: string, seen: Seen | undefined): boolean
  /** What a container that is in it was called; also for the beginning of an id. */
  nameOf(id: string): string | undefined
  /** What a container was called that is in it and attached to this network, by id or name. */
  userOfNetwork(network: string): string | undefined
  /** Call with the engine's id before its containers are looked at. */
  use(engine: string): Promise<void>
  /** Call when the engine is connected: forgets what went meanwhile and deletes what has been there for long enough. */
  connected(): void
  dispose(): void
}

/** Timers of more than 24.8 days run at once; a day is often enough. */
const longestWaitMs = 24 * 3_600_000

export function createTrash(options: TrashOptions): Trash {
  const { file, log } = options
  const list = createTrashList(file, log)
  const work = new TrashWork(options, list)
  return {
    holds: (id, seen) => work.holds(id, seen),
    nameOf: (id) => list.entries.values().find((entry) => entry.id.startsWith(id))?.name,
    userOfNetwork: (network) => list.entries.values().find((one) => one.networks.includes(network))?.name,
    use: async (engine) => {
      work.engine = engine
      await list.use(engine)
    },
    connected: () => void work.lookAtAll(),
    dispose: () => work.dispose(),
    service: {
      watchTrash: ({ signal } = {}) => watchCollection(list.entries.store, signal),
      discard: ({ id, volumes = false }) => work.discard(id, volumes),
      restore: ({ id }) => work.restore(id),
      deleteDiscarded: async ({ ids }) => {
        for (const id of ids ?? list.entries.values().map((entry) => entry.id)) await work.deleteNow(id)
      },
    },
  }
}

class TrashWork {
  engine = ''
  readonly #options: TrashOptions
  readonly #list: TrashList
  /** Ids of those that are being restored, or made up for after somebody took them back. */
  readonly #moving = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: TrashOptions, list: TrashList) {
    this.#options = options
    this.#list = list
  }

  holds(id: string, seen: Seen | undefined): boolean {
    const entry = this.#list.entries.get(id)
    if (!entry) return false
    if (!seen) {
      void this.#forget(id)
      return false
    }
    if (!hasLeft(entry, seen)) return true
    void this.#letGo(entry)
    return false
  }

  async discard(id: string, volumes: boolean): Promise<{ until?: number }> {
    const { calls } = this.#options
    checkContainerId(id)
    return calls.call({ container: id.slice(0, 12) }, (docker) =>
      this.#putIn(docker.getContainer(id), volumes),
    )
  }

  async restore(id: string): Promise<void> {
    const { calls } = this.#options
    const entry = this.#entry(id)
    const asked = { container: entry.name, name: entry.name }
    this.#moving.add(id)
    try {
      await calls.call(asked, (docker) => bringBack(docker.getContainer(id), entry))
      await this.#forget(id)
    } finally {
      this.#moving.delete(id)
    }
    if (entry.wasRunning) await calls.call(asked, (docker) => docker.getContainer(id).start())
  }

  deleteNow(id: string): Promise<void> {
    return this.#delete(this.#entry(id))
  }

  async lookAtAll(): Promise<void> {
    const { calls, log } = this.#options
    for (const entry of this.#list.entries.values())
      await calls
        .call({ container: entry.name }, (docker) => this.#lookAt(docker.getContainer(entry.id), entry))
        .catch((error: unknown) =>
          log.warn('a container of the Trash cannot be looked at', { id: entry.id, why: String(error) }),
        )
    await this.#deleteOld()
  }

  dispose(): void {
    clearTimeout(this.#timer)
  }

  #entry(id: string): Entry {
    const entry = this.#list.entries.get(checkContainerId(id))
    if (!entry) throw new AppError('container.not-found', { params: { container: id.slice(0, 12) } })
    return entry
  }

  async #putIn(container: Docker.Container, volumesToo: boolean): Promise<{ until?: number }> {
    const { refresh, now = Date.now } = this.#options
    const entry = await putAway(container, { volumesToo, at: now(), engine: this.engine })
    if (!entry) return {}
    try {
      // Noted first: if all ends here, it is in the Trash under its own name. What cannot be noted stays where it is:
      // nobody would know how to bring it back.
      await this.#note(entry)
      await container.rename({ name: trashName(entry) })
    } catch (error) {
      this.#moving.add(entry.id)
      try {
        await bringBack(container, entry)
        if (entry.wasRunning) await container.start()
        await this.#forget(entry.id)
      } finally {
        this.#moving.delete(entry.id)
      }
      throw error
    }
    await this.#noteSoon({ ...entry, renamed: true })
    refresh(entry.id)
    return { until: entry.until }
  }

  /** Finishes what a crash cut off, and learns what happened to one while nobody looked. */
  async #lookAt(container: Docker.Container, entry: Entry): Promise<void> {
    const info = await unlessGone(container.inspect())
    // One of an earlier version may be another engine's, and is kept until it is due.
    if (!info && entry.engine !== undefined) return this.#forget(entry.id)
    if (!info) return
    if (hasLeft(entry, info)) return this.#letGo(entry)
    if (entry.renamed === false) await unlessGone(container.rename({ name: trashName(entry) }))
    if (entry.renamed === false || entry.engine !== this.engine)
      await this.#noteSoon({ ...entry, engine: this.engine, renamed: true })
  }

  /** Somebody took it back by other means; it gets what the Trash had taken from it. */
  async #letGo(entry: Entry): Promise<void> {
    const { calls, log } = this.#options
    if (this.#moving.has(entry.id)) return
    this.#moving.add(entry.id)
    try {
      await calls.call({ container: entry.name }, (docker) => makeUp(docker.getContainer(entry.id), entry))
      await this.#forget(entry.id)
    } catch (error) {
      // The next look at it, or the next connection, tries again.
      log.warn('a container left the Trash without what it had', { id: entry.id, why: String(error) })
    } finally {
      this.#moving.delete(entry.id)
    }
  }

  async #delete(entry: Entry): Promise<void> {
    const { calls } = this.#options
    const wasLeft = await calls.call({ container: entry.name }, async (docker) => {
      const container = docker.getContainer(entry.id)
      const info = await unlessGone(container.inspect())
      if (info && hasLeft(entry, info)) return true
      if (info) await unlessGone(container.remove({ force: true, v: entry.volumesToo }))
      return false
    })
    await (wasLeft ? this.#letGo(entry) : this.#forget(entry.id))
  }

  async #deleteOld(): Promise<void> {
    const { log, now = Date.now } = this.#options
    for (const entry of this.#list.entries.values().filter(({ until }) => until <= now()))
      await this.#delete(entry).catch((error: unknown) =>
        log.warn('a container stays in the Trash', { id: entry.id, why: String(error) }),
      )
    clearTimeout(this.#timer)
    const next = Math.min(...this.#list.entries.values().map(({ until }) => until))
    if (!Number.isFinite(next)) return
    const wait = Math.min(longestWaitMs, Math.max(60_000, next - now()))
    this.#timer = setTimeout(() => void this.#deleteOld(), wait)
    this.#timer.unref()
  }

  /** @throws files.no-space and others */
  async #note(entry: Entry): Promise<void> {
    this.#list.entries.upsert(entry)
    await this.#list.save()
  }

  /** The next connection finds out what this would tell it. */
  async #noteSoon(entry: Entry): Promise<void> {
    this.#list.entries.upsert(entry)
    await this.#saved()
  }

  async #saved(): Promise<void> {
    const { log } = this.#options
    await this.#list.save().catch((error: unknown) => log.error('the Trash cannot be noted', error))
  }

  async #forget(id: string): Promise<void> {
    this.#list.entries.remove(id)
    this.#options.refresh(id)
    await this.#saved()
  }
}
