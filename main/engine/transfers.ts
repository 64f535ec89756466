// Images out of and into the engine: pushed to a registry, saved to a file, loaded or imported from one; containers exported.
import type { Readable } from 'node:stream'
import { AppError, isAbort, isAppError, type ErrorCode } from '../../preload/errors'
import type { ImageTransfer } from '../../preload/model'
import type { FileSource, FileTarget, FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import { openStream } from './client'
import type { Connection } from './connection'
import { errorOfWords, statusOf, toAppError } from './engine-words'
import { createJobs, type Jobs } from '../base/jobs'
import { followProgress, Refused } from './progress-stream'
import { nothingPushed, reducePush } from './push-progress'
import type { LentName } from './image-names'
import { parseReference } from './reference'
import type { Logins } from './registries/logins'
import { counted, feed } from './stream-parts'
import { throughWholeArchive, throughWholeTar } from './whole-tar'

export interface Transfers extends Pick<Jobs<ImageTransfer>, 'store' | 'cancel' | 'dismiss' | 'dispose'> {
  /** All of them give the id of the transfer, which goes on by itself. References are checked ones. */
  push(reference: string, lent?: LentName): string
  /** Names, or one id of an image without any. `sizeBytes` is about what will be written. */
  save(names: readonly string[], sizeBytes: number, ticket: string): string
  load(ticket: string): string
  importArchive(ticket: string, reference: string): string
  /** All files of a container; `name` is what people call it. */
  exportContainer(id: string, name: string, ticket: string): string
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
    more: Pick<ImageTransfer, 'imageId'> = {},
  ): string => {
    connection.client()
    const about = { kind, name, layers: [], doneBytes: 0, totalBytes, ...more }
    return jobs.begin({ about, run, explain: (error) => transferError(error, kind, name) })
  }
  return {
    ...jobs,
    push: (reference, lent) =>
      begin(
        'push',
        reference,
        0,
        (signal, report) =>
          withLent(lent, log, report, (told) => push({ connection, logins }, reference, signal, told)),
        lent ? { imageId: lent.imageId } : {},
      ),
    save: (names, sizeBytes, ticket) => {
      const target = files.takeTarget(ticket)
      const query = names.map((name) => `names=${encodeURIComponent(name)}`).join('&')
      return begin('save', names[0] ?? '', sizeBytes, (signal, report) =>
        write(connection, `/images/get?${query}&`, target, signal, report),
      )
    },
    exportContainer: (id, name, ticket) => {
      const target = files.takeTarget(ticket)
      return begin('export', name, 0, (signal, report) =>
        write(connection, `/containers/${id}/export`, target, signal, report),
      )
    },
    load: (ticket) => {
      const source = files.takeSource(ticket)
      return begin('load', source.name, 0, (signal, report) =>
        readCounted(source, signal, report, (content) =>
          send(connection, { path: '/images/load', query: {}, content, signal }),
        ),
      )
    },
    importArchive: (ticket, reference) => {
      const source = files.takeSource(ticket)
      const { repository: repo, version: tag } = parseReference(reference)
      const query = { fromSrc: '-', repo, tag }
      return begin('import', source.name, 0, (signal, report) =>
        readCounted(source, signal, report, async (content) => {
          const whole = await throughWholeArchive(content)
          await send(connection, { path: '/images/create', query, content: whole, signal })
          return [reference]
        }),
      )
    },
  }
}

/** What the engine gives as one archive, whole or not at all. */
async function write(
  connection: Connection,
  path: string,
  target: FileTarget,
  signal: AbortSignal,
  report: Report,
): Promise<Result> {
  const stream = await openStream(connection.docker(), { path, method: 'GET', query: {}, signal })
  try {
    let doneBytes = 0
    await target.write(
      counted(throughWholeTar(stream), (bytes) => report({ doneBytes: (doneBytes = bytes) })),
      signal,
    )
    return { doneBytes, totalBytes: doneBytes }
  } finally {
    stream.destroy()
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

/** A push that ends before it sent anything leaves no name behind: it would look like one that is somewhere. */
async function withLent(
  lent: LentName | undefined,
  log: Log,
  report: Report,
  work: (report: Report) => Promise<Result>,
): Promise<Result> {
  let sent = false
  try {
    return await work((change) => {
      sent ||= (change.doneBytes ?? 0) > 0
      report(change)
    })
  } catch (error) {
    // Why the push ended is what matters to whoever began it.
    if (!sent)
      await lent
        ?.takeBack()
        .catch((failure: unknown) => log.error('a name given for a push was left', failure))
    throw error
  }
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
  await feed(
    async (body, ended) => {
      const asked = { path, method: 'POST', query, body, signal: ended } as const
      const stream = await openStream(connection.docker(), asked)
      await followProgress(stream, signal, (message) => {
        const { stream: words } = (message ?? {}) as { readonly stream?: unknown }
        const name = /^Loaded image(?: ID)?: (\S+)/.exec(typeof words === 'string' ? words : '')?.[1]
        if (name !== undefined) loaded.push(name)
      })
    },
    content,
    signal,
  )
  return loaded
}

/** Sends a file, and tells how much of it went. */
const readCounted = (
  source: FileSource,
  signal: AbortSignal,
  report: Report,
  use: (content: Readable) => Promise<readonly string[]>,
): Promise<Result> =>
  source.read(async (content, totalBytes = 0) => {
    report({ totalBytes })
    let doneBytes = 0
    const loaded = await use(counted(content, (bytes) => report({ doneBytes: (doneBytes = bytes) })))
    return { loaded, doneBytes, totalBytes: doneBytes }
  }, signal)

function transferError(error: unknown, kind: ImageTransfer['kind'], name: string): unknown {
  if (error instanceof AppError || isAbort(error)) return error
  const refused = error instanceof Refused
  const understood = refused
    ? errorOfWords(error.message, { reference: name }, error)
    : statusOf(error) === undefined
      ? undefined
      : toAppError(error, kind === 'export' ? { container: name } : { reference: name })
  const detail = error instanceof Error ? error.message : String(error)
  if (kind === 'push') {
    if (understood instanceof AppError && understood.code === 'image.pull-denied')
      return new AppError('image.push-denied', { params: { reference: name }, detail, cause: error })
  } else if (kind !== 'save' && kind !== 'export' && (understood === undefined || isVague(understood)))
    return new AppError('image.bad-archive', { params: { file: name }, detail, cause: error })
  return understood ?? new AppError('image.transfer-interrupted', { params: { name }, detail, cause: error })
}

/** A file that is missing here is one that the engine looked for in the archive. */
const vague: readonly ErrorCode[] = ['engine.refused', 'image.pull-interrupted', 'file.not-found']

const isVague = (error: unknown): boolean => vague.some((code) => isAppError(error, code))
