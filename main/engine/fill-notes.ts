// Notes about new volumes that are being filled: one that a crash left with a part of it is removed by the next connection,
// before anybody takes it for whole.
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../base/log'
import { makeFolder, removeForGood, writeWhole } from '../base/write-whole'

const filling = z.object({
  /** Id of the engine that has the volume. */
  engine: z.string(),
  volume: z.string(),
  /** Its label: another volume of this name has none, or another one. The engine's time of creation changes with the content. */
  mark: z.string(),
  kind: z.enum(['restore', 'clone']),
})

export type Filling = z.infer<typeof filling>

export interface NotedFilling {
  /** The volume is whole or gone, or was never made. */
  end(): Promise<void>
  /** Nobody works at it any more, and nobody knows that. */
  leave(): void
}

export interface FillNotes {
  /** Call before the volume is made. */
  begin(one: Filling): Promise<NotedFilling>
  /** What was under way on an engine when an earlier run, or connection, ended. */
  left(engine: string): Promise<readonly { readonly one: Filling; end(): Promise<void> }[]>
}

const ending = '.filling.json'

export function createFillNotes(folder: string, log: Log): FillNotes {
  /** Names of those that are being filled. */
  const atWork = new Set<string>()
  const endOf = (file: string) => async (): Promise<void> => {
    await removeForGood(join(folder, file))
    atWork.delete(file)
  }
  const read = async (file: string): Promise<Filling | undefined> => {
    try {
      return filling.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
    } catch (error) {
      log.warn('a note about a volume cannot be read', { file, error: String(error) })
      return undefined
    }
  }
  return {
    begin: async (one) => {
      const file = `${Date.now()}-${randomBytes(4).toString('hex')}${ending}`
      atWork.add(file)
      try {
        await makeFolder(folder)
        await writeWhole(join(folder, file), JSON.stringify(one))
      } catch (error) {
        atWork.delete(file)
        throw error
      }
      return { end: endOf(file), leave: () => void atWork.delete(file) }
    },
    left: async (engine) => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending))
      const found: { one: Filling; end(): Promise<void> }[] = []
      for (const file of names.filter((name) => !atWork.has(name))) {
        const one = await read(file)
        if (one?.engine === engine) found.push({ one, end: endOf(file) })
      }
      return found
    },
  }
}
