// Connects to every port that was just opened, as a browser would, and tells whether the container takes it.
import { setMaxListeners } from 'node:events'
import { connect, isIPv6 } from 'node:net'
import type { StoreApi } from 'zustand/vanilla'
import type { Container, PortBinding, PortForward, PortReach } from '../../preload/model'
import type { Items } from '../base/collection'
import { allIpv4, allIpv6 } from './address'

/** One try to connect. Never throws. */
export type ProbeReach = (binding: PortBinding, signal: AbortSignal) => Promise<PortReach>

const connectDeadlineMs = 2_000
/** A forwarder takes every connection and drops it when nothing in the container does: that takes a moment to see. */
const droppedWithinMs = 250

/** Where a program on this computer reaches a binding. */
export const reachedAt = (address: string): string =>
  address === '' || address === allIpv4 ? '127.0.0.1' : address === allIpv6 ? '::1' : address

export const probeReach: ProbeReach = ({ hostAddress, hostPort }, signal) =>
  new Promise((resolve) => {
    const host = reachedAt(hostAddress)
    const socket = connect({ host, port: hostPort, family: isIPv6(host) ? 6 : 4 })
    let result: PortReach = 'refused'
    const timer = setTimeout(() => socket.destroy(), connectDeadlineMs)
    const giveUp = (): void => void socket.destroy()
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('connect', () => {
      result = 'silent'
      setTimeout(() => {
        if (!socket.destroyed) result = 'reached'
        socket.destroy()
      }, droppedWithinMs)
    })
    // A server that greets first, as databases do, is there.
    socket.once('data', () => {
      result = 'reached'
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.once('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      resolve(result)
    })
  })

export interface ReachOptions {
  readonly forwards: StoreApi<Items<PortForward>>
  readonly containers: StoreApi<Items<Container>>
  readonly probe: ProbeReach
  readonly note: (forward: PortForward, reach: PortReach) => void
}

/** Between the tries, in ms: a database may take a minute to open its port; each try shows up in some logs. */
const pausesMs = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]
/** What is found before that many tries may only be a program that is still starting. */
const triesBeforeTelling = 4
const atOnce = 16

interface Pending {
  readonly forward: PortForward
  readonly tries: number
  readonly dueAt: number
}

/** Tries each open TCP forward once its container starts, until the container answers or the tries are used up. */
export class Reach {
  readonly #options: ReachOptions
  readonly #pending = new Map<string, Pending>()
  /** Which start of which container each forward was last taken up for. */
  #taken = new Map<string, string>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #end = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined

  constructor(options: ReachOptions) {
    this.#options = options
    setMaxListeners(atOnce + 1, this.#end.signal)
    const look = (): void => this.#take()
    this.#unsubscribe = [options.forwards.subscribe(look), options.containers.subscribe(look)]
    look()
  }

  async dispose(): Promise<void> {
    for (const stop of this.#unsubscribe) stop()
    this.#end.abort()
    clearTimeout(this.#timer)
    await this.#round
  }

  #take(): void {
    const containers = this.#options.containers.getState()
    const taken = new Map<string, string>()
    for (const forward of this.#options.forwards.getState().values()) {
      const container = containers.get(forward.containerId)
      if (forward.state !== 'open' || forward.binding.protocol !== 'tcp') continue
      // A paused program answers nobody; that is what was asked for.
      if (container?.state !== 'running') continue
      const start = `${container.id} ${container.startedAt ?? 0}`
      taken.set(forward.id, start)
      if (this.#taken.get(forward.id) !== start)
        this.#pending.set(forward.id, { forward, tries: 0, dueAt: performance.now() })
    }
    this.#taken = taken
    for (const id of this.#pending.keys()) if (!taken.has(id)) this.#pending.delete(id)
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#round || this.#pending.size === 0 || this.#end.signal.aborted) return
    const next = Math.min(...[...this.#pending.values()].map((one) => one.dueAt))
    const run = (): void => {
      this.#round = this.#tryDue().finally(() => {
        this.#round = undefined
        this.#schedule()
      })
    }
    this.#timer = setTimeout(run, Math.max(0, next - performance.now())).unref()
  }

  async #tryDue(): Promise<void> {
    const now = performance.now()
    const due = [...this.#pending.values()].filter((one) => one.dueAt <= now).values()
    const work = async (): Promise<void> => {
      for (const one of due) if (!this.#end.signal.aborted) await this.#tryOne(one)
    }
    await Promise.all(Array.from({ length: atOnce }, work))
  }

  async #tryOne(one: Pending): Promise<void> {
    const { forward } = one
    const reach = await this.#options.probe(forward.binding, this.#end.signal)
    // The container may have been started again, or be gone.
    if (this.#end.signal.aborted || this.#pending.get(forward.id) !== one) return
    const tries = one.tries + 1
    const pause = pausesMs[tries]
    if (reach === 'reached' || pause === undefined) this.#pending.delete(forward.id)
    else this.#pending.set(forward.id, { forward, tries, dueAt: performance.now() + pause })
    if (reach === 'reached' || tries >= triesBeforeTelling) this.#options.note(forward, reach)
  }
}
