// Cuts one stream of a container's output into lines: takes off the engine's times, joins what the engine split.
import { isUtf8 } from 'node:buffer'
import type { LogLine } from '../../preload/model'

/** A longer line is given as several, so that one without an end does not fill memory. In bytes. */
export const longestLineBytes = 64 * 1024
/** The engine keeps longer lines in parts of this size, each with a time of its own in front. In bytes. */
const enginePartBytes = 16 * 1024
/** `2026-11-21T02:40:11.123456789Z ` */
const stampBytes = 31
const stampShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z $/
const newline = 0x0a
const carriageReturn = 0x0d
const nothing = Buffer.alloc(0)

export interface CutterOptions {
  readonly stream: LogLine['stream']
  /** Times are found by their place, because no frames announce them. */
  readonly raw: boolean
  /** Whether lines that are no UTF-8 come with their bytes, too. */
  readonly bytes: boolean
}

export class LineCutter {
  readonly #options: CutterOptions
  #body: Buffer[] = []
  #size = 0
  /** Bytes since the engine last wrote a time. */
  #sinceStamp = 0
  /** What has come of a time that is expected. */
  #stamp: Buffer | undefined
  #at = ''

  constructor(options: CutterOptions) {
    this.#options = options
    if (options.raw) this.#stamp = nothing
  }

  /** What comes next begins with a time: a new line's, or that of the next part of a long one. */
  expectStamp(): void {
    // Too short to hold a time, so it was text.
    if (this.#stamp) this.#body.push(this.#stamp)
    this.#stamp = nothing
  }

  /** Lines that are complete by now. */
  push(chunk: Buffer): LogLine[] {
    const lines: LogLine[] = []
    let rest = chunk
    while (rest.length > 0)
      rest = this.#stamp ? this.#takeStamp(this.#stamp, rest) : this.#takeText(rest, lines)
    return lines
  }

  /** What was printed after the last line break. */
  end(): LogLine[] {
    this.expectStamp()
    return this.#body.some((part) => part.length > 0) ? [this.#finish()] : []
  }

  /** Takes up to a line break, or to where the engine may have put a time; gives back the rest. */
  #takeText(chunk: Buffer, lines: LogLine[]): Buffer {
    const limit = this.#options.raw ? enginePartBytes - this.#sinceStamp : chunk.length
    const broken = chunk.indexOf(newline)
    if (broken >= 0 && broken <= limit) {
      this.#add(chunk.subarray(0, broken), lines)
      lines.push(this.#finish())
      if (this.#options.raw) this.#stamp = nothing
      return chunk.subarray(broken + 1)
    }
    this.#add(chunk.subarray(0, limit), lines)
    if (this.#options.raw && this.#sinceStamp >= enginePartBytes) this.#stamp = nothing
    return chunk.subarray(limit)
  }

  /** Takes bytes of a time; gives back those that turn out to be text. */
  #takeStamp(before: Buffer, chunk: Buffer): Buffer {
    const missing = stampBytes - before.length
    const stamp = Buffer.concat([before, chunk.subarray(0, missing)])
    const rest = chunk.subarray(missing)
    if (stamp.length < stampBytes && !stamp.includes(newline)) {
      this.#stamp = stamp
      return rest
    }
    this.#stamp = undefined
    this.#sinceStamp = 0
    const text = stamp.toString('latin1')
    if (!stampShape.test(text)) return Buffer.concat([stamp, rest])
    // The time of a later part of the same line is not the line's.
    if (this.#size === 0) this.#at = text.trimEnd()
    return rest
  }

  #add(bytes: Buffer, lines: LogLine[]): void {
    this.#body.push(bytes)
    this.#size += bytes.length
    this.#sinceStamp += bytes.length
    while (this.#size > longestLineBytes) lines.push(this.#cut())
  }

  /** Cuts between characters: what would be torn goes to the next line. */
  #cut(): LogLine {
    const bytes = Buffer.concat(this.#body)
    const end = wholeCharacters(bytes, longestLineBytes)
    this.#body = [bytes.subarray(end)]
    this.#size = bytes.length - end
    return { ...this.#line(bytes.subarray(0, end), end), goesOn: true }
  }

  #finish(): LogLine {
    const bytes = Buffer.concat(this.#body)
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
    this.#body = []
    this.#size = 0
    return this.#line(bytes, end)
  }

  /** The text is the first `end` of the bytes. */
  #line(bytes: Buffer, end: number): LogLine {
    const text = bytes.toString('utf8', 0, end)
    const line = { stream: this.#options.stream, at: this.#at, text }
    // Only what could not be read is looked at again.
    return this.#options.bytes && text.includes('\ufffd') && !isUtf8(bytes) ? { ...line, bytes } : line
  }
}

/** The largest length up to `limit` that does not end inside a UTF-8 character. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  for (let end = limit; end > limit - 4; end--) if (((bytes[end] ?? 0) & 0xc0) !== 0x80) return end
  return limit
}
