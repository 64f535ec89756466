// Notes about volumes that are being put back: after a crash or a lost connection the next one goes on with them.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../base/log'
import { makeFolder, removeForGood, writeWhole } from '../base/write-whole'

const user = z.object({ id: z.string(), name: z.string(), wasPaused: z.boolean(), startedAt: z.string() })

/** A container that was stopped for it. */
export type VolumeUser = z.infer<typeof user>

const note = z.object({
  /** Id of the engine that has the volume. */
  engine: z.string(),
  backupId: z.string().regex(/^\d{13}-[0-9a-f]{8}$/),
  /** Older notes lack it. */
  volume: z.string().optional(),
  /** What the volume held before, where that was saved. */
  beforeId: z.string().optional(),
  users: z.array(user),
})

export type PutBackNote = z.infer<typeof note>

export interface PutBackNotes {
  write(one: PutBackNote): Promise<void>
  remove(backupId: string): Promise<void>
  /** What was under way when an earlier run, or connection, ended. */
  left(engine: string): Promise<readonly PutBackNote[]>
  /** Ids of all restore points that some volume, of whichever engine, still has to be set right with. */
  needed(): Promise<ReadonlySet<string>>
}

const ending = '.put-back.json'

export function createPutBackNotes(folder: string, log: Log): PutBackNotes {
  const fileOf = (backupId: string): string => join(folder, `${backupId}${ending}`)
  const read = async (name: string): Promise<PutBackNote[]> => {
    try {
      return [note.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))]
    } catch (error) {
      log.warn('a note about a volume cannot be read', { name, error: String(error) })
      return []
    }
  }
  const all = async (): Promise<readonly PutBackNote[]> => {
    const names = await readdir(folder).catch(() => [])
    return (await Promise.all(names.filter((name) => name.endsWith(ending)).map(read))).flat()
  }
  return {
    write: async (one) => {
      await makeFolder(folder)
      await writeWhole(fileOf(one.backupId), JSON.stringify(one))
    },
    remove: (backupId) => removeForGood(fileOf(backupId)),
    left: async (engine) => (await all()).filter((one) => one.engine === engine),
    needed: async () => {
      const ids = (await all()).flatMap(({ backupId, beforeId }) => [backupId, beforeId])
      return new Set(ids.filter((id) => id !== undefined))
    },
  }
}
