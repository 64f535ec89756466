// Takes the mark off the end of a stream, by which a program inside says that nothing more comes from it.
import { Transform } from 'node:stream'

/** What is passed on, and what is held back because the mark may have begun in it; `ended` once it is complete. */
export interface Marked {
  readonly passed: Buffer
  readonly held: Buffer
  readonly ended: boolean
}

/** `data` is what was held back before, and what came since. */
export function upToMark(data: Buffer, mark: Buffer): Marked {
  const at = data.indexOf(mark)
  const nothing = Buffer.alloc(0)
  if (at >= 0) return { passed: data.subarray(0, at), held: nothing, ended: true }
  for (let from = Math.max(0, data.length - mark.length + 1); from < data.length; from += 1) {
    const begun = data.subarray(from)
    if (begun.equals(mark.subarray(0, begun.length)))
      return { passed: data.subarray(0, from), held: begun, ended: false }
  }
  return { passed: data, held: nothing, ended: false }
}

/** Ends at the mark; what comes after it, or without it, is nobody's. */
export function endsAtMark(mark: Buffer): Transform {
  let held = Buffer.alloc(0)
  let over = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (over) return done()
      const found = upToMark(held.length > 0 ? Buffer.concat([held, chunk]) : chunk, mark)
      held = Buffer.from(found.held)
      over = found.ended
      if (found.passed.length > 0) this.push(found.passed)
      if (over) this.push(null)
      done()
    },
    flush: (done) => (over ? done() : done(new Error('the stream ended without its mark'))),
  })
}
