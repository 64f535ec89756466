// Follows the progress that the engine reports as JSON lines, and rejects with its refusal in the middle of it.
import type { IncomingMessage } from 'node:http'
import { readJsonLines } from './json-lines'

/** The engine accepted the request and then said why it could not go on. */
export class Refused extends Error {}

/** Destroys the answer at its end. @throws Refused with the engine's words, or the error of the stream */
export async function followProgress(
  stream: IncomingMessage,
  signal: AbortSignal,
  onMessage: (message: unknown) => void,
): Promise<void> {
  try {
    for await (const message of readJsonLines(stream)) {
      const words = wordsOfFailure(message)
      if (words !== undefined) throw new Refused(words)
      onMessage(message)
    }
    signal.throwIfAborted()
  } finally {
    stream.destroy()
  }
}

function wordsOfFailure(message: unknown): string | undefined {
  const { error, errorDetail } = (message ?? {}) as {
    readonly error?: unknown
    readonly errorDetail?: { readonly message?: unknown }
  }
  if (typeof errorDetail?.message === 'string') return errorDetail.message
  return typeof error === 'string' ? error : undefined
}
