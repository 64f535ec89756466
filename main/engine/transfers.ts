// Images out of and into the engine: pushed to a registry, saved to a file, loaded or imported from one.
import { pipeline, Transform, type Readable } from 'node:stream'
import { AppError, isAbort, isAppError, type ErrorCode } from '../../preload/errors'
import type { ImageTransfer } from '../../preload/model'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import { openStream } from './client'
import type { Connection } from './connection'
import { errorOfWords, statusOf, toAppError } from './engine-words'
import { createJobs, type Jobs } from '../base/jobs'
import { followProgress, Refused } from './progress-stream'
import { nothingPushed, reducePush } from './push-progress'
import { parseReference } from './reference'
import type { Logins } from './registries/logins'

export interface Transfers extends Pick<Jobs<ImageTransfer>, 'store' | 'cancel' | 'dismiss' | 'dispose'> {
  /** All of them give the id of the transfer, which goes on by itself. References are checked ones. */
  push(reference: string): string
  /** Names, or one id of an image without any. `sizeBytes` is about what will be written. */
  save(names: readonly string[], sizeBytes: number, ticket: string): string
  load(ticket: string): string
  importArchive(ticket: string, reference: string): string
}

export interface TransfersOptions {
  readonly connection: Connection
  readonly files: FileTickets
  readonly logins: Logins
  readonly log: Log
}

type Report = (change: Partial<ImageTransfer>) => void
type Result = Partial<ImageTransfer>

export function createTransfers({ connection, files, logins, log }: TransfersOptions): Transfers {
  const jobs = createJobs<ImageTransfer>(log)
  const begin = (
    kind: ImageTransfer['kind'],
    name: string,
    totalBytes: number,
    run: (signal: AbortSignal, report: Report) => Promise<Result>,
  ): string => {
    connection.client()
    const about = { kind, name, layers: [], doneBytes: 0, totalBytes }
    return jobs.begin({ about, run, explain: (error) => transferError(error, kind, name) })
  }
  return {
    ...jobs,
    push: (reference) =>
      begin('push', reference, 0, (signal, report) =>
        push({ connection, logins }, reference, signal, report),
      ),
    save: (names, sizeBytes, ticket) => {
      const target = files.takeTarget(ticket)
      return begin('save', names[0] ?? '', sizeBytes, async (signal, report) => {
        const query = names.map((name) => `names=${encodeURIComponent(name)}`).join('&')
        const path = `/images/get?${query}&`
        const stream = await openStream(connection.docker(), { path, method: 'GET', query: {}, signal })
        try {
          const counting = counted(stream, report)
          await target.write(counting.stream, signal)
          return { doneBytes: counting.bytes(), totalBytes: counting.bytes() }
        } finally {
          stream.destroy()
        }
      })
    },
    load: (ticket) => {
      const source = files.takeSource(ticket)
      return begin('load', source.name, 0, (signal, report) =>
        source.read(async (content, sizeBytes = 0) => {
          report({ totalBytes: sizeBytes })
          const { stream, bytes } = counted(content, report)
          const loaded = await send(connection, { path: '/images/load', query: {}, content: stream, signal })
          return { loaded, doneBytes: bytes(), totalBytes: bytes() }
        }, signal),
      )
    },
    importArchive: (ticket, reference) => {
      const source = files.takeSource(ticket)
      const { repository: repo, version: tag } = parseReference(reference)
      const query = { fromSrc: '-', repo, tag }
      return begin('import', source.name, 0, (signal, report) =>
        source.read(async (content, sizeBytes = 0) => {
          report({ totalBytes: sizeBytes })
          const { stream, bytes } = counted(content, report)
          await send(connection, { path: '/images/create', query, content: stream, signal })
          return { loaded: [reference], doneBytes: bytes(), totalBytes: bytes() }
        }, signal),
      )
    },
  }
}

async function push(
  { connection, logins }: Pick<TransfersOptions, 'connection' | 'logins'>,
  reference: string,
  signal: AbortSignal,
  report: Report,
): Promise<Result> {
  const { repository, version: tag } = parseReference(reference)
  const stream = await openStream(connection.docker(), {
    path: `/images/${repository}/push`,
    method: 'POST',
    query: { tag },
    // The engine refuses a push without any.
    auth: (await logins.authFor(repository)) ?? {},
    signal,
  })
  let progress = nothingPushed
  await followProgress(stream, signal, (message) => {
    const next = reducePush(progress, message)
    if (next !== progress) report(next)
    progress = next
  })
  return progress
}

interface Sent {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly content: Readable
  readonly signal: AbortSignal
}

/** @returns names that the engine says it loaded */
async function send(connection: Connection, { path, query, content, signal }: Sent): Promise<string[]> {
  const loaded: string[] = []
  // A file that breaks off must end the request, too: the engine would wait for the rest.
  const broken = new AbortController()
  let failure: Error | undefined
  content.once('error', (error) => {
    failure = error
    broken.abort()
  })
  try {
    const stream = await openStream(connection.docker(), {
      path,
      method: 'POST',
      query,
      body: content,
      signal: AbortSignal.any([signal, broken.signal]),
    })
    await followProgress(stream, signal, (message) => {
      const { stream: words } = (message ?? {}) as { readonly stream?: unknown }
      const name = /^Loaded image(?: ID)?: (\S+)/.exec(typeof words === 'string' ? words : '')?.[1]
      if (name !== undefined) loaded.push(name)
    })
    return loaded
  } catch (error) {
    throw failure ?? error
  }
}

/** The same bytes at the reader's pace; each is reported as it goes by. */
function counted(content: Readable, report: Report): { readonly stream: Readable; bytes(): number } {
  let doneBytes = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      report({ doneBytes: (doneBytes += chunk.length) })
      done(null, chunk)
    },
  })
  // An error on either side ends both; whoever reads the stream is told.
  pipeline(content, count, () => {})
  return { stream: count, bytes: () => doneBytes }
}

function transferError(error: unknown, kind: ImageTransfer['kind'], name: string): unknown {
  if (error instanceof AppError || isAbort(error)) return error
  const refused = error instanceof Refused
  const understood = refused
    ? errorOfWords(error.message, { reference: name }, error)
    : statusOf(error) === undefined
      ? undefined
      : toAppError(error, { reference: name })
  const detail = error instanceof Error ? error.message : String(error)
  if (kind === 'push') {
    if (understood instanceof AppError && understood.code === 'image.pull-denied')
      return new AppError('image.push-denied', { params: { reference: name }, detail, cause: error })
  } else if (kind !== 'save' && (understood === undefined || isVague(understood)))
    return new AppError('image.bad-archive', { params: { file: name }, detail, cause: error })
  return understood ?? new AppError('image.transfer-interrupted', { params: { name }, detail, cause: error })
}

/** A file that is missing here is one that the engine looked for in the archive. */
const vague: readonly ErrorCode[] = ['engine.refused', 'image.pull-interrupted', 'file.not-found']

const isVague = (error: unknown): boolean => vague.some((code) => isAppError(error, code))
