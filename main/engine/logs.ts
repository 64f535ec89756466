// What a container printed and prints, in batches, at the pace of whoever reads.
import type { Readable } from 'node:stream'
import type { LogLine } from '../../preload/model'
import { openStream } from './client'
import type { Connection } from './connection'
import { toAppError, type Asked } from './engine-words'
import { createLogDecoder } from './log-decoder'
import { engineTime } from './log-times'
import { createStreamReader } from './stream-reader'

const batchMs = 16
const batchBytes = 256 * 1024

export interface LogsOptions {
  readonly connection: Connection
  readonly asked: Asked
  readonly id: string
  /** Lines from before, at most. */
  readonly tail: number
  readonly follow: boolean
  /** Times of the first and the last line that are wanted, as in log lines. */
  readonly since: string | undefined
  readonly until: string | undefined
  readonly signal: AbortSignal | undefined
  /** Whether the container has a terminal; asked for when not known. */
  readonly tty: boolean | undefined
}

/** Ends with the container, or at once on abort. @throws container.not-found container.logs-unreadable engine.* */
export async function* watchLogs(options: LogsOptions): AsyncGenerator<readonly LogLine[], void> {
  const { connection, id, tail, follow, since, until, signal } = options
  let stream: Readable | undefined
  try {
    const docker = connection.docker()
    const tty = options.tty ?? (await docker.getContainer(id).inspect()).Config.Tty
    stream = await openStream(docker, {
      path: `/containers/${id}/logs`,
      method: 'GET',
      query: {
        stdout: true,
        stderr: true,
        timestamps: true,
        follow,
        tail,
        ...(since === undefined ? {} : { since: engineTime(since) }),
        ...(until === undefined ? {} : { until: engineTime(until) }),
      },
      signal,
    })
    yield* batches(stream, tty)
  } catch (error) {
    if (signal?.aborted) return
    throw toAppError(error, options.asked)
  } finally {
    stream?.destroy()
  }
}

/** Lines that come within 16 ms of each other go together, up to 256 KB. */
export async function* batches(stream: Readable, tty: boolean): AsyncGenerator<readonly LogLine[], void> {
  const reader = createStreamReader(stream)
  const decoder = createLogDecoder(tty)
  for (;;) {
    let chunk = await reader.next()
    const lines: LogLine[] = []
    const end = performance.now() + batchMs
    for (let size = 0; chunk !== 'end' && chunk !== 'later';) {
      lines.push(...decoder.push(chunk))
      size += chunk.length
      if (size >= batchBytes) break
      chunk = await reader.next(end - performance.now())
    }
    if (chunk === 'end') lines.push(...decoder.end())
    if (lines.length > 0) yield lines
    if (chunk === 'end') return
  }
}
