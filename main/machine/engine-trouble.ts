// Waiting for Docker Engine at a start: one that ends again and again, as with a setting that it does not take, is told
// long before the deadline; and whatever is told has the engine's own last words.
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '../../preload/errors'
import { linkAbort } from '../base/linked-abort'

export interface EngineWords {
  /** Where there is a line for each end of the engine in this start (docs/guest-image.md). */
  console(): Promise<string>
  /** How often to look there. */
  readonly everyMs: number
  /** The newest part of the engine's log. */
  log(signal: AbortSignal): Promise<string>
}

/** Once or twice it may end on a busy computer, before what it needs is there. */
const endsTooOften = 5
const logDeadlineMs = 5_000
const wordsLength = 4_000

const ends = /service-ended dockerd [1-9]/g

/** Runs a step that waits. @throws machine.engine-ends, or what the step throws */
export async function tellEngineWords(words: EngineWords, step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!isAppError(error, 'machine.step-timeout')) throw error
    const detail = [error.detail, await lastWords(words)].filter(Boolean).join('\n')
    throw new AppError(error.code, { params: error.params, detail, cause: error })
  }
}

/** Does the work within a step. The work is told to give up when the engine keeps ending. @throws machine.engine-ends */
export async function unlessEngineEnds(
  words: EngineWords,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const either = linkAbort([signal])
  try {
    await Promise.race([work(either.signal), keepsEnding(words, either.signal)])
  } finally {
    either.abort()
  }
}

async function keepsEnding(words: EngineWords, signal: AbortSignal): Promise<never> {
  for (;;) {
    await delay(words.everyMs, undefined, { signal })
    const times = (await words.console().catch(() => '')).match(ends)?.length ?? 0
    if (times >= endsTooOften)
      throw new AppError('machine.engine-ends', { params: { times }, detail: await lastWords(words) })
  }
}

async function lastWords({ log }: EngineWords): Promise<string> {
  const limit = linkAbort([], logDeadlineMs)
  try {
    const text = (await log(limit.signal)).trim()
    // From the beginning of a line.
    return text.length <= wordsLength ? text : text.slice(-wordsLength).replace(/^[^\n]*\n/, '')
  } catch {
    return ''
  } finally {
    limit.dispose()
  }
}
