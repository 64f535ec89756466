// The list of what is in the Trash, in a file, so that the next run of the app knows it.
import { readFile } from 'node:fs/promises'
import type { TrashedContainer } from '../../preload/model'
import { createCollection, type Collection } from '../base/collection'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export interface Entry extends TrashedContainer {
  readonly restart: { readonly Name?: string; readonly MaximumRetryCount?: number | undefined }
  readonly wasRunning: boolean
  /** Id of the engine that has it. This one and the next two are undefined for one of an earlier version. */
  readonly engine?: string
  /** False until it has the name that it goes by in the Trash. */
  readonly renamed?: boolean
  /** As the engine says it, when it was put there; another time means that somebody started it since. */
  readonly startedAt?: string
}

export interface TrashList {
  /** Of the engine that is in use; empty until it is known which. */
  readonly entries: Collection<Entry>
  /** Reads the file, once, and shows what this engine has. Another one's containers wait for it. */
  use(engine: string): Promise<void>
  /** @throws files.no-space and others: the next run would not know of it */
  save(): Promise<void>
}

export function createTrashList(file: string, log: Log): TrashList {
  const entries = createCollection<Entry>()
  let elsewhere: readonly Entry[] = []
  let loaded: Promise<void> | undefined
  let writing = Promise.resolve()
  const load = (): Promise<void> =>
    (loaded ??= readEntries(file, log).then((known) => {
      elsewhere = known
    }))
  return {
    entries,
    use: async (engine) => {
      await load()
      const isHere = (entry: Entry): boolean => entry.engine === undefined || entry.engine === engine
      const all = [...entries.values(), ...elsewhere]
      elsewhere = all.filter((entry) => !isHere(entry))
      entries.remove(...elsewhere.map(({ id }) => id))
      entries.upsert(...all.filter(isHere))
    },
    save: () => {
      const written = writing.then(() =>
        writeWhole(file, `${JSON.stringify([...entries.values(), ...elsewhere], undefined, 2)}\n`),
      )
      writing = written.catch(() => {})
      return written
    },
  }
}

async function readEntries(file: string, log: Log): Promise<readonly Entry[]> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(content)
      ? content
          .filter(
            (one: Partial<Entry>): one is Entry =>
              typeof one.id === 'string' && typeof one.name === 'string' && typeof one.until === 'number',
          )
          // Files of earlier versions do not tell them.
          .map((one) => ({ ...one, volumes: listed(one.volumes), networks: listed(one.networks) }))
      : []
  } catch (error) {
    // Then its containers are shown again under the names that they have in the Trash.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error('the Trash cannot be read', error)
    return []
  }
}

const listed = (names: readonly string[] | undefined): readonly string[] => names ?? []
