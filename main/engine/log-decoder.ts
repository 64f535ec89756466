// Cuts what a container printed into lines, from the engine's bytes: two streams in frames, or one raw from a terminal.
import type { LogLine } from '../../preload/model'

export interface LogDecoder {
  /** Lines that are complete by now. */
  push(chunk: Buffer): LogLine[]
  /** What was printed after the last line break. */
  end(): LogLine[]
}

/** A longer line is given as several, so that one without an end does not fill memory. In bytes. */
export const longestLineBytes = 64 * 1024
/** The engine keeps longer lines in parts of this size, each with a time of its own in front. In bytes. */
const enginePartBytes = 16 * 1024
const frameHeadBytes = 8
/** `2026-11-21T02:40:11.123456789Z ` */
const stampBytes = 31
const stampShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z $/
const newline = 0x0a
const carriageReturn = 0x0d

export function createLogDecoder(tty: boolean): LogDecoder {
  if (tty) {
    const lines = createLineCutter('stdout', true)
    lines.expectStamp()
    return { push: lines.push, end: lines.end }
  }
  const stdout = createLineCutter('stdout', false)
  const stderr = createLineCutter('stderr', false)
  const frames = createFrameReader((stream, piece, first) => {
    // 0 is stdin echoed, 1 stdout; 2 is stderr and 3 an error of the engine itself.
    const lines = stream >= 2 ? stderr : stdout
    if (first) lines.expectStamp()
    return lines.push(piece)
  })
  return { push: frames, end: () => [...stdout.end(), ...stderr.end()] }
}

type OnPiece = (stream: number, piece: Buffer, first: boolean) => LogLine[]

/** A frame is a head (stream, 3 zero bytes, length as big-endian u32) and that many bytes; chunks cut it anywhere. */
function createFrameReader(onPiece: OnPiece): (chunk: Buffer) => LogLine[] {
  const head = Buffer.alloc(frameHeadBytes)
  let headFilled = 0
  let left = 0
  let first = false
  return (chunk) => {
    const lines: LogLine[] = []
    for (let at = 0; at < chunk.length;) {
      if (left === 0) {
        const copied = chunk.copy(head, headFilled, at, at + frameHeadBytes - headFilled)
        headFilled += copied
        at += copied
        if (headFilled < frameHeadBytes) break
        headFilled = 0
        left = head.readUInt32BE(4)
        first = true
        continue
      }
      const piece = chunk.subarray(at, at + left)
      lines.push(...onPiece(head[0] ?? 1, piece, first))
      first = false
      left -= piece.length
      at += piece.length
    }
    return lines
  }
}

interface LineCutter extends LogDecoder {
  /** What comes next begins with a time: a new line's, or that of the next part of a long one. */
  expectStamp(): void
}

function createLineCutter(stream: LogLine['stream'], raw: boolean): LineCutter {
  let body: Buffer[] = []
  let size = 0
  /** Bytes since the engine last wrote a time. */
  let sinceStamp = 0
  let stamp: Buffer | undefined
  let at = ''

  const finish = (): LogLine => {
    const bytes = Buffer.concat(body)
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
    body = []
    size = 0
    return { stream, at, text: bytes.toString('utf8', 0, end) }
  }

  /** Cuts between characters: what is torn goes to the next line. */
  const cut = (): LogLine => {
    const bytes = Buffer.concat(body)
    const end = wholeCharacters(bytes, longestLineBytes)
    body = [bytes.subarray(end)]
    size = bytes.length - end
    return { stream, at, text: bytes.toString('utf8', 0, end) }
  }

  const add = (bytes: Buffer): LogLine[] => {
    body.push(bytes)
    size += bytes.length
    sinceStamp += bytes.length
    const lines: LogLine[] = []
    while (size > longestLineBytes) lines.push(cut())
    return lines
  }

  /** Takes bytes of the time; gives back those that turn out to be text. */
  const takeStamp = (chunk: Buffer): Buffer => {
    const missing = stampBytes - (stamp?.length ?? 0)
    stamp = Buffer.concat([stamp ?? Buffer.alloc(0), chunk.subarray(0, missing)])
    const rest = chunk.subarray(missing)
    const broken = stamp.indexOf(newline)
    if (stamp.length < stampBytes && broken < 0) return rest
    const text = stamp.toString('latin1')
    const whole = stamp
    stamp = undefined
    sinceStamp = 0
    if (!stampShape.test(text)) return Buffer.concat([whole, rest])
    // The time of a later part of the same line is not the line's.
    if (size === 0) at = text.trimEnd()
    return rest
  }

  const push = (chunk: Buffer): LogLine[] => {
    const lines: LogLine[] = []
    let rest = chunk
    while (rest.length > 0) {
      if (stamp) {
        rest = takeStamp(rest)
        continue
      }
      const limit = raw ? enginePartBytes - sinceStamp : rest.length
      const broken = rest.indexOf(newline)
      if (broken >= 0 && broken <= limit) {
        lines.push(...add(rest.subarray(0, broken)), finish())
        rest = rest.subarray(broken + 1)
        if (raw) stamp = Buffer.alloc(0)
        continue
      }
      lines.push(...add(rest.subarray(0, limit)))
      rest = rest.subarray(limit)
      if (raw && sinceStamp >= enginePartBytes) stamp = Buffer.alloc(0)
    }
    return lines
  }

  return {
    push,
    end: () => {
      if (stamp && stamp.length > 0) body.push(stamp)
      stamp = undefined
      return body.some((part) => part.length > 0) ? [finish()] : []
    },
    expectStamp: () => {
      // Too short to hold a time, so it was text.
      if (stamp) body.push(stamp)
      stamp = Buffer.alloc(0)
    },
  }
}

/** The largest length up to `limit` that does not end inside a UTF-8 character. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  for (let end = limit; end > limit - 4; end--) if (((bytes[end] ?? 0) & 0xc0) !== 0x80) return end
  return limit
}
