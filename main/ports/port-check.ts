// Answers whether a container can take a port of this computer, who has it otherwise, and which one is free.
import { readFile } from 'node:fs/promises'
import { isAppError } from '../../preload/errors'
import type { Container, PortCheck, PortHolder } from '../../preload/model'
import { asksFor, isOneOf } from '../../preload/port-range'
import type { Log } from '../base/log'
import { checkPortNumber, normalAddress } from '../base/port-address'
import type { ProbeBind } from './bind-probe'
import type { Listener, ReadListeners } from './listener'
import { freePortsIn } from './free-ports'
import { knownProgram } from './known-program'
import { findContainer, findListener, findSuspect, holderOfListener, type Wanted } from './port-holder'
import type { KnownWant } from './port-wants'
import { listenerReader } from './read-listeners'
import type { ReadReserved } from './reserved-windows'

export interface PortCheckOptions {
  readonly containers: () => Iterable<Container>
  /** What is no container yet and asks for ports. */
  readonly wants?: () => readonly KnownWant[]
  readonly readListeners: ReadListeners
  readonly probe: ProbeBind
  readonly log: Log
  /** Ports that the system hands out by itself, lowest and highest. */
  readonly ephemeralPorts: () => Promise<readonly [number, number]>
  /** Ranges that the system keeps for itself. */
  readonly reserved: ReadReserved
  /** False where listeners of other users are not listed. */
  readonly showsAll?: boolean
}

const highestPort = 65_535

export interface PortChecker {
  /** @throws port.bad-port, port.bad-address, port.not-permitted */
  check(wanted: Wanted, signal?: AbortSignal): Promise<PortCheck>
  /** Of a range: `free` as long as one of its ports is, otherwise as {@link check} says of the first. */
  checkRange(wanted: Wanted, lastPort: number, signal?: AbortSignal): Promise<PortCheck>
  /** Of a range those that are held here, by somebody else than containers and what leads to them. */
  heldIn(wanted: Wanted, lastPort: number, signal?: AbortSignal): Promise<readonly number[]>
  /** Up to `count` ports near one, itself first if it is free; none that a container wants. @throws port.bad-port */
  findFree(near: Wanted, count: number, signal?: AbortSignal): Promise<readonly number[]>
  /** Who holds a port that could not be taken for this container. */
  holder(wanted: Wanted, containerId: string): Promise<PortHolder>
}

export function createPortChecker(options: PortCheckOptions): PortChecker {
  const { containers, probe, log } = options

  /** Names are a help; without them a port can still be checked. */
  const listeners = async (
    { protocol, port }: Wanted,
    signal?: AbortSignal,
  ): Promise<readonly Listener[]> => {
    try {
      // Somebody types and waits: nobody asks who has the other ports.
      return await options.readListeners(signal, (of, at) => of === protocol && at === port)
    } catch (error) {
      signal?.throwIfAborted()
      log.warn('listeners cannot be read', { error: String(error) })
      return []
    }
  }

  const check = async (asked: Wanted, signal?: AbortSignal): Promise<PortCheck> => {
    checkPortNumber(asked.port)
    const wanted = { ...asked, address: normalAddress(asked.address) }
    const container = findContainer(containers(), wanted)
    const [bound, found] = await Promise.all([
      container ? 'held' : probe(wanted.protocol, wanted.address, wanted.port),
      listeners(wanted, signal),
    ])
    // Some systems let a second program bind a more special address: then the listener tells, not the attempt.
    if (bound === 'free' && !findListener(found, wanted)) return { ...wanted, state: 'free' }
    const suspect = findSuspect(found, wanted) ?? (options.showsAll === false ? hidden(wanted) : undefined)
    const holder = container ?? holderOfListener(suspect, wanted)
    const nextFreePort = await nextFree(wanted, found, signal)
    return { ...wanted, state: 'held', holder, ...(nextFreePort === undefined ? {} : { nextFreePort }) }
  }

  const nextFree = async (
    wanted: Wanted,
    found: readonly Listener[],
    signal?: AbortSignal,
  ): Promise<number | undefined> => (await provenFree(options, wanted, found, 1, signal))[0]

  const checkRange = async (asked: Wanted, lastPort: number, signal?: AbortSignal): Promise<PortCheck> => {
    if (lastPort === asked.port) return check(asked, signal)
    checkPortNumber(asked.port)
    checkPortNumber(lastPort)
    const first = { ...asked, address: normalAddress(asked.address) }
    if (await anyFree(options, first, lastPort, await listeners(first, signal), signal))
      return { ...first, lastPort, state: 'free' }
    return { ...(await check(first, signal)), lastPort }
  }

  return {
    check,
    checkRange,
    heldIn: (wanted, lastPort, signal) => heldIn(options, wanted, lastPort, signal),
    findFree: async (near, count, signal) => {
      checkPortNumber(near.port)
      const wanted = { ...near, address: normalAddress(near.address) }
      const found = await listeners(wanted, signal)
      // The number itself first: somebody who types a port asks about that one, too.
      const itself = await check(wanted, signal).then(
        (answer) => answer.state === 'free' && !wantedByAny(containers(), options.wants?.() ?? [], wanted),
        (error: unknown) => {
          if (isAppError(error, 'port.not-permitted')) return false
          throw error
        },
      )
      const others = await provenFree(options, wanted, found, itself ? count - 1 : count, signal)
      return itself ? [wanted.port, ...others] : others
    },
    holder: async (wanted, containerId) => {
      const others = [...containers()].filter((one) => one.id !== containerId)
      return (
        findContainer(others, wanted) ??
        holderOfListener(findSuspect(await listeners(wanted), wanted), wanted)
      )
    },
  }
}

