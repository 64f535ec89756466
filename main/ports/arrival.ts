// Proves that a connection made on this computer arrives at this container, by looking at it from both of its ends.
import { setTimeout as delay } from 'node:timers/promises'
import type { PortForward, PortReach } from '../../preload/model'
import type { PortInside, ReadSockets, SocketRow } from './container-sockets'
import type { Knock, KnockAt } from './knock'

export interface ArrivalOptions {
  readonly knock: KnockAt
  readonly sockets: ReadSockets
}

/** Between looks at what is still under way, and how many of them. A busy machine is slower than a connection. */
const lookEveryMs = 100
const looks = 8

type Tables = ReadonlyMap<string, readonly SocketRow[]>

/**
 * Tries forwards together. No two of them may lead to the same port of the same container: their connections could not
 * be told apart there. Never throws.
 */
export async function tryForwards(
  { knock, sockets }: ArrivalOptions,
  forwards: readonly PortForward[],
  signal: AbortSignal,
): Promise<ReadonlyMap<PortForward, PortReach>> {
  const asked = forwards.map(insideOf)
  const look = async (): Promise<Tables> => {
    const tables = await sockets(asked, signal).catch(() => new Map())
    return tables
  }
  const before = await look()
  const tcp = forwards.filter(({ binding }) => binding.protocol === 'tcp')
  const knocks = new Map<PortForward, Knock>()
  await Promise.all(tcp.map(async (one) => knocks.set(one, await knock(one.binding, signal))))
  const arrived = await lookUntil(look, signal, (tables) =>
    tcp.every((one) => knocks.get(one)?.outcome !== 'held' || fresh(one, before, tables)?.length !== 0),
  )
  for (const one of knocks.values()) one.close()
  // A connection of somebody else may have come at the same moment. Ours is the one that ends when it is let go of.
  const doubtful = tcp.filter(
    (one) => knocks.get(one)?.outcome === 'held' && fresh(one, before, arrived)?.length,
  )
  const after =
    doubtful.length === 0
      ? arrived
      : await lookUntil(look, signal, (tables) =>
          doubtful.every((one) => ended(one, before, arrived, tables)),
        )
  return new Map(forwards.map((one) => [one, judge(one, knocks.get(one), { before, arrived, after })]))
}

const insideOf = ({ containerId, binding }: PortForward): PortInside => ({
  containerId,
  port: binding.containerPort,
})

async function lookUntil(
  look: () => Promise<Tables>,
  signal: AbortSignal,
  enough: (tables: Tables) => boolean,
): Promise<Tables> {
  for (let n = 1; ; n++) {
    const tables = await look()
    if (enough(tables) || n === looks || signal.aborted) return tables
    await delay(lookEveryMs, undefined, { signal }).catch(() => {})
  }
}

function rowsOf(forward: PortForward, tables: Tables): readonly SocketRow[] | undefined {
  const { protocol, containerPort } = forward.binding
  return tables
    .get(forward.containerId)
    ?.filter((row) => row.protocol === protocol && row.localPort === containerPort)
}

const listening = '0A'
const established = '01'
/** An unconnected UDP socket. */
const unconnected = '07'

/** Connections to the container's port that were not there before; undefined when its side cannot be seen. */
function fresh(forward: PortForward, before: Tables, now: Tables): readonly SocketRow[] | undefined {
  const known = rowsOf(forward, before)
  const rows = rowsOf(forward, now)
  if (!known || !rows) return undefined
  const ends = new Set(known.map((row) => row.ends))
  return rows.filter((row) => row.state !== listening && !row.onLoopback && !ends.has(row.ends))
}

function ended(forward: PortForward, before: Tables, then: Tables, now: Tables): boolean {
  const open = new Set(
    (rowsOf(forward, now) ?? []).filter(({ state }) => state === established).map((row) => row.ends),
  )
  return fresh(forward, before, then)?.some((row) => !open.has(row.ends)) === true
}

function judge(
  forward: PortForward,
  knock: Knock | undefined,
  { before, arrived, after }: { readonly before: Tables; readonly arrived: Tables; readonly after: Tables },
): PortReach {
  const rows = rowsOf(forward, arrived)
  const isUdp = forward.binding.protocol === 'udp'
  const waiting = rows?.filter(({ state }) => state === (isUdp ? unconnected : listening))
  const unheard =
    waiting &&
    (waiting.length === 0 ? 'not-listening' : waiting.every((row) => row.onLoopback) && 'loopback-only')
  // Nothing answers a datagram unless its program wishes to, so nothing is sent.
  if (isUdp) return unheard === undefined ? 'unknown' : unheard || 'listening'
  const found = fresh(forward, before, arrived)
  if (knock?.outcome === 'held') {
    if (found === undefined) return 'answered'
    if (found.length === 0) return 'elsewhere'
    return ended(forward, before, arrived, after) ? 'reached' : 'answered'
  }
  // The program took it and ended it: that is an answer, too.
  if (knock?.outcome === 'dropped' && found !== undefined && found.length > 0) return 'reached'
  return unheard || (knock?.outcome === 'dropped' ? 'silent' : 'refused')
}
