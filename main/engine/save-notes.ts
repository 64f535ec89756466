// Notes about files that are being saved, with what was in them: a crash in the middle leaves nothing half written for good.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

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
  /** Somebody knows that it could not be saved. */
  told: z.boolean().optional(),
})

export type SaveNote = z.infer<typeof saved>

export interface NotedSave {
  /** Somebody was told that it could not be saved: what was there is to come back. */
  told(): Promise<void>
  /** It was read there. What was told of the same file before is over as well. Never rejects. */
  saved(): Promise<void>
  /** Nothing is left to be put right. Never rejects. */
  end(): Promise<void>
}

export interface SaveNotes {
  /** Call before anything is touched. Never rejects. */
  begin(note: SaveNote): Promise<NotedSave>
  /** What was under way on an engine when an earlier run, or connection, ended. */
  left(engine: string): Promise<readonly { readonly note: SaveNote; readonly noted: NotedSave }[]>
}

export function createSaveNotes(folder: string, log: Log): SaveNotes {
  /** Names of those at work. */
  const atWork = new Set<string>()
  const write = (name: string, note: SaveNote): Promise<void> => {
    const { before, data } = note
    const content = { ...note, before: before?.toString('base64'), data: data.toString('base64') }
    return writeWhole(join(folder, name), JSON.stringify(content))
  }
  const remove = async (name: string): Promise<void> => {
    try {
      await rm(join(folder, name), { force: true, recursive: true, maxRetries: 3 })
    } catch (error) {
      log.warn('a note about a saved file stays', { name, error: String(error) })
    } finally {
      atWork.delete(name)
    }
  }
  const names = async (): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => []))
      .filter((name) => name.endsWith('.json') && !atWork.has(name))
      .toSorted()
  /** What they would put back is older than what is there now. */
  const removeOlder = async (name: string, note: SaveNote): Promise<void> => {
    for (const other of (await names()).filter((one) => madeAt(one) <= madeAt(name))) {
      const found = await read(other)
      if (found && isOfSameFile(found, note)) await remove(other)
    }
  }
  const notedAs = (name: string, note: SaveNote): NotedSave => ({
    told: async () => {
      atWork.delete(name)
      await write(name, { ...note, told: true })
    },
    saved: async () => {
      await remove(name)
      await removeOlder(name, note)
    },
    end: () => remove(name),
  })
  const read = async (name: string): Promise<SaveNote | undefined> => {
    try {
      return saved.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
    } catch (error) {
      log.warn('a note about a saved file cannot be read', { name, error: String(error) })
      return undefined
    }
  }
  return {
    begin: async (note) => {
      const name = `${Date.now()}-${randomBytes(4).toString('hex')}.json`
      atWork.add(name)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await write(name, note)
      } catch (error) {
        // A full disk of this computer is no reason to keep somebody from saving.
        atWork.delete(name)
        log.warn('a file is saved without a note', { error: String(error) })
        return {
          ...{ told: async () => {}, end: async () => {} },
          saved: () => removeOlder(name, note),
        }
      }
      return notedAs(name, note)
    },
    left: async (engine) => {
      const notes: { note: SaveNote; noted: NotedSave }[] = []
      for (const name of await names()) {
        const note = await read(name)
        if (note?.engine === engine) notes.push({ note, noted: notedAs(name, note) })
      }
      return notes
    },
  }
}

const madeAt = (name: string): number => Number.parseInt(name, 10)

function isOfSameFile(one: SaveNote, other: SaveNote): boolean {
  if (one.engine !== other.engine) return false
  if (one.volume && other.volume)
    return one.volume.name === other.volume.name && one.volume.path === other.volume.path
  return one.container === other.container && one.path === other.path
}
