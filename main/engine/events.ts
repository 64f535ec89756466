// What Docker Engine says as it happens, reduced to which object to look at again.
import { openStream, type EngineClient } from './client'
import { readJsonLines } from './json-lines'

export interface EngineEvent {
  readonly kind: 'container' | 'image' | 'volume' | 'network' | 'service'
  /** Container id, image id, or for a pull the image's reference; a volume's name. */
  readonly id: string
  readonly gone?: true
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

export async function* parseEvents(messages: AsyncIterable<unknown>): AsyncGenerator<EngineEvent, void> {
  for await (const message of messages) yield* parseEvent(message)
}

interface RawEvent {
  readonly Type?: unknown
  readonly Action?: unknown
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
  yield { kind: kind as EngineEvent['kind'], id, ...(gone ? { gone } : {}) }
  const committed = actor?.Attributes?.imageID
  if (action === 'commit' && typeof committed === 'string') yield { kind: 'image', id: committed }
}
