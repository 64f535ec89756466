// Reads a stream of JSON objects, one per line, as the engine sends events and progress.
import type { Readable } from 'node:stream'

/** A longer line means that this is not such a stream; its memory is bounded, in bytes. */
const longestLineBytes = 4 * 1024 * 1024
const newline = 0x0a

/** @throws SyntaxError for a line that is not JSON, RangeError for one that does not end */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown, void> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      parts.push(chunk.subarray(start, end))
      start = end + 1
      size = 0
      // Decoded as a whole line, so that no character is torn between chunks.
      const line = Buffer.concat(parts.splice(0)).toString('utf8').trim()
      if (line !== '') yield JSON.parse(line)
    }
    parts.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > longestLineBytes) throw new RangeError(`a line is longer than ${longestLineBytes} bytes`)
  }
  const last = Buffer.concat(parts).toString('utf8').trim()
  if (last !== '') yield JSON.parse(last)
}
