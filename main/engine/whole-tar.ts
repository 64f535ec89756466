// Passes a tar on and fails at its end when that is none: an engine that cannot go on writes its error there and ends in order.
import { Transform, type Readable } from 'node:stream'
import { through } from './stream-parts'

/** Two blocks of zeros end a tar (POSIX pax, "pax Interchange Format"). In bytes. */
const endMark = 1024

/** @throws Error by the stream when the archive breaks off */
export function throughWholeTar(tar: Readable): Readable {
  let last: Buffer = Buffer.alloc(0)
  return through(
    tar,
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        last =
          chunk.length >= endMark ? chunk.subarray(-endMark) : Buffer.concat([last, chunk]).subarray(-endMark)
        done(null, chunk)
      },
      flush: (done) => {
        const whole = last.length === endMark && last.every((byte) => byte === 0)
        done(whole ? null : new Error('the archive breaks off before its end'))
      },
    }),
  )
}
