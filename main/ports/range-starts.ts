// Starts what may have one of several ports. The engine in a machine does not know which of them programs of this
// computer have, so these are held inside while it chooses: see docs/decisions/0018.
import { isIPv6 } from 'node:net'
import { isAppError } from '../../preload/errors'
import type { PortBinding, Protocol } from '../../preload/model'
import type { Log } from '../base/log'
import type { PortChecker } from './port-check'
import type { Wanted } from './port-holder'

export interface RangeStartsOptions {
  readonly checker: Pick<PortChecker, 'heldIn'>
  /** Runs `sh -c` where the engine is; undefined where it cannot be run. */
  readonly run: (command: string, signal: AbortSignal) => Promise<string | undefined>
  readonly log: Log
}

/** Each is a process inside; an engine that is offered so few of a range that more are held is left to itself. */
const mostHeld = 64
/** Whatever happens to this app, nothing inside is held longer than that. In seconds. */
const heldAtMostS = 120
const runDeadlineMs = 20_000

export class RangeStarts {
  readonly #options: RangeStartsOptions
  /** One start after the other: what one lets go of, another one may be in need of. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: RangeStartsOptions) {
    this.#options = options
  }

  /** Ports that one of the ranges has and a program of this computer holds. */
  async heldIn(bindings: readonly PortBinding[], signal?: AbortSignal): Promise<readonly Wanted[]> {
    const held = new Map<string, Wanted>()
    for (const { protocol, hostAddress: address, hostRange } of bindings) {
      if (!hostRange) continue
      const wanted = { protocol, address, port: hostRange.first }
      for (const port of await this.#lookAt(wanted, hostRange.last, signal))
        held.set(`${protocol}/${address}:${port}`, { ...wanted, port })
    }
    return [...held.values()].slice(0, mostHeld)
  }

  /** A look that fails must not keep a container from starting either. */
  async #lookAt(wanted: Wanted, lastPort: number, signal?: AbortSignal): Promise<readonly number[]> {
    const { checker, log } = this.#options
    try {
      return await checker.heldIn(wanted, lastPort, signal)
    } catch (error) {
      signal?.throwIfAborted()
      log.warn('a range cannot be looked at', { error: String(error) })
      return []
    }
  }

  /** `begin` at once where nothing of the ranges is held here. */
  async around<T>(
    bindings: readonly PortBinding[],
    begin: (turn: number) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const held = await this.heldIn(bindings, signal)
    return held.length === 0 ? begin(0) : this.whileHeld(held, begin)
  }

  /**
   * Engines before 28 try one port of a range at each start and the next one at the next, so `begin` is tried again
   * after each of those that are held. Nothing of a container has run when its port could not be had.
   */
  whileHeld<T>(held: readonly Wanted[], begin: (turn: number) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#tryWhileHeld(held, begin))
    this.#last = turn.catch(() => {})
    return turn
  }

  async #tryWhileHeld<T>(held: readonly Wanted[], begin: (turn: number) => Promise<T>): Promise<T> {
    const letGo = await this.#hold(held)
    try {
      for (let turn = 0; ; turn++) {
        try {
          return await begin(turn)
        } catch (error) {
          // Of two ranges the first one goes on, too, where the second was the one that failed.
          if (turn > 2 * held.length || !isTaken(error)) throw error
        }
      }
    } finally {
      await letGo()
    }
  }

  async #hold(held: readonly Wanted[]): Promise<() => Promise<void>> {
    const output = await this.#run(holdCommand(held))
    const pids = output.split(/\s+/).filter((word) => /^\d+$/.test(word))
    this.#options.log.info('ports are held inside', {
      ports: held.map(({ port }) => port),
      pids: pids.length,
    })
    return async () => {
      if (pids.length > 0) await this.#run(`kill ${pids.join(' ')} 2>/dev/null; true`)
    }
  }

  /** A machine that cannot be asked must not keep a container from starting. */
  async #run(command: string): Promise<string> {
    const { run, log } = this.#options
    try {
      return (await run(command, AbortSignal.timeout(runDeadlineMs))) ?? ''
    } catch (error) {
      log.warn('ports are not held inside', { error: String(error) })
      return ''
    }
  }
}

const isTaken = (error: unknown): boolean => isAppError(error) && error.code.startsWith('port.taken')

/**
 * Prints the processes once all listen, or whoever was there before them. The engine's own proxy is used: it is there,
 * it knows both protocols and families, and it takes the place that the next one would. It leads nowhere.
 */
function holdCommand(held: readonly Wanted[]): string {
  const listen = ({ protocol, address, port }: Wanted): string =>
    `timeout ${heldAtMostS} /usr/sbin/docker-proxy -proto ${protocol} -host-ip ${address} -host-port ${port} ` +
    `-container-ip 127.0.0.1 -container-port 1 ${apart} & pids="$pids $!"`
  const looks = held.map(({ protocol, address, port }) => {
    const table = `/proc/net/${protocol}${isIPv6(address) ? '6' : ''}`
    return `grep -q ":${port.toString(16).toUpperCase().padStart(4, '0')} [0-9A-F]*:0000 ${listening[protocol]} " ${table}`
  })
  return `pids=
${held.map(listen).join('\n')}
tries=0
until ${looks.join(' && ')}; do
  tries=$((tries + 1))
  [ $tries -gt 100 ] && break
  usleep 20000
done
echo $pids`
}

/** It says on descriptor 3 that it listens; the agent's own channels stay the agent's. */
const apart = '</dev/null >/dev/null 2>&1 3>/dev/null 4>&- 5>&- 6>&-'

/** By include/net/tcp_states.h: TCP_LISTEN, and TCP_CLOSE for a UDP socket that is not connected. */
const listening: Readonly<Record<Protocol, string>> = { tcp: '0A', udp: '07' }
