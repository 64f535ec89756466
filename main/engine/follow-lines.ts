// Follows an endless answer of the engine line by line, over a connection of its own and without an HTTP client.
// Figures of 50 containers are 50 pieces a second. Node's client and an async iterator around each took more processor
// time than everything that is done with the figures (`npm run bench -- stats`).
import type { Duplex } from 'node:stream'
import type { Dial } from '../base/dial'
import type { Pace } from '../base/pace'
import { answerStatus, refusalOf } from './answer-status'
import { headLimitBytes, parseHead } from './http-head'
import { LineJoiner } from './json-lines'

export interface FollowedLines {
  readonly dial: Dial
  /** With the version of the API and the query. */
  readonly path: string
  readonly signal: AbortSignal
  /** What it throws ends the connection, and is thrown. */
  readonly onLine: (line: string) => void
  /** Once the first line is there, what comes waits in the connection for its steps. */
  readonly pace?: Pace | undefined
}

/** More of a refusal than this is not read, in bytes. */
const refusalLimitBytes = 64 * 1024

/**
 * Resolves when the engine has ended its answer. HTTP/1.0 is asked for, whose answers come in one piece and end with
 * their connection (RFC 9112, sections 6.1 and 9.3).
 * @throws Error with `statusCode` and `json` as docker-modem's for a refusal, SyntaxError or RangeError for what is no
 * such answer, the error of the connection, or the reason of the abort
 */
export async function followLines({ dial, path, signal, onLine, pace }: FollowedLines): Promise<void> {
  let take: (chunk: Buffer) => void = () => {}
  let unjoin: (() => void) | undefined
  // Nothing comes before the engine was asked.
  const connection = await dial({ signal, onBytes: (bytes) => take(bytes) })
  try {
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason as Error)
      const answer = answerReader((line) => {
        onLine(line)
        unjoin ??= pace?.join({ open: () => connection.resume(), close: () => connection.pause() })
      })
      const guarded = (work: () => void): void => {
        try {
          work()
        } catch (error) {
          reject(error as Error)
        }
      }
      take = (chunk) => guarded(() => answer.data(chunk))
      connection.on('data', take)
      connection.on('end', () =>
        guarded(() => {
          answer.end()
          resolve()
        }),
      )
      connection.on('error', reject)
      connection.on('close', () => reject(cutOff()))
      signal.addEventListener('abort', onAbort, { once: true })
      connection.once('close', () => signal.removeEventListener('abort', onAbort))
      if (signal.aborted) onAbort()
      else connection.write(`GET ${path} HTTP/1.0\r\nHost: engine\r\n\r\n`)
    })
  } finally {
    take = () => {}
    unjoin?.()
    leave(connection)
  }
}

const cutOff = (): Error => new Error('the connection was cut off')

/** What is destroyed may still complain; nobody is interested. */
function leave(connection: Duplex): void {
  connection.removeAllListeners('data')
  connection.on('error', () => {})
  connection.destroy()
}

interface AnswerReader {
  data(chunk: Buffer): void
  end(): void
}

function answerReader(onLine: (line: string) => void): AnswerReader {
  const lines = new LineJoiner()
  let begin: Buffer = Buffer.alloc(0)
  let status: number | undefined

  const body = (chunk: Buffer): void => {
    for (const line of lines.push(chunk)) onLine(line)
  }
  return {
    data: (chunk) => {
      if (status === 200) return body(chunk)
      begin = Buffer.concat([begin, chunk])
      if (status !== undefined) {
        if (begin.length > refusalLimitBytes) throw refusalOf(status, begin.toString('utf8'))
        return
      }
      const head = parseHead(begin)
      if (!head && begin.length > headLimitBytes) throw new RangeError('the head of the answer does not end')
      if (!head) return
      status = answerStatus(head.first)
      begin = begin.subarray(head.bytes)
      if (status === 200) body(begin)
    },
    end: () => {
      if (status === undefined && begin.length === 0) throw cutOff()
      if (status === undefined) throw new SyntaxError('the answer has no head')
      if (status !== 200) throw refusalOf(status, begin.toString('utf8'))
      const last = lines.end()
      if (last !== '') onLine(last)
    },
  }
}
