// Notes in a file which containers are being made again, so that one that ends in the middle is put right by the next
// connection: by this run of the app or, after a crash, the next one.
import { readFile } from 'node:fs/promises'
import type { Log } from '../../base/log'
import { writeWhole } from '../../base/write-whole'

export interface Step {
  /** Id of the old one. */
  readonly old: string
  readonly name: string
  /** Name of the new one. */
  readonly newName: string
  readonly wasUp: boolean
  /** Id of the new one, once there is one. */
  made?: string
}

export interface Note {
  /** Its id: another one knows nothing of these containers. */
  readonly engine: string
  /** By the engine's clock, in epoch ms. */
  readonly begun: number
  /** The container, then those that live in it. */
  readonly steps: readonly Step[]
}

export interface Unfinished {
  /** Call before anything is touched. @throws when it cannot be noted */
  begin(note: Note): Promise<void>
  /** The id of what was made is known. */
  note(): Promise<void>
  /** Everything is as it should be: nothing is left to do. */
  end(note: Note): Promise<void>
  /** Nobody works at it any more, and something is left to do. */
  leave(note: Note): void
  /** Resolves when nobody works at any. */
  quiet(): Promise<boolean>
  /** Those of an engine at which nobody works. */
  left(engine: string): Promise<readonly Note[]>
}

export function createUnfinished(file: string, log: Log): Unfinished {
  const notes = new Set<Note>()
  const active = new Set<Note>()
  let writing = Promise.resolve()
  let loaded: Promise<void> | undefined
  const load = (): Promise<void> =>
    (loaded ??= readNotes(file, log).then((known) => known.forEach((one) => notes.add(one))))
  const waiting: ((hasWaited: true) => void)[] = []
  const workedAt = (note: Note): void => {
    active.delete(note)
    if (active.size === 0) for (const resolve of waiting.splice(0)) resolve(true)
  }
  const save = (): Promise<void> => {
    const written = writing.then(() => writeWhole(file, `${JSON.stringify([...notes], undefined, 2)}\n`))
    writing = written.catch(() => {})
    return written
  }
  return {
    begin: async (note) => {
      await load()
      notes.add(note)
      active.add(note)
      try {
        await save()
      } catch (error) {
        notes.delete(note)
        workedAt(note)
        throw error
      }
    },
    note: save,
    end: async (note) => {
      notes.delete(note)
      workedAt(note)
      // What is noted and done is found to be done.
      await save().catch((error: unknown) => log.error('a container that was made again stays noted', error))
    },
    leave: workedAt,
    quiet: () =>
      active.size === 0 ? Promise.resolve(false) : new Promise((resolve) => waiting.push(resolve)),
    left: async (engine) => {
      await load()
      return [...notes].filter((note) => note.engine === engine && !active.has(note))
    },
  }
}

async function readNotes(file: string, log: Log): Promise<readonly Note[]> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(content) ? content.filter(isNote) : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error('it cannot be read which containers are being made again', error)
    return []
  }
}

const isNote = (value: Partial<Note> | null): value is Note =>
  typeof value?.begun === 'number' &&
  typeof value.engine === 'string' &&
  Array.isArray(value.steps) &&
  value.steps.every(
    ({ old, name, newName }: Partial<Step>) =>
      typeof old === 'string' && typeof name === 'string' && typeof newName === 'string',
  )
