// What Docker Engine says as it happens, reduced to which object to look at again.
import { openStream, type EngineClient } from './client'
import { readJsonLines } from './json-lines'

export interface EngineEvent {
  readonly kind: 'container' | 'image' | 'volume' | 'network' | 'service'
  /** Container id, image id, or for a pull the image's reference; a volume's name. */
  readonly id: string
  readonly gone?: true
  /** Of a container: memory ran out in it, or somebody asked it to end; when, in epoch ms of the engine's clock. */
  readonly told?: { readonly what: 'memory' | 'asked'; readonly at: number }
}

const kinds: readonly unknown[] = [
  'container',
  'image',
  'volume',
  'network',
  'service',
] satisfies EngineEvent['kind'][]

/** Happens inside a container, often many times a second (health checks), and changes nothing that is shown. */
const noise =
  /^(?:exec_|attach|detach|resize|top|copy|archive-path|extract-to-dir|export|save|mount$|unmount$)/

/** Those that programs end by. Others are messages to a program, as to read its settings again. */
const endingSignals: readonly unknown[] = ['2', '3', '6', '9', '15']
const dayMs = 24 * 60 * 60_000
/** The engine has them at hand. */
const pastMs = 5_000

/**
 * Subscribes, and resolves once the engine listens to us: what happens after that is not missed.
 * The engine answers a moment before it takes note, so the second before is asked for as well.
 */
export async function openEvents(
  client: EngineClient,
  signal: AbortSignal,
): Promise<AsyncIterable<EngineEvent>> {
  const stream = await openStream(client.docker, {
    path: '/events',
    method: 'GET',
    query: {
      since: Math.floor(client.clockMs / 1000) - 1,
      filters: JSON.stringify({ type: kinds }),
    },
    signal,
  })
  return parseEvents(readJsonLines(stream))
}

/**
 * What the engine still knows of that ended containers before now: it keeps its last few hundred events. Nothing but
 * the cause of an end depends on it, so an engine that does not tell is as one that knows nothing.
 */
export async function pastEnds(client: EngineClient): Promise<readonly EngineEvent[]> {
  const events: EngineEvent[] = []
  try {
    const stream = await openStream(client.docker, {
      path: '/events',
      method: 'GET',
      query: {
        since: Math.floor((client.clockMs - dayMs) / 1000),
        until: Math.floor(client.clockMs / 1000),
        filters: JSON.stringify({ type: ['container'], event: ['oom', 'kill', 'stop'] }),
      },
      signal: AbortSignal.timeout(pastMs),
    })
    for await (const event of parseEvents(readJsonLines(stream))) events.push(event)
  } catch {
    // Told above.
  }
  return events
}

export async function* parseEvents(messages: AsyncIterable<unknown>): AsyncGenerator<EngineEvent, void> {
  for await (const message of messages) yield* parseEvent(message)
}

interface RawEvent {
  readonly Type?: unknown
  readonly Action?: unknown
  /** Seconds, and nanoseconds, of the epoch. */
  readonly time?: unknown
  readonly timeNano?: unknown
  readonly Actor?: { readonly ID?: unknown; readonly Attributes?: Readonly<Record<string, unknown>> }
}

/** Docker 29 dropped `status` and `id` from events; `Action` and `Actor.ID` are in all versions. */
function* parseEvent(message: unknown): Generator<EngineEvent, void> {
  const { Type: kind, Action: action, Actor: actor } = (message ?? {}) as RawEvent
  // A start that fails for its port has no event of its own: the container only leaves its network again.
  const left = actor?.Attributes?.container
  if (kind === 'network' && (action === 'connect' || action === 'disconnect')) {
    if (typeof left === 'string' && left !== '') yield { kind: 'container', id: left }
    return
  }
  if (!kinds.includes(kind) || typeof action !== 'string') return
  const id = actor?.ID
  if (typeof id !== 'string' || id === '' || noise.test(action)) return
  const gone = action === 'destroy' || action === 'remove'
  const told = kind === 'container' ? readEnd(message as RawEvent, action) : undefined
  yield { kind: kind as EngineEvent['kind'], id, ...(gone ? { gone } : {}), ...(told ? { told } : {}) }
  const committed = actor?.Attributes?.imageID
  if (action === 'commit' && typeof committed === 'string') yield { kind: 'image', id: committed }
}

function readEnd({ time, timeNano, Actor: actor }: RawEvent, action: string): EngineEvent['told'] {
  const asked =
    action === 'stop' || (action === 'kill' && endingSignals.includes(actor?.Attributes?.signal ?? '9'))
  if (action !== 'oom' && !asked) return undefined
  const at =
    typeof timeNano === 'number'
      ? Math.round(timeNano / 1e6)
      : typeof time === 'number'
        ? time * 1000
        : undefined
  return at === undefined ? undefined : { what: asked ? 'asked' : 'memory', at }
}
