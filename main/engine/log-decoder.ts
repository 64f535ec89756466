// Reads what a container printed from the engine's bytes: two streams in frames, or one raw from a terminal.
import type { LogLine } from '../../preload/model'
import { LineCutter } from './line-cutter'

export interface LogDecoder {
  /** Lines that are complete by now. */
  push(chunk: Buffer): LogLine[]
  /** What was printed after the last line break. */
  end(): LogLine[]
}

export interface LogForm {
  /** One raw stream. */
  readonly tty: boolean
  /** Whether lines that are no UTF-8 come with their bytes, too. */
  readonly bytes: boolean
}

const frameHeadBytes = 8

export function createLogDecoder({ tty: raw, bytes }: LogForm): LogDecoder {
  const stdout = new LineCutter({ stream: 'stdout', raw, bytes })
  if (raw) return stdout
  const stderr = new LineCutter({ stream: 'stderr', raw, bytes })
  const push = createFrameReader((stream, piece, first) => {
    // 0 is stdin echoed, 1 stdout; 2 is stderr and 3 an error of the engine itself.
    const lines = stream >= 2 ? stderr : stdout
    if (first) lines.expectStamp()
    return lines.push(piece)
  })
  return { push, end: () => [...stdout.end(), ...stderr.end()] }
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
