// Asks many short questions over a few connections, without an HTTP client: a first look at a hundred containers takes a
// tenth of the processor time that docker-modem and Node's client take for it.
import type { Duplex } from 'node:stream'
import type { Dial } from '../base/dial'
import { answerStatus, refusalOf } from './answer-status'
import { contentLength, headLimitBytes, isChunked, parseHead, wholeBody } from './http-head'

/** No description of one thing comes near it. */
const answerLimitBytes = 32 * 1024 ** 2
/** As for other connections: one that broke unnoticed fails the next question. */
const idleMs = 10_000

export interface LeanQuestions {
  /**
   * The answer to a GET as JSON; `path` with the version of the API.
   * @throws Error with `statusCode` and `json` as docker-modem's for a refusal, SyntaxError or RangeError for what is no
   * such answer, or the error of the connection
   */
  get(path: string): Promise<unknown>
  /** Ends the connections that nobody waits for. */
  dropIdle(): void
  /** Ends the connections; open questions fail. */
  close(): void
}

export function createLeanQuestions(dial: Dial): LeanQuestions {
  const idle: Connection[] = []
  const open = new Set<Connection>()
  let closed = false
  const connect = async (): Promise<Connection> => {
    const connection = new Connection(await dial(), () => {
      open.delete(connection)
      const at = idle.indexOf(connection)
      if (at >= 0) idle.splice(at, 1)
    })
    open.add(connection)
    if (closed) connection.end(new Error('the connection was closed'))
    return connection
  }
  return {
    get: async (path) => {
      const connection = idle.pop() ?? (await connect())
      try {
        return await connection.ask(path)
      } finally {
        if (connection.rests()) idle.push(connection)
      }
    },
    dropIdle: () => {
      for (const connection of [...idle]) connection.end()
    },
    close: () => {
      closed = true
      for (const connection of open) connection.end(new Error('the connection was closed'))
    },
  }
}

interface Waiting {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** One question at a time. */
class Connection {
  readonly #stream: Duplex
  readonly #onEnd: () => void
  #waiting: Waiting | undefined
  #arrived: Buffer = Buffer.alloc(0)
  #ended = false
  #idle: NodeJS.Timeout | undefined

  constructor(stream: Duplex, onEnd: () => void) {
    this.#stream = stream
    this.#onEnd = onEnd
    const cut = (): void => this.end(new Error('the connection was cut off'))
    stream.on('data', (chunk: Buffer) => this.#receive(chunk))
    stream.on('error', (error) => this.end(error))
    stream.on('end', cut)
    stream.on('close', cut)
  }

  ask(path: string): Promise<unknown> {
    clearTimeout(this.#idle)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#ended) return this.end(new Error('the connection was cut off'))
      this.#stream.write(`GET ${path} HTTP/1.1\r\nHost: engine\r\n\r\n`)
    })
  }

  /** Whether it can be asked again; it ends by itself when nobody does. */
  rests(): boolean {
    if (this.#ended) return false
    this.#idle = setTimeout(() => this.end(), idleMs).unref()
    return true
  }

  end(error?: Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (!this.#ended) {
      this.#ended = true
      clearTimeout(this.#idle)
      this.#onEnd()
      this.#stream.destroy()
    }
    waiting?.reject(error)
  }

  #receive(chunk: Buffer): void {
    if (!this.#waiting) return this.end()
    this.#arrived = this.#arrived.length === 0 ? chunk : Buffer.concat([this.#arrived, chunk])
    try {
      const answer = readAnswer(this.#arrived)
      if (!answer) return
      const content: unknown = answer.status === 200 ? JSON.parse(answer.text) : undefined
      const { resolve, reject } = this.#waiting
      this.#waiting = undefined
      this.#arrived = this.#arrived.subarray(answer.bytes)
      if (answer.last || this.#arrived.length > 0) this.end()
      if (answer.status === 200) resolve(content)
      else reject(refusalOf(answer.status, answer.text))
    } catch (error) {
      this.end(error as Error)
    }
  }
}

interface Answer {
  readonly status: number
  readonly text: string
  /** How much of what arrived it is. */
  readonly bytes: number
  /** The engine takes no other question over this connection. */
  readonly last: boolean
}

/** Undefined while something of it is missing. */
function readAnswer(arrived: Buffer): Answer | undefined {
  const head = parseHead(arrived)
  if (!head) {
    if (arrived.length > headLimitBytes) throw new RangeError('the head of the answer does not end')
    return undefined
  }
  const length = isChunked(head) ? undefined : contentLength(head)
  if (Number.isNaN(length)) throw new SyntaxError('the answer has a length that is no number')
  if (arrived.length > answerLimitBytes) throw new RangeError('the answer is too long')
  const body = wholeBody(arrived.subarray(head.bytes), length)
  if (!body) return undefined
  return {
    status: answerStatus(head.first),
    text: body.text,
    bytes: head.bytes + body.bytes,
    last: /\bclose\b/i.test(head.headers.get('connection') ?? ''),
  }
}
