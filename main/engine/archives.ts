// The files of a container as archives. Nothing else asks the engine for these: each asking is held, so that a removal
// in the same moment cannot go through what is mounted there.
import type { IncomingMessage } from 'node:http'
import { finished, type Readable } from 'node:stream'
import type Docker from 'dockerode'
import { holdFiles, type LetGo } from './archive-hold'
import { statusOf } from './engine-words'
import { feed } from './stream-parts'

/** What the engine says of a path without sending it; links are not followed. */
export interface ArchiveHead {
  /** As Go's package os writes it. */
  readonly mode: number
  readonly size: number
  readonly linkTarget: string
  /** When it was changed, and what time it is, both in epoch ms by the engine's clock; NaN where it does not say. */
  readonly changedAt: number
  readonly now: number
}

/** @throws as Docker does */
export async function headOfArchive(container: Docker.Container, path: string): Promise<ArchiveHead> {
  const answer = await during(
    container,
    () => container.infoArchive({ path }) as unknown as Promise<IncomingMessage>,
  )
  answer.resume()
  const text = String(answer.headers['x-docker-container-path-stat'] ?? '')
  const { mtime = '', ...stat } = JSON.parse(Buffer.from(text, 'base64').toString()) as Omit<
    ArchiveHead,
    'changedAt' | 'now'
  > & { readonly mtime?: string }
  return { ...stat, changedAt: Date.parse(mtime), now: Date.parse(answer.headers.date ?? '') }
}

/** Read it to its end where that is near, or destroy it. @throws as Docker does */
export async function readArchive(
  container: Docker.Container,
  path: string,
  signal?: AbortSignal,
): Promise<Readable> {
  const letGo = await holdFiles(container)
  try {
    const asked = { path, ...(signal ? { abortSignal: signal } : {}) }
    const archive = (await container.getArchive(asked)) as Readable
    finished(archive, { writable: false }, (error) => letGo(error ? 'cut' : 'over'))
    return archive
  } catch (error) {
    answered(letGo, error)
    throw error
  }
}

/** Unpacks a tar in a folder. @throws the tar's own error, or as Docker does */
export const writeArchive = (
  container: Docker.Container,
  tar: Readable,
  path: string,
  signal = new AbortController().signal,
): Promise<void> =>
  feed(
    async (content, ended) => {
      await during(container, () => container.putArchive(content, { path, abortSignal: ended }))
    },
    tar,
    signal,
  )

async function during<T>(container: Docker.Container, ask: () => Promise<T>): Promise<T> {
  const letGo = await holdFiles(container)
  try {
    const answer = await ask()
    letGo('over')
    return answer
  } catch (error) {
    answered(letGo, error)
    throw error
  }
}

/** An engine that answers is done with it; without an answer it may be at work still. */
const answered = (letGo: LetGo, error: unknown): void => letGo(statusOf(error) === undefined ? 'cut' : 'over')
