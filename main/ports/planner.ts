// Finds port conflicts and free ports: pure, from what is known of listeners, containers and the system's own ranges.
import { isIPv6 } from 'node:net'
import type { SerialisedError } from '../../preload/errors'
import type {
  ConflictKind,
  Container,
  PortBinding,
  PortForward,
  PortHolder,
  PortRange,
  PortShortage,
  Protocol,
} from '../../preload/model'
import { isOneOf } from '../../preload/port-range'
import { allIpv4, allIpv6 } from '../base/port-address'
import type { Listener } from './listener'
import { holderOfListener } from './port-holder'
import { portKey, push } from './port-index'
import { asksForPort, type KnownWant } from './port-wants'
import { wantersOf, type Wanter } from './wanters'

/** A range that the operating system keeps for itself, both ends included. */
export interface ReservedRange {
  readonly protocol: Protocol
  readonly first: number
  readonly last: number
  /** An administrator keeps it from being given away; a program that asks for just this port gets it. */
  readonly administered?: true
}

/** Everything that is known about ports at one moment. */
export interface Situation {
  readonly containers: readonly Container[]
  /** Of what is no container yet. */
  readonly wants: readonly KnownWant[]
  readonly listeners: readonly Listener[]
  readonly forwards: ReadonlyMap<string, PortForward>
  readonly reserved: readonly ReservedRange[]
  /** Ports that the system hands out by itself, lowest and highest. */
  readonly ephemeral: readonly [number, number]
  /** Ports below need rights that Portside does not have; 0 when there is no such limit. */
  readonly lowestPort: number
  /**
   * The engine is in a machine of ours: whoever has all of IPv4 takes `::1` along, on this computer and inside, where
   * it is listened for at an address of IPv4 (docs/decisions/0015).
   */
  readonly loopback6ByIpv4?: boolean
  /** Ports that containers were refused at their last start, by container id, as `tcp/80`. */
  readonly refused: ReadonlyMap<string, ReadonlySet<string>>
}

export interface PlannedConflict {
  readonly id: string
  readonly kind: ConflictKind
  readonly when: 'now' | 'later'
  readonly wanter: Wanter
  readonly binding: PortBinding
  readonly holder: PortHolder
  readonly reserved?: { readonly first: number; readonly last: number }
  /** Of a forward that failed though nobody is in its way. */
  readonly error?: SerialisedError
  readonly shortage?: PortShortage
}

/**
 * Whether two sockets may not have the same port. `::` counts as taking IPv4 along, as it does unless a program
 * asked otherwise, which the system's lists do not tell.
 */
export function mayClash(a: string, b: string): boolean {
  if (a === b || a === allIpv6 || b === allIpv6) return true
  return isIPv6(a) === isIPv6(b) && (a === allIpv4 || b === allIpv4)
}

/**
 * Whether a connection that is meant for `wanted` may come to another listener beside it. `localhost` is both
 * 127.0.0.1 and ::1, and programs try ::1 first; of two that both fit, the system takes the more special one.
 */
function shadows(wanted: string, listening: string): boolean {
  if (wanted === allIpv6) return listening === '::1'
  if (wanted === allIpv4) return listening === '127.0.0.1' || listening === '::1' || listening === allIpv6
  return wanted.startsWith('127.') && (listening === '::1' || listening === allIpv6)
}

/** The same of two containers. */
const mayClashInside = (a: string, b: string, { loopback6ByIpv4 = false }: Situation): boolean =>
  mayClash(a, b) || (loopback6ByIpv4 && [a, b].includes('::1') && [a, b].includes(allIpv4))

interface Index {
  /** Of ports that anybody wants, or one of which somebody wants. */
  readonly listeners: ReadonlyMap<number, readonly Listener[]>
  /** Bindings of those that are up. */
  readonly up: ReadonlyMap<number, readonly { readonly wanter: Wanter; readonly binding: PortBinding }[]>
}

const keyOf = ({ protocol, hostPort }: PortBinding): number => portKey(protocol, hostPort)

