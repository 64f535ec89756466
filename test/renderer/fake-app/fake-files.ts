// Files of one container in memory: folders, texts, and how much of them was asked for.
import type { ContainerFilesService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { ContainerFile, FolderListing } from '../../../preload/model'

const largest = 1024 * 1024
const pieceBytes = 32 * 1024

export class FakeFiles {
  /** By path; folders are those above them, and those that end with a slash. */
  readonly contents = new Map<string, Uint8Array>()
  /** Paths of links to what they lead to. */
  readonly links = new Map<string, string>()
  /** Folders that cannot be read. */
  readonly broken = new Map<string, AppError>()
  /** Why nothing can be written. */
  refuses: AppError | undefined
  /** Paths of folders, in the order they were asked for. */
  readonly listed: string[] = []
  readonly revealed: string[] = []
  /** Downloads that go on. */
  running = 0
  /** Bytes that downloads have handed out. */
  carried = 0
  /** While set, a folder is not answered for. */
  held: Promise<void> | undefined

  write(path: string, content: string | Uint8Array): void {
    this.contents.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }

  readonly service: ContainerFilesService = {
    list: async ({ path, signal }) => {
      this.listed.push(path)
      await this.held
      signal?.throwIfAborted()
      return this.#list(this.links.get(path) ?? path)
    },
    measure: async ({ path }) =>
      Object.fromEntries(
        this.#list(path)
          .files.filter(({ kind }) => kind === 'folder')
          .map(({ name }) => [name, this.#below(`${path === '/' ? '' : path}/${name}/`)]),
      ),
    read: async ({ path }) => {
      const data = this.#file(path)
      if (data.length > largest) throw new AppError('file.too-large', { params: { path } })
      return { data, modifiedAt: 1 }
    },
    reveal: async ({ path }) => void this.revealed.push(path),
    write: async ({ path, data }) => {
      if (this.refuses) throw this.refuses
      this.write(path, data)
    },
    watchDownload: (options) => this.#download(this.#file(options.path), options.signal),
    beginUpload: async () => ({ uploadId: 'upload' }),
    send: async () => {},
    finish: async () => {},
    cancelUpload: async () => {},
  }

  #below(start: string): number {
    const within = [...this.contents].filter(([at]) => at.startsWith(start))
    return within.reduce((sum, [, { length }]) => sum + length, 0)
  }

  #file(path: string): Uint8Array {
    const data = this.contents.get(this.links.get(path) ?? path)
    if (!data) throw new AppError('file.not-found', { params: { path, container: 'it' } })
    return data
  }

  #list(path: string): FolderListing {
    const broken = this.broken.get(path)
    if (broken) throw broken
    if (this.contents.has(path)) throw new AppError('file.not-a-folder', { params: { path } })
    const start = path === '/' ? '/' : `${path}/`
    const files = new Map<string, ContainerFile>()
    const rest = { modifiedAt: Date.now(), mode: 0o644 }
    for (const [at, { length }] of this.contents) {
      if (!at.startsWith(start) || at === start) continue
      const [name = '', ...below] = at.slice(start.length).split('/')
      const isFolder = below.length > 0
      files.set(name, { name, kind: isFolder ? 'folder' : 'file', sizeBytes: isFolder ? 0 : length, ...rest })
    }
    for (const at of this.links.keys())
      if (at.startsWith(start) && !at.slice(start.length).includes('/'))
        files.set(at.slice(start.length), {
          name: at.slice(start.length),
          kind: 'link',
          sizeBytes: 0,
          ...rest,
        })
    const isFirst = ({ kind }: ContainerFile): number => Number(kind !== 'folder')
    return { files: [...files.values()].sort((a, b) => isFirst(a) - isFirst(b)), complete: true }
  }

  async *#download(data: Uint8Array, signal: AbortSignal | undefined) {
    this.running += 1
    try {
      yield { kind: 'begin' as const, name: 'file', sizeBytes: data.length }
      for (let at = 0; at < data.length && !signal?.aborted; at += pieceBytes) {
        const piece = data.slice(at, at + pieceBytes)
        this.carried += piece.length
        yield { kind: 'data' as const, data: piece }
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      this.running -= 1
    }
  }
}
