// Notes about files that are being saved, with what was in them: a crash in the middle leaves nothing half written for good.
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../base/log'
import { makeFolder, removeForGood, writeWhole } from '../base/write-whole'
import { keyOfFile } from './reach-file'

const bytes = z.base64().transform((text): Buffer => Buffer.from(text, 'base64'))

const saved = z.object({
  /** Id of the engine. */
  engine: z.string(),
  container: z.string(),
  /** In the container, links followed. */
  path: z.string(),
  /** Where it is on a volume: other containers reach it there, too. */
  volume: z.object({ name: z.string(), path: z.string() }).optional(),
  owner: z.object({ mode: z.int(), uid: z.int(), gid: z.int() }),
  /** What was in it; absent where there was none. */
  before: bytes.optional(),
  /** What was to be in it. */
  data: bytes,
  /** When that began, in epoch ms by the engine's clock; absent where it did not say. */
  at: z.number().optional(),
  /** Somebody knows that it could not be saved. Notes of today have it in their name. */
  told: z.boolean().optional(),
})

export type SaveNote = z.infer<typeof saved>

export interface NotedSave {
  /** Somebody was told that it could not be saved: what was there is to come back. Never rejects. */
  told(): Promise<void>
  /** It was read there. What was told of the same file before is over as well. Never rejects. */
  saved(): Promise<void>
  /** Nothing is left to be put right. Never rejects. */
  end(): Promise<void>
  /** It is tried once more, later: the time of what is there then tells nothing. Never rejects. */
  again(): Promise<void>
  /** Nobody can say whether something is: it stays for people to look at, and no connection goes on with it. Never rejects. */
  keep(): Promise<void>
  /** Whether it has not ended by other hands. */
  isLeft(): Promise<boolean>
}

export interface SaveNotes {
  /** Call before anything is touched. @throws files.no-space and others */
  begin(note: SaveNote): Promise<NotedSave>
  /** What was under way on an engine when an earlier run, or connection, ended. */
  left(engine: string): Promise<readonly { readonly note: SaveNote; readonly noted: NotedSave }[]>
}

/** Of an engine that nobody connected to for as long; what would be put back is older than anything. In ms. */
const keptMs = 180 * 24 * 3_600_000
const [ending, toldEnding, againEnding, keptEnding] = ['.json', '.told.json', '.again.json', '.kept'] as const

export function createSaveNotes(folder: string, log: Log): SaveNotes {
  /** Names of those at work. */
  const atWork = new Set<string>()
  const tried = async (name: string, work: Promise<void>): Promise<void> => {
    try {
      await work
    } catch (error) {
      log.warn('a note about a saved file stays as it is', { name, error: String(error) })
    } finally {
      atWork.delete(name)
    }
  }
  const remove = (name: string): Promise<void> => tried(name, removeForGood(join(folder, name)))
  const read = (name: string): Promise<SaveNote | undefined> => readNote(folder, name, log)
  const all = async (): Promise<readonly string[]> => {
    const found: readonly string[] = await readdir(folder).catch(() => [])
    return found.toSorted()
  }
  const names = async (): Promise<readonly string[]> =>
    (await all()).filter((name) => isNote(name) && !atWork.has(name))
  /** What they would put back is older than what is there now. */
  const removeOlder = async (name: string, note: SaveNote): Promise<void> => {
    for (const other of (await names()).filter((one) => madeAt(one) <= madeAt(name))) {
      const found = await read(other)
      if (found && found.engine === note.engine && keyOfFile(found) === keyOfFile(note)) await remove(other)
    }
  }
  const notedAs = (file: string, note: SaveNote): NotedSave => {
    const bare = file.slice(0, file.indexOf('.'))
    let name = file
    /** Needs no room, unlike what would be written. */
    const become = async (to: string): Promise<void> => {
      await tried(name, rename(join(folder, name), join(folder, to)))
      if ((await all()).includes(to)) name = to
    }
    return {
      told: () => become(`${bare}${toldEnding}`),
      saved: async () => {
        await remove(name)
        await removeOlder(name, note)
      },
      end: () => remove(name),
      again: async () => (note.told ? undefined : become(`${bare}${againEnding}`)),
      keep: () => become(`${bare}${keptEnding}`),
      isLeft: async () => (await all()).includes(name),
    }
  }
  return {
    begin: async (note) => {
      const name = `${Date.now()}-${randomBytes(4).toString('hex')}${ending}`
      const { before, data } = note
      const content = { ...note, before: before?.toString('base64'), data: data.toString('base64') }
      atWork.add(name)
      try {
        await makeFolder(folder)
        await writeWhole(join(folder, name), JSON.stringify(content))
      } catch (error) {
        atWork.delete(name)
        throw error
      }
      return notedAs(name, note)
    },
    left: async (engine) => {
      const notes: { note: SaveNote; noted: NotedSave }[] = []
      for (const name of await names()) {
        const note = await read(name)
        if (note?.engine === engine) notes.push({ note, noted: notedAs(name, note) })
        else if (note && isOld(name)) await remove(name)
      }
      for (const name of await all()) if (name.endsWith(keptEnding) && isOld(name)) await remove(name)
      return notes
    },
  }
}

async function readNote(folder: string, name: string, log: Log): Promise<SaveNote | undefined> {
  try {
    const note = saved.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
    // What was tried again is there since then, whoever wrote it.
    const { at: _, ...timeless } = note
    if (name.endsWith(toldEnding)) return { ...timeless, told: true }
    return name.endsWith(againEnding) ? timeless : note
  } catch (error) {
    log.warn('a note about a saved file cannot be read', { name, error: String(error) })
    return undefined
  }
}

/** Those of uploads are told by another ending. */
const isNote = (name: string): boolean => /^[^.]+(?:\.told|\.again)?\.json$/.test(name)

const isOld = (name: string): boolean => madeAt(name) < Date.now() - keptMs

const madeAt = (name: string): number => Number.parseInt(name, 10)
