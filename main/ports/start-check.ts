// Asks, before a container takes its ports, whether this computer still has them to give, and says who has them.
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '../../preload/errors'
import type { Container, PortBinding, PortCheck, PortRange } from '../../preload/model'
import { asksFor, countOf } from '../../preload/port-range'
import { leadsToContainers } from './planner'
import { explainHolder, hasItsPorts, rangeTakenBy, takenBy, type Wanted } from './port-holder'
import type { PortChecker } from './port-check'
import { asksForPort } from './port-wants'

export interface StartCheckOptions {
  readonly checker: PortChecker
  /** Whether the container's own forward has this port already. */
  readonly isForwarded: (container: Container, binding: PortBinding) => boolean
  /** Told of containers that were not let through, and of those that were. */
  readonly onAnswer: () => void
}

/** Nobody is found at a socket that is being let go: so often, and so long apart in ms, is a port looked at then. */
const looks = { most: 4, pauseMs: 80 }

/** A port that a container cannot have. */
export interface Refusal {
  readonly binding: PortBinding
  readonly error: AppError
  /** One line for a terminal: who has it, and which port is free. */
  readonly line: string
}

export class StartCheck {
  readonly #options: StartCheckOptions
  #refused = new Map<string, ReadonlySet<string>>()

  constructor(options: StartCheckOptions) {
    this.#options = options
  }

  /** Ports that containers were refused, by container id, as `tcp/80`. */
  get refused(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#refused
  }

  /**
   * The first port that a program of this computer keeps from the container. Other containers are left to the
   * engine, which knows what just stopped.
   */
  async ask(container: Container, signal?: AbortSignal): Promise<Refusal | undefined> {
    const known = hasItsPorts(container)
    for (const binding of container.ports) {
      if (known && this.#options.isForwarded(container, binding)) continue
      const refusal = await this.askFor(binding, signal)
      if (!refusal) continue
      this.#remember(container.id, [`${binding.protocol}/${refusal.binding.hostPort}`])
      return refusal
    }
    this.#remember(container.id, [])
    return undefined
  }

  /**
   * Of a range one port is enough, and of any free one none is asked for. `whoever` counts containers among those who
   * keep it: Swarm does not look at them.
   */
  async askFor(binding: PortBinding, signal?: AbortSignal, whoever = false): Promise<Refusal | undefined> {
    const { protocol, hostAddress, hostPort, hostRange } = binding
    if (hostRange) return this.#askForOneOf(hostRange, binding, signal)
    if (!asksForPort(binding)) return undefined
    const wanted = { protocol, address: hostAddress, port: hostPort }
    try {
      const check = await this.#checkUntilNamed(wanted, signal)
      const inTheWay = isForeign(check) || (whoever && check.holder?.kind === 'container')
      if (check.state === 'free' || !inTheWay) return undefined
      return { binding, error: takenBy(hostPort, check.holder), line: lineOf(check) }
    } catch (error) {
      if (!isAppError(error, 'port.not-permitted')) throw error
      return { binding, error, line: notPermitted(hostPort) }
    }
  }

  /** The engine passes over those that containers have, and fails by itself where it is only them. */
  async #askForOneOf(
    range: PortRange,
    binding: PortBinding,
    signal?: AbortSignal,
  ): Promise<Refusal | undefined> {
    const { protocol, hostAddress: address } = binding
    const refused = { ...binding, hostPort: range.first }
    try {
      const check = await this.#checkUntilNamed({ protocol, address, port: range.first }, signal, range.last)
      if (check.state === 'free') return undefined
      const error = rangeTakenBy(range, check.holder)
      for (let port = range.first; port <= range.last; port++) {
        const one =
          port === range.first
            ? check
            : await this.#options.checker.check({ protocol, address, port }, signal)
        if (isForeign(one)) return { binding: refused, error, line: lineOf(check) }
      }
      return undefined
    } catch (error) {
      if (!isAppError(error, 'port.not-permitted')) throw error
      return { binding: refused, error, line: notPermitted(range.first) }
    }
  }

  /** A forward that just ended, or somebody's attempt whether the port is free, must not keep a container from starting. */
  async #checkUntilNamed(wanted: Wanted, signal?: AbortSignal, lastPort?: number): Promise<PortCheck> {
    const { checker } = this.#options
    const look = (): Promise<PortCheck> =>
      lastPort === undefined ? checker.check(wanted, signal) : checker.checkRange(wanted, lastPort, signal)
    let check = await look()
    for (let turn = 1; turn < looks.most && isUnnamed(check); turn++) {
      await delay(looks.pauseMs, undefined, { signal })
      check = await look()
    }
    return check
  }

  /**
   * The line for a port of which the engine said that it is taken, or for the range that has none left; undefined when
   * nobody has it by now.
   */
  async explain(container: Container | undefined, port: number | undefined): Promise<string | undefined> {
    const { checker } = this.#options
    const ports = container?.ports ?? []
    const binding = ports.find((one) => (port === undefined ? one.hostRange : asksFor(one, port)))
    const { protocol = 'tcp', hostAddress: address = '0.0.0.0', hostRange } = binding ?? {}
    if (port === undefined && !hostRange) return undefined
    const check = hostRange
      ? await checker.checkRange({ protocol, address, port: hostRange.first }, hostRange.last)
      : await checker.check({ protocol, address, port: port ?? 0 })
    return check.state === 'held' ? lineOf(check) : undefined
  }

  #remember(id: string, places: readonly string[]): void {
    const before = this.#refused.get(id)
    if (places.length === 0) this.#refused.delete(id)
    else this.#refused.set(id, new Set(places))
    if (before || places.length > 0) this.#options.onAnswer()
  }
}

const isUnnamed = ({ state, holder }: PortCheck): boolean =>
  state === 'held' && (holder === undefined || holder.kind === 'unknown')

/** What leads to containers may still be letting go of a port whose container has just stopped. */
const isForeign = ({ holder }: PortCheck): boolean =>
  holder?.kind !== 'container' &&
  holder?.known !== 'wsl-relay' &&
  !leadsToContainers({ process: holder?.name ?? '' })

/** English like all that `docker` prints. */
function lineOf({ port, lastPort, holder, nextFreePort }: PortCheck): string {
  const who =
    holder === undefined || holder.kind === 'unknown'
      ? holder?.user === undefined
        ? 'a program that cannot be named'
        : `a program of ${holder.user}`
      : holder.kind === 'container'
        ? `the container ${holder.name}`
        : explainHolder(holder)
  const next = nextFreePort === undefined ? '' : ` The next free port is ${nextFreePort}.`
  if (lastPort === undefined) return `Portside: port ${port} is held by ${who}.${next}`
  const count = countOf({ first: port, last: lastPort })
  return `Portside: none of the ${count} ports from ${port} to ${lastPort} is free; ${port} is held by ${who}.${next}`
}

const notPermitted = (port: number): string =>
  `Portside: this computer lets nobody but an administrator open port ${port}.`
