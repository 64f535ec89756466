// Workspaces that somebody looks at before trusting them: read, judged, and forgotten unless they are taken in.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../preload/errors'
import type {
  Image,
  WorkspaceDanger,
  WorkspaceMoved,
  WorkspaceReview,
  WorkspaceSource,
} from '../../preload/model'
import type { FileTickets } from '../base/file-tickets'
import { withAllowed } from './allowed-dangers'
import { unpackArchive } from './archive'
import { takenTags } from './archive-tags'
import { downloadWorkspace } from './download'
import { remoteOf } from './git'
import { idOfFile, movedFrom, type Origin } from './moved'
import { secretsOf, seedsOf } from './workspace-view'
import { readWorkspaceLink } from './link'
import type { ProjectCompose } from './project-compose'
import { portsOf, readWorkspace, servicesOf, type ReadWorkspace } from './read-workspace'
import { movedPort } from './team-port'
import { changesBetween } from './summary'
import { freeName, takeIn, type TakeInOptions } from './take-in'
import { planFiles } from './team-files'
import { danger } from './trust'
import { findImage } from './workspace-engine'
import { incoming, workspaceId, type WorkspaceRecord } from './workspace-record'

export interface ReviewsOptions extends TakeInOptions {
  readonly compose: ProjectCompose
  readonly files: FileTickets
  readonly images: () => Iterable<Image>
  /** Lets nothing else change the workspace meanwhile, known or not. @throws workspace.busy */
  readonly alone: (id: string, work: () => Promise<void>) => Promise<void>
  readonly download?: typeof downloadWorkspace
}

interface Pending {
  readonly id: string
  readonly source: WorkspaceSource
  readonly read: ReadWorkspace
  /** Tells which of them were allowed before. */
  readonly dangers: readonly WorkspaceDanger[]
  /** What was unpacked or fetched for it. */
  readonly unpacked?: string
  /** The known workspace that it says it is came from somewhere else. */
  readonly isElsewhere: boolean
  readonly origin: Origin
  /** A known one that it may be, moved here. */
  readonly moved?: WorkspaceMoved
  readonly timer: NodeJS.Timeout
}

const keptMs = 30 * 60_000

export class Reviews {
  readonly #options: ReviewsOptions
  readonly #pending = new Map<string, Pending>()
  readonly #place: string

  constructor(options: ReviewsOptions) {
    this.#options = options
    this.#place = join(options.records.folder, incoming)
  }

  async ofPath(path: string, signal?: AbortSignal): Promise<WorkspaceReview> {
    const found = await stat(path).catch(() => undefined)
    if (!found) throw new AppError('workspace.not-found', { params: { path } })
    if (found.isFile() && (await isGzip(path)))
      return this.#ofArchive({ kind: 'archive', path }, path, signal)
    if (found.isFile() && /\.portside$/i.test(path))
      throw new AppError('workspace.bad-archive', {
        params: { file: path, reason: 'broken', subject: '' },
        detail: 'not a gzip file',
      })
    return this.#take({ kind: 'file', path }, path, undefined, signal)
  }

  /** A file that Portside wrote itself. */
  ofCatalogue(path: string, signal?: AbortSignal): Promise<WorkspaceReview> {
    return this.#take({ kind: 'catalogue', path }, path, undefined, signal)
  }

