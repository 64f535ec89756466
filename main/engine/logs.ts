// What a container printed and prints, in batches, at the pace of whoever reads.
import type { Readable } from 'node:stream'
import type { LogLine } from '../../preload/model'
import { openStream } from './client'
import type { Connection } from './connection'
import { toAppError, type Asked } from './engine-words'
import { createLogDecoder, type LogForm } from './log-decoder'
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
  /** Whether lines that are no UTF-8 come with their bytes, too. */
  readonly bytes: boolean
  readonly signal: AbortSignal | undefined
  /** Whether the container has a terminal; asked for when not known. */
  readonly tty: boolean | undefined
}

/** Ends with the container, or at once on abort. @throws container.not-found container.logs-unreadable engine.* */
export async function* watchLogs(options: LogsOptions): AsyncGenerator<readonly LogLine[], void> {
  const { connection, signal } = options
  const given = createGiven()
  for (;;) {
    const renewed = connection.renewal()
    try {
      for await (const lines of followOnce(options, given.last(), renewed)) {
        const unseen = given.take(lines)
        if (unseen.length > 0) yield unseen
      }
      if (options.follow) yield* leftOut(options, given)
      return
    } catch (error) {
      if (signal?.aborted) return
      // What was not read of it is asked for again.
      if (!options.follow || !renewed.aborted) throw toAppError(error, options.asked)
      given.startOver()
    }
  }
}

/** Engines that follow leave out a last line that has no end (seen with 20.10), so the end is read once more. */
async function* leftOut(options: LogsOptions, given: Given): AsyncGenerator<readonly LogLine[], void> {
  const { connection, signal } = options
  if (signal?.aborted) return
  given.startOver()
  try {
    const once = { ...options, follow: false }
    for await (const lines of followOnce(once, given.last(), connection.renewal())) {
      const unseen = given.take(lines)
      if (unseen.length > 0) yield unseen
    }
  } catch {
    // Gone with its container, or with the engine: what was read is all that there is.
  }
}

/** From `last` on, when there were lines already. */
async function* followOnce(
  { connection, id, tail, follow, since, until, signal, ...options }: LogsOptions,
  last: string | undefined,
  renewed: AbortSignal,
): AsyncGenerator<readonly LogLine[], void> {
  let stream: Readable | undefined
  const cutOff = (): unknown => stream?.destroy()
  try {
    const docker = connection.docker()
    const tty = options.tty ?? (await docker.getContainer(id).inspect()).Config.Tty
    const from = last ?? since
    stream = await openStream(docker, {
      path: `/containers/${id}/logs`,
      method: 'GET',
      query: {
        stdout: true,
        stderr: true,
        timestamps: true,
        follow,
        tail: last === undefined ? tail : 'all',
        ...(from === undefined ? {} : { since: engineTime(from) }),
        ...(until === undefined ? {} : { until: engineTime(until) }),
      },
      signal,
    })
    if (follow) renewed.addEventListener('abort', cutOff, { once: true })
    if (follow && renewed.aborted) cutOff()
    yield* batches(stream, { tty, bytes: options.bytes })
  } finally {
    renewed.removeEventListener('abort', cutOff)
    stream?.destroy()
  }
}

interface Given {
  /** Time of the last line. */
  last(): string | undefined
  /** The stream was opened again at the time of the last line: those of that time come once more. */
  startOver(): void
  /** Those that were not there before. */
  take(lines: readonly LogLine[]): readonly LogLine[]
}

function createGiven(): Given {
  let last: string | undefined
  let ofLast = 0
  let repeated = 0
  const isNew = (line: LogLine): boolean => {
    if (repeated > 0 && line.at === last) {
      repeated -= 1
      return false
    }
    repeated = 0
    ofLast = line.at === last ? ofLast + 1 : 1
    last = line.at
    return true
  }
  return {
    last: () => last,
    startOver: () => (repeated = ofLast),
    take: (lines) => lines.filter(isNew),
  }
}

/** Lines that come within 16 ms of each other go together, up to 256 KB. */
export async function* batches(stream: Readable, form: LogForm): AsyncGenerator<readonly LogLine[], void> {
  const reader = createStreamReader(stream)
  const decoder = createLogDecoder(form)
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