function indexOf(situation: Situation, wanters: readonly Wanter[]): Index {
  const listeners = new Map<number, Listener[]>()
  const up = new Map<number, { wanter: Wanter; binding: PortBinding }[]>()
  // A list for each port of every range would be tens of thousands of them.
  let inRanges: Uint8Array | undefined
  for (const wanter of wanters)
    for (const binding of wanter.ports) {
      const { protocol, hostRange } = binding
      listeners.set(keyOf(binding), [])
      if (wanter.up) push(up, keyOf(binding), { wanter, binding })
      else if (hostRange) {
        inRanges ??= new Uint8Array(portKey('udp', 65_535) + 1)
        inRanges.fill(1, portKey(protocol, hostRange.first), portKey(protocol, hostRange.last) + 1)
      }
    }
  for (const one of situation.listeners) {
    const key = portKey(one.protocol, one.port)
    const known = listeners.get(key)
    if (known) known.push(one)
    else if (inRanges?.[key] === 1) listeners.set(key, [one])
  }
  return { listeners, up }
}

/** Every conflict of everybody who wants ports, those that are broken now first; linear in listeners and bindings. */
export function planConflicts(situation: Situation): PlannedConflict[] {
  const wanters = wantersOf(situation.containers, situation.wants)
  const index = indexOf(situation, wanters)
  const found = new Map<string, PlannedConflict>()
  for (const wanter of wanters) {
    for (const asked of wanter.ports) {
      const { hostRange } = asked
      const binding = hostRange ? { ...asked, hostPort: hostRange.first } : asked
      if (!asksForPort(binding)) continue
      const id = conflictId(wanter, binding)
      const range = hostRange ?? (wanter.count > 1 ? onlyOne(binding) : undefined)
      const conflict = range
        ? tooFewOf(range, wanter, binding, situation, index)
        : wanter.up
          ? whileUp(wanter, binding, situation, index)
          : whileDown(wanter, binding, situation, index)
      if (conflict && !found.has(id)) found.set(id, { id, wanter, binding, ...conflict })
    }
  }
  return [...found.values()].sort(
    (a, b) => order(a) - order(b) || a.binding.hostPort - b.binding.hostPort || (a.id < b.id ? -1 : 1),
  )
}

const order = ({ when }: PlannedConflict): number => (when === 'now' ? 0 : 1)

const conflictId = ({ kind, id }: Wanter, { protocol, hostPort }: PortBinding): string =>
  `${protocol}-${hostPort}-${kind === 'container' ? id.slice(0, 12) : id}`

type Finding = Omit<PlannedConflict, 'id' | 'wanter' | 'binding'>

function whileUp(
  wanter: Wanter,
  binding: PortBinding,
  situation: Situation,
  index: Index,
): Finding | undefined {
  const forward = situation.forwards.get(`${binding.protocol}/${binding.hostAddress}:${binding.hostPort}`)
  if (forward && forward.containerId !== wanter.id) {
    const other = index.up.get(keyOf(binding))?.find((one) => one.wanter.id === forward.containerId)
    if (other) return { kind: 'container', when: 'now', holder: holderOfWanter(other.wanter, binding) }
  }
  const isElsewhere = forward?.state === 'failed' || forward?.reach === 'elsewhere'
  const instead = isElsewhere ? takenAlong(wanter, binding, situation, index) : undefined
  if (instead)
    return { kind: 'container', when: 'now', holder: holderOfWanter(instead.wanter, instead.binding) }
  if (forward?.state === 'failed') return blocked(forward, binding, situation)
  if (forward?.state !== 'open') return undefined
  const foreign = shadowing(binding, index)
  return foreign && { kind: 'shadowed', when: 'now', holder: holderOfListener(foreign, wantedOf(binding)) }
}

/** Whoever has all of IPv4, where that takes `::1` along. */
const takenAlong = (
  wanter: Wanter,
  { hostAddress, ...port }: PortBinding,
  situation: Situation,
  index: Index,
) =>
  situation.loopback6ByIpv4 === true && hostAddress === '::1'
    ? index.up
        .get(keyOf({ ...port, hostAddress }))
        ?.find((one) => one.wanter.id !== wanter.id && one.binding.hostAddress === allIpv4)
    : undefined

/** A forward that failed knows best why: it tried. */
function blocked(forward: PortForward, binding: PortBinding, situation: Situation): Finding {
  const holder = forward.holder ?? { kind: 'unknown', name: '', address: binding.hostAddress }
  const range = reservedRange(binding, situation)
  if (range) return { kind: 'reserved', when: 'now', holder, reserved: range }
  const { error } = forward
  if (error?.code === 'port.not-permitted') return { kind: 'privileged', when: 'now', holder }
  if (error && !error.code.startsWith('port.taken')) return { kind: 'failed', when: 'now', holder, error }
  return { kind: holder.kind === 'container' ? 'container' : 'process', when: 'now', holder }
}

