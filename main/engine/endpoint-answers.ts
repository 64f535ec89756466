// What the engine answers, byte for byte; the answer to a start that failed gets one line more.
import { Transform, type TransformCallback } from 'node:stream'
import { contentLength, headLimitBytes, isChunked, parseHead, wholeBody } from './http-head'

/** Adds to the words of a failure. */
export type Explain = (words: string) => Promise<string | undefined>

const longestAnswerBytes = 256 * 1024

export class EndpointAnswers extends Transform {
  #explain: Explain | undefined
  #held: Buffer = Buffer.alloc(0)

  /** The next answer is the one to a start. */
  expectStart(explain: Explain): void {
    this.#explain = explain
  }

  /** Answers in place of the engine. Only while no answer of its own is under way. */
  refuse(status: string, message: string): void {
    this.push(answer(`HTTP/1.1 ${status}`, [], message))
  }

  /** That it is done, in place of the engine. Only while no answer of its own is under way. */
  done(): void {
    this.push('HTTP/1.1 204 No Content\r\n\r\n')
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (!this.#explain) return done(null, chunk)
    this.#held = Buffer.concat([this.#held, chunk])
    this.#decide(this.#explain).then(
      () => done(),
      (error: Error) => done(error),
    )
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#held)
  }

  async #decide(explain: Explain): Promise<void> {
    const head = parseHead(this.#held)
    if (!head) return this.#held.length > headLimitBytes ? this.#release() : undefined
    const status = Number(head.first.split(' ')[1])
    if (status >= 100 && status < 200) return
    const body = this.#held.subarray(head.bytes)
    if (status < 400 || this.#held.length > longestAnswerBytes) return this.#release()
    const whole = wholeBody(body, isChunked(head) ? undefined : contentLength(head))
    if (!whole) return
    const words = messageOf(whole.text)
    const line = words === undefined ? undefined : await explain(words)
    if (words === undefined || line === undefined) return this.#release()
    const kept = [...head.headers].filter(
      ([name]) => !['content-length', 'transfer-encoding', 'content-type'].includes(name),
    )
    this.push(answer(head.first, kept, `${words.trimEnd()}\n${line}`))
    this.#held = body.subarray(whole.bytes)
    this.#release()
  }

  #release(): void {
    this.#explain = undefined
    if (this.#held.length > 0) this.push(this.#held)
    this.#held = Buffer.alloc(0)
  }
}

/** Of a failure, as the engine words it. */
export function messageOf(json: string): string | undefined {
  try {
    const { message } = JSON.parse(json) as { readonly message?: unknown }
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined
  }
}

function answer(first: string, headers: readonly (readonly [string, string])[], message: string): string {
  const body = `${JSON.stringify({ message })}\n`
  return [
    first,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