const hidden = (wanted: Wanted): Listener => ({ ...wanted, otherUser: true })

async function anyFree(
  { containers, probe }: PortCheckOptions,
  first: Wanted,
  lastPort: number,
  found: readonly Listener[],
  signal?: AbortSignal,
): Promise<boolean> {
  for (let port = first.port; port <= lastPort; port++) {
    signal?.throwIfAborted()
    const wanted = { ...first, port }
    if (findContainer(containers(), wanted) || findListener(found, wanted)) continue
    const bound = await probe(wanted.protocol, wanted.address, port).catch((error: unknown) => {
      // Other ports of the range may be anybody's.
      if (isAppError(error, 'port.not-permitted')) return 'held'
      throw error
    })
    if (bound === 'free') return true
  }
  return false
}

/** So many ports are tried; of a longer range those that nobody is seen at count as free. */
const mostTried = 256

async function heldIn(
  { containers, readListeners, probe }: PortCheckOptions,
  { protocol, address, port: first }: Wanted,
  lastPort: number,
  signal?: AbortSignal,
): Promise<readonly number[]> {
  const found = await readListeners(
    signal,
    (of, at) => of === protocol && isOneOf({ first, last: lastPort }, at),
  )
  const all = [...containers()]
  const held: number[] = []
  for (let port = first; port <= lastPort; port++) {
    const wanted = { protocol, address, port }
    if (findContainer(all, wanted)) continue
    const listener = findListener(found, wanted)
    // A forward of ours, or WSL's, may still be letting go of one whose container has just stopped.
    if (listener && ['portside', 'wsl-relay'].includes(knownProgram(listener) ?? '')) continue
    const isHeld =
      listener !== undefined ||
      (port - first < mostTried && (await probe(protocol, address, port).catch(() => 'held')) === 'held')
    if (isHeld) held.push(port)
  }
  return held
}

/** Free by all that is known, and by an attempt to take it. */
async function provenFree(
  options: PortCheckOptions,
  wanted: Wanted,
  listeners: readonly Listener[],
  count: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const [ephemeral, reserved] = await Promise.all([options.ephemeralPorts(), options.reserved(signal)])
  const wants = options.wants?.() ?? []
  const containers = [...options.containers()]
  const situation = { containers, wants, listeners, reserved, ephemeral, lowestPort: 0 }
  const free: number[] = []
  for (const port of freePortsIn(situation).near(wanted.port, wanted.protocol)) {
    signal?.throwIfAborted()
    if (free.length >= count) break
    const bound = await options.probe(wanted.protocol, wanted.address, port).catch(() => 'held')
    if (bound === 'free') free.push(port)
  }
  return free
}

const wantedByAny = (
  containers: Iterable<Container>,
  wants: readonly KnownWant[],
  { protocol, port }: Wanted,
): boolean =>
  [...[...containers].flatMap(({ ports }) => ports), ...wants.map(({ binding }) => binding)].some(
    (binding) => asksFor(binding, port) && binding.protocol === protocol,
  )

/** 49152 to 65535 by RFC 6335, as on Windows and macOS; Linux has a setting. */
export async function systemEphemeralPorts(root = '/'): Promise<readonly [number, number]> {
  const text = await readFile(`${root}proc/sys/net/ipv4/ip_local_port_range`, 'utf8').catch(() => '')
  const [first, last] = text.trim().split(/\s+/).map(Number)
  return first && last ? [first, last] : [49_152, highestPort]
}

/** Who listens on a port of this computer's loopback, for an error; undefined when nobody can be named. */
export async function holderOf(port: number, address = '127.0.0.1'): Promise<PortHolder | undefined> {
  const wanted: Wanted = { protocol: 'tcp', address, port }
  const holder = holderOfListener(findSuspect(await listenerReader()(), wanted), wanted)
  return holder.kind === 'process' ? holder : undefined
}
