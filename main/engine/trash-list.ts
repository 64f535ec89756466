// The list of what is in the Trash, in a file, so that the next run of the app knows it.
import { readFile } from 'node:fs/promises'
import type { TrashedContainer } from '../../preload/model'
import { createCollection, type Collection } from '../base/collection'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export interface Entry extends TrashedContainer {
  readonly restart: { readonly Name?: string; readonly MaximumRetryCount?: number | undefined }
  readonly wasRunning: boolean
}

export interface TrashList {
  readonly entries: Collection<Entry>
  /** Reads the file, once. */
  load(): Promise<void>
  save(): Promise<void>
}

export function createTrashList(file: string, log: Log): TrashList {
  const entries = createCollection<Entry>()
  let loaded: Promise<void> | undefined
  let writing = Promise.resolve()
  return {
    entries,
    load: () => (loaded ??= readEntries(file, log).then((known) => entries.upsert(...known))),
    save: () => {
      writing = writing
        .then(() => writeWhole(file, `${JSON.stringify(entries.values(), undefined, 2)}\n`))
        .catch((error: unknown) => log.error('the Trash cannot be noted', error))
      return writing
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
          .map((one) => ({ ...one, volumes: (one as Partial<Entry>).volumes ?? [] }))
      : []
  } catch (error) {
    // Then its containers are shown again under the names that they have in the Trash.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error('the Trash cannot be read', error)
    return []
  }
}
