// Reads a stream of JSON objects, one per line, as the engine sends events and progress.
import type { Readable } from 'node:stream'

/** A longer line means that this is not such a stream; its memory is bounded, in bytes. */
const longestLineBytes = 4 * 1024 * 1024
const newline = 0x0a

/**
 * Joins the pieces in which lines arrive, and keeps none of the pieces themselves. They are decoded as whole lines, so that no character is torn between
 * pieces.
 */
export class LineJoiner {
  #parts: Buffer[] = []
  #size = 0

  /** The lines that are complete by now, without empty ones. @throws RangeError for a line that does not end */
  push(chunk: Buffer): string[] {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = this.#joined(chunk.subarray(start, end))
      start = end + 1
      if (line !== '') lines.push(line)
    }
    if (start === chunk.length) return lines
    this.#parts.push(Buffer.from(chunk.subarray(start)))
    this.#size += chunk.length - start
    if (this.#size > longestLineBytes) throw new RangeError(`a line is longer than ${longestLineBytes} bytes`)
    return lines
  }

  /** What came behind the last line break. */
  end(): string {
    return this.#joined(Buffer.alloc(0))
  }

  #joined(last: Buffer): string {
    const bytes = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last])
    this.#parts = []
    this.#size = 0
    return bytes.toString('utf8').trim()
  }
}

/** @throws SyntaxError for a line that is not JSON, RangeError for one that does not end */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown, void> {
  const lines = new LineJoiner()
  for await (const chunk of stream as AsyncIterable<Buffer>)
    for (const line of lines.push(chunk)) yield JSON.parse(line)
  const last = lines.end()
  if (last !== '') yield JSON.parse(last)
}
