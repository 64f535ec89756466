// Goes on with files whose replacing a crash cut off: what was there comes back, whoever looks first.
import { createReadStream } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Log } from '../base/log'
import type { OneAtATime } from '../base/one-at-a-time'
import { readArchive } from './archives'
import { entryOf } from './file-archive'
import { hashOfEntry } from './file-hash'
import { statIfThere } from './file-stat'
import { keyOfFile, reachFile, type Reached, type ReachOptions } from './reach-file'
import { putBackArchive } from './replace-file'
import { endReplacing, readReplacing, replacingEnding, type Replacing } from './replacing-notes'

export interface ReplacingLeftOptions extends ReachOptions {
  readonly folder: string
  /** Of files, by their key. */
  readonly turns: OneAtATime
  /** Whether this run works at it. */
  readonly isAtWork: (note: string) => boolean
  readonly log: Log
}

/** Puts back what was half replaced. Never rejects: what cannot be looked at now is looked at with the next connection. */
export async function goOnReplacing(options: ReplacingLeftOptions, engine: string): Promise<void> {
  const { folder, log, turns, isAtWork } = options
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(replacingEnding))
  for (const file of names.map((name) => join(folder, name))) {
    const note = await readReplacing(file, log)
    if (!note || note.engine !== engine || isAtWork(file)) continue
    const parts = partsOf(file)
    try {
      await turns.during(keyOfFile(note), async () => {
        if (isAtWork(file) || !(await stat(file).catch(() => undefined))) return
        let isKept = true
        await reachFile(options, note, async (at) => {
          isKept = await settle(at, note, parts)
        })
        if (isKept) await rename(parts.before, parts.kept).catch(() => {})
        await endReplacing(file)
        for (const part of [parts.before, parts.spooled]) await rm(part, { force: true })
        log.info('a file that was being replaced', { path: note.path, kept: isKept ? parts.kept : '' })
      })
    } catch (error) {
      log.warn('a file that was being replaced stays as it is', { path: note.path, error: String(error) })
    }
  }
}

const partsOf = (file: string) => {
  const bare = file.slice(0, -replacingEnding.length)
  return { before: `${bare}.before.part`, kept: `${bare}.before.tar`, spooled: `${bare}.part` }
}

/**
 * @returns whether what was there is to be kept on this computer: somebody else has written since, and may want it
 * @throws where it is to come back and does not
 */
async function settle(
  { container, path }: Reached,
  { sizeBytes, hash }: Replacing,
  { before, spooled }: ReturnType<typeof partsOf>,
): Promise<boolean> {
  const there = await statIfThere(container, path)
  if (there && there.kind !== 'file') return true
  if (there) {
    const now = await hashOfEntry(await readArchive(container, path))
    if (now === hash || now === (await hashOfEntry(createReadStream(before)))) return false
    // Each is opened when the other is: an archive that nobody reads at once goes by.
    const isBeginningOf = async (whole: () => Readable): Promise<boolean> => {
      const archive = await readArchive(container, path)
      return isBeginning(entryOf(archive), whole())
    }
    const isHalf =
      (there.sizeBytes < sizeBytes && (await isBeginningOf(() => createReadStream(spooled)))) ||
      (await isBeginningOf(() => entryOf(createReadStream(before))))
    if (!isHalf) return true
  }
  if (await putBackArchive(container, path, before)) return false
  throw new Error('it cannot be put back now')
}

/** Whether the other begins with all of it. Neither is read further than that takes. */
async function isBeginning(content: Readable, whole: Readable): Promise<boolean> {
  const [mine, theirs] = [piecesOf(content), piecesOf(whole)]
  let rest: Buffer = Buffer.alloc(0)
  try {
    for (let piece = await mine.next(); !piece.done; piece = await mine.next())
      for (let left = piece.value; left.length > 0;) {
        if (rest.length === 0) {
          const next = await theirs.next()
          if (next.done) return false
          rest = next.value
        }
        const length = Math.min(left.length, rest.length)
        if (!left.subarray(0, length).equals(rest.subarray(0, length))) return false
        left = left.subarray(length)
        rest = rest.subarray(length)
      }
    return true
  } finally {
    for (const one of [content, whole]) one.destroy()
  }
}

const piecesOf = (content: Readable): AsyncIterator<Buffer> =>
  content[Symbol.asyncIterator]() as AsyncIterator<Buffer>
