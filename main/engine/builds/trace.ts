// Decodes what BuildKit reports while it builds. The messages are those of moby/buildkit, api/services/control.
import protobuf from 'protobufjs/light.js'

export interface TraceVertex {
  readonly digest: string
  readonly name: string
  readonly cached: boolean
  /** Epoch ms; absent until it happened. */
  readonly started?: number
  readonly completed?: number
  readonly error: string
}

export interface TraceLog {
  readonly vertex: string
  readonly msg: Uint8Array
}

export interface Trace {
  readonly vertexes: readonly TraceVertex[]
  readonly logs: readonly TraceLog[]
}

const field = (id: number, type: string, rule?: 'repeated'): protobuf.IField => ({
  id,
  type,
  ...(rule ? { rule } : {}),
})

/** Only the fields that are read; others are skipped. */
const statusResponse = protobuf.Root.fromJSON({
  nested: {
    Timestamp: { fields: { seconds: field(1, 'int64'), nanos: field(2, 'int32') } },
    Vertex: {
      fields: {
        digest: field(1, 'string'),
        name: field(3, 'string'),
        cached: field(4, 'bool'),
        started: field(5, 'Timestamp'),
        completed: field(6, 'Timestamp'),
        error: field(7, 'string'),
      },
    },
    VertexLog: { fields: { vertex: field(1, 'string'), msg: field(4, 'bytes') } },
    StatusResponse: {
      fields: { vertexes: field(1, 'Vertex', 'repeated'), logs: field(3, 'VertexLog', 'repeated') },
    },
  },
}).lookupType('StatusResponse')

interface Timestamp {
  readonly seconds?: number
  readonly nanos?: number
}

type RawVertex = Omit<TraceVertex, 'started' | 'completed'> & {
  readonly started?: Timestamp | null
  readonly completed?: Timestamp | null
}

/** @throws Error for bytes that are no such message */
export function decodeTrace(bytes: Uint8Array): Trace {
  const raw = statusResponse.toObject(statusResponse.decode(bytes), {
    longs: Number,
    defaults: true,
    arrays: true,
  })
  const { vertexes, logs } = raw as { vertexes: readonly RawVertex[]; logs: readonly TraceLog[] }
  return {
    logs,
    vertexes: vertexes.map(({ digest, name, cached, error, started, completed }) => ({
      digest,
      name,
      cached,
      error,
      ...(started ? { started: epochMs(started) } : {}),
      ...(completed ? { completed: epochMs(completed) } : {}),
    })),
  }
}

const epochMs = ({ seconds = 0, nanos = 0 }: Timestamp): number => seconds * 1000 + Math.round(nanos / 1e6)
