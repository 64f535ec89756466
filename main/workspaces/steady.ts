// Whether the files of a workspace are still those that were looked at: Compose reads them anew each time that it runs.
import { lstat, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { AppError } from '../../preload/errors'
import { isInside, realOf } from './host-paths'

/**
 * By path what a file is and when it, or its entry, was last changed, which nobody can set back: also what was exchanged
 * and put back again shows. Of what is mounted only where it leads: its content is free to change.
 */
export type Stamps = ReadonlyMap<string, string>

/** Notes files before they are read. */
export class StampsTaken {
  readonly #folder: string
  readonly #stamps = new Map<string, string>()

  /** @param folder by its real path */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** The folders between as well: one of them may be exchanged for another. */
  async note(file: string): Promise<void> {
    for (let path = file; path !== this.#folder && isInside(this.#folder, path); path = dirname(path))
      if (!this.#stamps.has(path)) this.#stamps.set(path, await stampOf(path))
  }

  async noteMounts(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#stamps.set(`${mounted}${path}`, await realOf(path))
  }

  get all(): Stamps {
    return this.#stamps
  }
}

const mounted = '-> '

/** @throws workspace.unsteady with the first that is another one */
export async function refuseUnsteady(stamps: Stamps): Promise<void> {
  for (const [path, stamp] of stamps) {
    const isMount = path.startsWith(mounted)
    const file = isMount ? path.slice(mounted.length) : path
    if ((isMount ? await realOf(file) : await stampOf(file)) !== stamp) throw unsteady(file)
  }
}

/** What was looked at is not what is there. */
export const unsteady = (file: string): AppError =>
  new AppError('workspace.unsteady', { params: { file: basename(file) }, detail: file })

async function stampOf(path: string): Promise<string> {
  const own = await lstat(path, { bigint: true }).catch(() => undefined)
  if (!own) return ''
  const target = own.isSymbolicLink() ? await stat(path, { bigint: true }).catch(() => undefined) : undefined
  return [own, target].map((one) => (one ? `${one.dev} ${one.ino} ${one.size} ${one.ctimeNs}` : '')).join()
}
