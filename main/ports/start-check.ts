// Asks, before a container takes its ports, whether this computer still has them to give, and says who has them.
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '../../preload/errors'
import type { Container, PortBinding, PortCheck } from '../../preload/model'
import { leadsToContainers } from './planner'
import { explainHolder, hasItsPorts, takenBy, type Wanted } from './port-holder'
import type { PortChecker } from './port-check'

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
      if (binding.hostPort === 0 || (known && this.#options.isForwarded(container, binding))) continue
      const refusal = await this.askFor(binding, signal)
      if (!refusal) continue
      this.#remember(container.id, [`${binding.protocol}/${binding.hostPort}`])
      return refusal
    }
    this.#remember(container.id, [])
    return undefined
  }

  /** `whoever` counts containers among those who keep it: Swarm does not look at them. */
  async askFor(binding: PortBinding, signal?: AbortSignal, whoever = false): Promise<Refusal | undefined> {
    const { protocol, hostAddress, hostPort } = binding
    const wanted = { protocol, address: hostAddress, port: hostPort }
    try {
      const check = await this.#checkUntilNamed(wanted, signal)
      const inTheWay = isForeign(check) || (whoever && check.holder?.kind === 'container')
      if (check.state === 'free' || !inTheWay) return undefined
      return { binding, error: takenBy(hostPort, check.holder), line: lineOf(check) }
    } catch (error) {
      if (!isAppError(error, 'port.not-permitted')) throw error
      const line = `Portside: this computer lets nobody but an administrator open port ${hostPort}.`
      return { binding, error, line }
    }
  }

  /** A forward that just ended, or somebody's attempt whether the port is free, must not keep a container from starting. */
  async #checkUntilNamed(wanted: Wanted, signal?: AbortSignal): Promise<PortCheck> {
    const { checker } = this.#options
    let check = await checker.check(wanted, signal)
    for (let look = 1; look < looks.most && isUnnamed(check); look++) {
      await delay(looks.pauseMs, undefined, { signal })
      check = await checker.check(wanted, signal)
    }
    return check
  }

  /** The line for a port of which the engine said that it is taken; undefined when nobody has it by now. */
  async explain(container: Container | undefined, port: number): Promise<string | undefined> {
    const binding = container?.ports.find((one) => one.hostPort === port)
    const { protocol = 'tcp', hostAddress = '0.0.0.0' } = binding ?? {}
    const check = await this.#options.checker.check({ protocol, address: hostAddress, port })
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
function lineOf({ port, holder, nextFreePort }: PortCheck): string {
  const who =
    holder === undefined || holder.kind === 'unknown'
      ? holder?.user === undefined
        ? 'a program that cannot be named'
        : `a program of ${holder.user}`
      : holder.kind === 'container'
        ? `the container ${holder.name}`
        : explainHolder(holder)
  const next = nextFreePort === undefined ? '' : ` The next free port is ${nextFreePort}.`
  return `Portside: port ${port} is held by ${who}.${next}`
}
