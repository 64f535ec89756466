// Keeps the warnings: looks again when figures or containers change, remembers which ones a person put away.
import { readFile } from 'node:fs/promises'
import type { StoreApi } from 'zustand/vanilla'
import { z } from 'zod'
import { AppError } from '../../preload/errors'
import type { Container, ResourceReading, ResourceWarning } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { createLooks } from '../base/looks'
import { writeWhole } from '../base/write-whole'
import type { LogSize } from './reclaim-plan'
import { warningsOf } from './warnings'

export interface WarningActions {
  setMemory(id: string, memoryBytes: number): Promise<void>
  start(id: string): Promise<void>
  stop(id: string): Promise<void>
  emptyLog(id: string): Promise<void>
  setMachineMemory(bytes: number): Promise<void>
}

export interface WarningBoardOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly readings: StoreApi<ResourceReading | undefined>
  /** Of a container that ran out of memory, in bytes; 0 is none. */
  readonly memoryLimit: (id: string) => Promise<number>
  /** Sizes of logs; absent where nobody can tell them. */
  readonly readLogs?: () => Promise<readonly LogSize[]>
  /** The container that uses the processors most at present; asks the engine, so only when they are busy for long. */
  readonly findHungry: () => Promise<{ readonly id: string; readonly cpu: number } | undefined>
  /** The share of this computer's processors that the machine may use, 0 to 1. */
  readonly machineShare: () => number
  readonly mostMachineMemory: number | undefined
  readonly actions: WarningActions
  /** Called once for each warning that nobody put away, over restarts too, until it is over and comes back. */
  readonly notify?: (warning: ResourceWarning) => void
  /** Which warnings were put away, and until when, and which were told. */
  readonly file: string
  readonly log: Log
}

const tenMinutesMs = 10 * 60_000
/** Share of ten seconds in which something waited for memory. */
const pressed = 0.2
const busy = 0.8
/** Those that ended while the app did not run are never known to be over. */
const mostKept = 200
const warningId = z.string().max(256)
const kept = z.object({
  version: z.literal(1),
  until: z.record(warningId, z.number()),
  told: z.array(warningId).default([]),
})

