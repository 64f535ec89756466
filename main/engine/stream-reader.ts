// Reads a stream at the consumer's pace: while nobody asks, the sender is held back.
import type { Readable } from 'node:stream'

export interface StreamReader {
  /**
   * All bytes that are there, at least one; `end` at the end, `later` when none came within the time.
   * @throws the error of the stream
   */
  next(withinMs?: number): Promise<Buffer | 'end' | 'later'>
}

export function createStreamReader(stream: Readable): StreamReader {
  let wake: (() => void) | undefined
  let failure: Error | undefined
  let over = false
  const beat = (): void => wake?.()
  stream.on('readable', beat)
  stream.on('end', () => {
    over = true
    beat()
  })
  stream.on('close', () => {
    if (!stream.readableEnded) failure ??= new Error('the stream was cut off')
    over = true
    beat()
  })
  stream.on('error', (error) => {
    failure ??= error
    beat()
  })

  const wait = (ms: number | undefined): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  return {
    next: async (withinMs) => {
      const end = withinMs === undefined ? undefined : performance.now() + withinMs
      for (;;) {
        const chunk = stream.read() as Buffer | null
        if (chunk !== null) return chunk
        if (failure) throw failure
        if (over) return 'end'
        const left = end === undefined ? undefined : end - performance.now()
        if (left !== undefined && left <= 0) return 'later'
        await wait(left)
      }
    },
  }
}
