// Where an export is written: a folder for its parts, and the file that it becomes, which is on the disk once.
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FileTarget } from '../base/file-tickets'
import { isHeldFile } from '../base/local-file'

const prefix = '.export-'
/** Says in a draft which file outside of it belongs to it. */
const note = 'held'

export interface Draft {
  /** Of the parts that go into the file. */
  readonly content: string
  /** The file, where its target is only reached by a stream. */
  readonly packed: string
  /** Keeps which file is to go if the app is ended. */
  hold(path: string): Promise<void>
  remove(): Promise<void>
}

export async function newDraft(folder: string): Promise<Draft> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(folder, prefix))
  const content = join(draft, 'content')
  await mkdir(content)
  return {
    content,
    packed: join(draft, 'packed'),
    hold: (path) => writeFile(join(draft, note), path, { mode: 0o600, flush: true }),
    remove: () => rm(draft, { recursive: true, force: true }),
  }
}

export interface Place {
  /** To be written, and looked at. */
  readonly file: string
  /** Aborts with the reason when the target cannot be written any more. */
  readonly broken: AbortSignal
  /** Brings the file to its target. @throws files.* */
  keep(signal: AbortSignal): Promise<void>
  /** Leaves nothing at the target. */
  drop(reason: unknown): Promise<void>
}

/** @throws files.* */
export async function takePlace(target: FileTarget, draft: Draft, signal: AbortSignal): Promise<Place> {
  if (target.hold) {
    const held = await target.hold()
    await draft.hold(held.path).catch(async (error: unknown) => {
      await held.drop()
      throw error
    })
    return {
      ...{ file: held.path, broken: new AbortController().signal },
      keep: () => held.keep(),
      drop: () => held.drop(),
    }
  }
  const content = new PassThrough()
  const broken = new AbortController()
  const written = target.write(content, signal)
  written.catch((error: unknown) => broken.abort(error))
  return {
    ...{ file: draft.packed, broken: broken.signal },
    keep: async (either) => {
      await pipeline(createReadStream(draft.packed), content, { signal: either })
      await written
    },
    drop: async (reason) => {
      content.destroy(reason instanceof Error ? reason : new Error(String(reason)))
      await written.catch(() => {})
    },
  }
}

/** Removes what an app that was ended has left of its exports. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix)) continue
    const draft = join(folder, name)
    const held = await readFile(join(draft, note), 'utf8').catch(() => '')
    if (isHeldFile(held)) await rm(held, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}