/** What leads to containers itself: the engine's proxy, or the forwarder of the machine. */
export const leadsToContainers = ({ process }: Pick<Listener, 'process'>): boolean =>
  /^(?:docker-proxy|rootlessport|gvproxy)/.test(process ?? '')

function shadowing(binding: PortBinding, index: Index): Listener | undefined {
  const here = index.listeners.get(keyOf(binding)) ?? []
  const own = here.find((one) => one.address === binding.hostAddress)
  // Without the forward's own socket in the list nobody can say which of the others is somebody else's.
  if (!own) return undefined
  return here.find(
    (one) =>
      shadows(binding.hostAddress, one.address) &&
      one.pid !== undefined &&
      one.pid !== own.pid &&
      !leadsToContainers(one),
  )
}

function whileDown(
  wanter: Wanter,
  binding: PortBinding,
  situation: Situation,
  index: Index,
): Finding | undefined {
  const key = keyOf(binding)
  const { protocol, hostPort } = binding
  const refused = situation.refused.get(wanter.id)?.has(`${protocol}/${hostPort}`) === true
  const when = refused || failedAt(wanter, binding) ? 'now' : 'later'
  const other = index.up
    .get(key)
    ?.find(
      (one) =>
        one.wanter.id !== wanter.id &&
        mayClashInside(one.binding.hostAddress, binding.hostAddress, situation),
    )
  if (other) return { kind: 'container', when, holder: holderOfWanter(other.wanter, other.binding) }
  const listener = index.listeners.get(key)?.find((one) => mayClash(one.address, binding.hostAddress))
  if (listener) return { kind: 'process', when, holder: holderOfListener(listener, wantedOf(binding)) }
  const unknown: PortHolder = { kind: 'unknown', name: '', address: binding.hostAddress }
  const range = reservedRange(binding, situation)
  if (range) return { kind: 'reserved', when, holder: unknown, reserved: range }
  if (binding.hostPort < situation.lowestPort) return { kind: 'privileged', when, holder: unknown }
  return undefined
}

/** The engine's words for a range that containers have all of; it names none of its ports. */
export const noneLeft = 'all ports are allocated'

const onlyOne = ({ hostPort }: PortBinding): PortRange => ({ first: hostPort, last: hostPort })

/** What is in the way at the first port of a range that is held, where fewer are left than are needed. */
function tooFewOf(
  { first, last }: PortRange,
  wanter: Wanter,
  binding: PortBinding,
  situation: Situation,
  index: Index,
): Finding | undefined {
  // Which of them one has that is up is told by the engine.
  if (wanter.up) return undefined
  const { count: needed } = wanter
  let finding: Finding | undefined
  let held: { readonly held?: number } = {}
  let free = 0
  let broken = wanter.startError?.includes(noneLeft) === true
  for (let hostPort = first; hostPort <= last; hostPort++) {
    const found = whileDown(wanter, { ...binding, hostPort }, situation, index)
    if (!found && ++free === needed) return undefined
    if (found && !finding) held = { held: hostPort }
    finding ??= found
    // The engine names the one that it tried last.
    broken ||= found?.when === 'now'
  }
  // With nobody in the way they are in each other's.
  const others: Finding = { kind: 'container', when: 'later', holder: holderOfWanter(wanter, binding) }
  return {
    ...(finding ?? others),
    when: broken ? 'now' : 'later',
    ...(needed > 1 ? { shortage: { needed, free, ...held } } : {}),
  }
}

/** The engine's words of the last start name the port that it could not have. */
const failedAt = ({ startError }: Wanter, { hostPort }: PortBinding): boolean =>
  startError !== undefined && new RegExp(`:${hostPort}\\b`).test(startError)

const wantedOf = ({ protocol, hostAddress, hostPort }: PortBinding) => ({
  protocol,
  address: hostAddress,
  port: hostPort,
})

/** A service cannot be stopped like a container, so only a container is told by its id. */
const holderOfWanter = ({ kind, id, name }: Wanter, { hostAddress }: PortBinding): PortHolder => ({
  kind: 'container',
  name,
  address: hostAddress,
  ...(kind === 'container' ? { containerId: id } : {}),
})

const reservedRange = (
  { protocol, hostPort }: PortBinding,
  { reserved }: Situation,
): { first: number; last: number } | undefined => {
  const range = reserved.find(
    (one) => one.protocol === protocol && one.administered !== true && isOneOf(one, hostPort),
  )
  return range && { first: range.first, last: range.last }
}