  async ofTicket(ticket: string, signal = new AbortController().signal): Promise<WorkspaceReview> {
    const chosen = this.#options.files.takeSource(ticket)
    // What lies beside a compose file belongs to it, and an update reads it there again.
    if (chosen.path !== undefined) return this.ofPath(chosen.path, signal)
    const path = await this.#loose()
    const file = basename(chosen.name)
    try {
      await chosen.read(
        (content) => pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal }),
        signal,
      )
      if (!(await isGzip(path))) throw new AppError('workspace.lone-file', { params: { file } })
      return await this.#ofArchive({ kind: 'archive', path: file }, path, signal)
    } finally {
      await rm(path, { force: true })
    }
  }

  async ofLink(link: string, signal?: AbortSignal): Promise<WorkspaceReview> {
    const source = readWorkspaceLink(link)
    if (source.kind !== 'link') return this.ofPath(source.path, signal)
    const path = await this.#loose()
    await (this.#options.download ?? downloadWorkspace)(source.url, path, signal ? { signal } : {})
    return this.#ofLoose(source, path, signal)
  }

  /**
   * @param takeOver whether it is the one that it may be
   * @throws workspace.review-gone workspace.not-allowed workspace.moved
   */
  async accept(reviewId: string, allow: readonly string[], takeOver?: boolean): Promise<string> {
    const one = this.#pending.get(reviewId)
    if (!one) throw new AppError('workspace.review-gone')
    const open = one.dangers.filter(({ severe, allowed, id }) => severe && !allowed && !allow.includes(id))
    if (open.length > 0)
      throw new AppError('workspace.not-allowed', {
        params: { title: one.read.block.name, danger: open.map(({ id }) => id).join(', ') },
      })
    if (one.moved && takeOver === undefined) {
      const { title, path } = one.moved
      throw new AppError('workspace.moved', { params: { title, path } })
    }
    const id = takeOver === true && one.moved ? one.moved.id : one.id
    await this.#options.alone(id, async () => {
      // Somebody else may have agreed, or declined, while this one waited for its turn.
      if (!this.#pending.delete(reviewId)) throw new AppError('workspace.review-gone')
      clearTimeout(one.timer)
      try {
        const taken = one.dangers.flatMap(({ kind, subject }) => (kind === 'image-name' ? [subject] : []))
        await takeIn({ ...one, id, allowedTags: taken }, this.#options)
      } catch (error) {
        if (one.unpacked !== undefined) await rm(one.unpacked, { recursive: true, force: true })
        throw error
      }
    })
    return id
  }

  async decline(reviewId: string): Promise<void> {
    const one = this.#pending.get(reviewId)
    this.#pending.delete(reviewId)
    clearTimeout(one?.timer)
    if (one?.unpacked !== undefined) await rm(one.unpacked, { recursive: true, force: true })
  }

  async dispose(): Promise<void> {
    for (const id of this.#pending.keys()) await this.decline(id)
  }

  /** `unpacked` goes again unless the workspace is taken in. */
  async #take(
    source: WorkspaceSource,
    path: string,
    unpacked: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<WorkspaceReview> {
    try {
      const read = await readWorkspace(path, this.#options.compose, signal)
      const reviewId = randomUUID()
      const timer = setTimeout(() => void this.decline(reviewId), keptMs).unref()
      const { known } = this.#options
      const id = unpacked === undefined ? idOfFile(read.file, known) : workspaceId(markOf(read))
      const record = known.find(id)
      const origin = await originOf(read, unpacked === undefined, signal)
      const isNew = record === undefined && source.kind === 'file'
      const moved = isNew ? await movedFrom(read, origin, known) : undefined
      const elsewhere = unpacked === undefined ? undefined : fromElsewhere(source, record)
      // What somebody left is trusted anew when it is opened again.
      const marks = elsewhere || record?.left ? [] : (record?.allowed ?? [])
      const one: Pending = {
        ...{ id, source, read, timer, origin, isElsewhere: elsewhere !== undefined },
        ...(moved ? { moved } : {}),
        dangers: [
          ...(elsewhere ? [elsewhere] : []),
          ...(await this.#takenNames(read, signal)),
          ...withAllowed(read, marks),
        ],
        ...(unpacked === undefined ? {} : { unpacked }),
      }
      this.#pending.set(reviewId, one)
      return await reviewOf(reviewId, one, this.#options)
    } catch (error) {
      if (unpacked !== undefined) await rm(unpacked, { recursive: true, force: true })
      throw error
    }
  }

  /** Another one would start in every project that runs an image of that name. */
  async #takenNames(
    { block, folder, whole }: ReadWorkspace,
    signal: AbortSignal | undefined,
  ): Promise<readonly WorkspaceDanger[]> {
    const files = (block.images ?? []).map((path) => join(folder, path))
    const idOf = (tag: string): string | undefined => findImage(this.#options.images(), tag)?.id
    return (await takenTags({ folder, files }, whole, idOf, signal)).map(({ tag, service }) =>
      danger('image-name', service, tag),
    )
  }

  async #ofArchive(
    source: WorkspaceSource,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<WorkspaceReview> {
    const unpacked = join(this.#place, randomUUID())
    await unpackArchive(path, unpacked, signal ? { signal } : {})
    return this.#take(source, unpacked, unpacked, signal)
  }

  /** What came without a folder of its own: an archive, or a compose file alone. */
  async #ofLoose(
    source: WorkspaceSource,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<WorkspaceReview> {
    try {
      if (await isGzip(path)) return await this.#ofArchive(source, path, signal)
      const unpacked = join(this.#place, randomUUID())
      await mkdir(unpacked, { recursive: true, mode: 0o700 })
      await rename(path, join(unpacked, 'compose.yaml'))
      return await this.#take(source, unpacked, unpacked, signal)
    } finally {
      await rm(path, { force: true })
    }
  }

  async #loose(): Promise<string> {
    await mkdir(this.#place, { recursive: true, mode: 0o700 })
    return join(this.#place, `${randomUUID()}.part`)
  }
}

/** Anybody can write the name and the author of another's workspace into an archive, and would get its data by it. */
function fromElsewhere(
  source: WorkspaceSource,
  known: WorkspaceRecord | undefined,
): WorkspaceDanger | undefined {
  if (!known || isSame(source, known.source)) return undefined
  const before = placeOf(known.source)
  const kind = 'other-source'
  return { id: `${kind}::${before}`.slice(0, 300), kind, service: '', subject: before, severe: true }
}

const placeOf = (source: WorkspaceSource): string => (source.kind === 'link' ? source.url : source.path)

/** Of a file that a browser handed over only its name is known, which says nothing. */
const isSame = (one: WorkspaceSource, other: WorkspaceSource): boolean =>
  one.kind === other.kind && placeOf(one) === placeOf(other) && (one.kind === 'link' || isAbsolute(one.path))

async function reviewOf(
  reviewId: string,
  pending: Pending,
  options: ReviewsOptions,
): Promise<WorkspaceReview> {
  const { id, source, read } = pending
  const { known, secrets } = options
  // A stranger's file is not handed what was typed in for another one.
  const typed = pending.isElsewhere ? new Set<string>() : await secrets.known(id)
  const record = known.find(id)
  const { block, trust } = read
  const isKnown = record !== undefined && record.left !== true
  return {
    reviewId,
    source,
    title: block.name,
    ...(block.description === undefined ? {} : { description: block.description }),
    ...(block.author === undefined ? {} : { author: block.author }),
    project: record?.project ?? freeName(read, id, options),
    services: servicesOf(read),
    ...trust,
    dangers: pending.dangers,
    ports: portsOf(read, (port) => movedPort(record?.moves ?? [], port)),
    secrets: secretsOf(read, typed, secrets.kept),
    seeds: seedsOf(read, record),
    ...(isKnown ? { workspaceId: id } : {}),
    ...(pending.moved ? { moved: pending.moved } : {}),
    changes: isKnown ? changesBetween(record.accepted, read.summary) : [],
    ...(await exchangeOf(pending, record, options)),
  }
}

/** What came without a folder has no remote. */
async function originOf(
  { block, config, folder }: ReadWorkspace,
  hasFolder: boolean,
  signal: AbortSignal | undefined,
): Promise<Origin> {
  const remote = hasFolder ? await remoteOf(folder, signal) : undefined
  return { name: config.name, title: block.name, ...(remote === undefined ? {} : { remote }) }
}

/** What an update does with the files of before; nothing where they stay in the person's own folder. */
async function exchangeOf(
  { id, unpacked, read }: Pending,
  record: WorkspaceRecord | undefined,
  { records, containers }: ReviewsOptions,
): Promise<Pick<WorkspaceReview, 'files'>> {
  if (unpacked === undefined || !record) return {}
  const { stays, aside } = await planFiles(records.folderOf(id), unpacked, {
    accepted: record.accepted,
    next: read.summary,
  })
  const stops = [...containers()].some((one) => one.project === record.project && one.state === 'running')
  return { files: { stays, aside, stops } }
}

const markOf = ({ block, config }: ReadWorkspace): string =>
  ['archive', config.name, block.name, block.author ?? ''].join('\0')

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}
