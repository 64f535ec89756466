// Ends a stream without losing what others still write to it.
import type { Writable } from 'node:stream'

/** Destroys it once whoever writes to it has ended it, and all of that is written. */
export function destroyWhenWritten(stream: Writable): void {
  if (stream.writableFinished) stream.destroy()
  else stream.once('finish', () => stream.destroy())
}