export class WarningBoard {
  readonly #options: WarningBoardOptions
  readonly #shown = createCollection<ResourceWarning>()
  readonly #unsubscribe: readonly (() => void)[]
  #known = new Map<string, ResourceWarning>()
  #until = new Map<string, number>()
  #told = new Set<string>()
  #pressedAt: number | undefined
  #busyAt: number | undefined
  #hungry: { readonly id: string; readonly cpu: number } | undefined
  #logs: { readonly at: number; readonly sizes: readonly LogSize[] } | undefined
  #grown: ReadonlyMap<string, number> = new Map()
  readonly #limits = new Map<string, number>()
  readonly #read: Promise<void>
  readonly #looks = createLooks({
    look: () => this.#lookOnce(),
    failed: (error) => this.#options.log.error('warnings', error),
  })
  #written: Promise<void> = Promise.resolve()

  constructor(options: WarningBoardOptions) {
    this.#options = options
    const look = (): void => void this.look()
    this.#unsubscribe = [options.containers.subscribe(look), options.readings.subscribe(look)]
    this.#read = this.#readKept()
    look()
  }

  /** Those that nobody put away, the worst first. */
  get store(): StoreApi<Items<ResourceWarning>> {
    return this.#shown.store
  }

  look(): Promise<void> {
    return this.#looks.soon()
  }

  /** For so many minutes; 0 until what it tells of is over. @throws resources.warning-gone */
  async dismiss(id: string, minutes: number): Promise<void> {
    if (!this.#known.has(id)) throw new AppError('resources.warning-gone')
    this.#until.set(id, minutes === 0 ? Number.MAX_SAFE_INTEGER : Date.now() + minutes * 60_000)
    this.#publish()
    await this.#write()
  }

  /** @throws resources.warning-gone and what the remedy throws */
  async apply(id: string, remedyId: string): Promise<void> {
    const warning = this.#known.get(id)
    const remedy = warning?.remedies.find((one) => one.id === remedyId)
    if (!warning || !remedy) throw new AppError('resources.warning-gone')
    const { actions } = this.#options
    const container = warning.containerId ?? ''
    if (remedy.kind === 'raise-container') {
      await actions.setMemory(container, remedy.memoryBytes)
      await actions.start(container)
    } else if (remedy.kind === 'stop-container') await actions.stop(container)
    else if (remedy.kind === 'empty-log') {
      await actions.emptyLog(container)
      this.#logs = undefined
    } else if (remedy.kind === 'raise-machine') await actions.setMachineMemory(remedy.memoryBytes)
    await this.look()
  }

  async dispose(): Promise<void> {
    for (const stop of this.#unsubscribe) stop()
    await this.#looks.underWay()
    await this.#written
  }

  async #lookOnce(): Promise<void> {
    await this.#read
    const { containers, readings, mostMachineMemory } = this.#options
    const now = Date.now()
    const all = [...containers.getState().values()]
    const reading = readings.getState()
    this.#timePressure(reading, now)
    await this.#findHungry(now)
    await this.#readLogs(reading, now)
    await this.#readLimits(all)
    const inside = reading?.machine
    const told = warningsOf({
      ...{ now, containers: all, memoryLimits: this.#limits, grown: this.#grown },
      logs: this.#logs?.sizes ?? [],
      pressedMs: this.#pressedAt === undefined ? 0 : now - this.#pressedAt,
      ...(reading?.computer.disk ? { hostDisk: reading.computer.disk } : {}),
      ...(inside ? { machineMemory: inside } : {}),
      ...(inside?.disk ? { machineDisk: inside.disk } : {}),
      ...(mostMachineMemory === undefined ? {} : { mostMachineMemory }),
      ...(this.#hungry ? { hungry: this.#hungry } : {}),
    })
    const before = this.#known
    this.#known = new Map(told.map((one) => [one.id, { ...one, since: before.get(one.id)?.since ?? now }]))
    // What is over is told again when it comes back.
    for (const id of before.keys())
      if (!this.#known.has(id)) {
        this.#until.delete(id)
        this.#told.delete(id)
      }
    this.#publish()
    await this.#notify()
  }

  #publish(): void {
    const now = Date.now()
    this.#shown.replace([...this.#known.values()].filter(({ id }) => (this.#until.get(id) ?? 0) <= now))
  }

  async #notify(): Promise<void> {
    const fresh = [...this.#shown.store.getState().values()].filter(({ id }) => !this.#told.has(id))
    if (fresh.length === 0) return
    for (const { id } of fresh) this.#told.add(id)
    // Remembered first: telling twice would be worse than a crash in between.
    await this.#write()
    for (const warning of fresh) this.#options.notify?.(warning)
  }

  #timePressure(reading: ResourceReading | undefined, now: number): void {
    const waiting = (reading?.machine?.pressure?.memory ?? 0) >= pressed
    this.#pressedAt = waiting ? (this.#pressedAt ?? now) : undefined
    const cpu = reading?.sample.machine?.cpu ?? 0
    this.#busyAt = cpu >= busy * this.#options.machineShare() ? (this.#busyAt ?? now) : undefined
    if (this.#busyAt === undefined) this.#hungry = undefined
  }

  async #findHungry(now: number): Promise<void> {
    if (this.#busyAt === undefined || this.#hungry || now - this.#busyAt < tenMinutesMs) return
    this.#hungry = await this.#options.findHungry()
  }

  /** Every ten minutes while the machine runs; growth is the difference of two such looks. */
  async #readLogs(reading: ResourceReading | undefined, now: number): Promise<void> {
    const { readLogs, log } = this.#options
    if (!readLogs || !reading?.machine || (this.#logs && now - this.#logs.at < tenMinutesMs)) return
    const before = new Map(this.#logs?.sizes.map(({ containerId, bytes }) => [containerId, bytes]))
    try {
      const sizes = await readLogs()
      this.#grown = new Map(
        sizes.map(({ containerId, bytes }) => [containerId, bytes - (before.get(containerId) ?? bytes)]),
      )
      this.#logs = { at: now, sizes }
    } catch (error) {
      log.warn('sizes of logs are not known', { why: String(error) })
      this.#logs = { at: now, sizes: [] }
    }
  }

  async #readLimits(containers: readonly Container[]): Promise<void> {
    for (const { id, oomKilled } of containers) {
      if (!oomKilled) this.#limits.delete(id)
      else if (!this.#limits.has(id)) this.#limits.set(id, await this.#options.memoryLimit(id).catch(() => 0))
    }
  }

  async #readKept(): Promise<void> {
    const text = await readFile(this.#options.file, 'utf8').catch(() => undefined)
    if (text === undefined) return
    try {
      const { until, told } = kept.parse(JSON.parse(text))
      this.#until = new Map(Object.entries(until))
      this.#told = new Set(told)
    } catch (error) {
      this.#options.log.warn('warnings that were put away are not known', { why: String(error) })
    }
  }

  #write(): Promise<void> {
    const until = Object.fromEntries([...this.#until].slice(-mostKept))
    const told = [...this.#told].slice(-mostKept)
    const write = (): Promise<void> =>
      writeWhole(this.#options.file, JSON.stringify({ version: 1, until, told })).catch((error: unknown) =>
        this.#options.log.warn('a warning that was put away is not remembered', { why: String(error) }),
      )
    this.#written = this.#written.then(write)
    return this.#written
  }
}
