// Remembers what was done lately, over restarts: one file, replaced as a whole.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { z } from 'zod'
import type { Activity } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

const most = 50
const text = z.string().max(512)
const entry = z.object({
  id: text,
  kind: z.enum([
    'container-run',
    'container-discarded',
    'container-removed',
    'image-built',
    'port-fixed',
    'memory-returned',
    'disk-returned',
  ]),
  at: z.number(),
  name: text,
  containerId: text.exactOptional(),
  bytes: z.number().exactOptional(),
})
const kept = z.object({ version: z.literal(1), entries: z.array(entry).max(most) })

export interface ActivityLog {
  /** Oldest first. */
  readonly store: StoreApi<readonly Activity[]>
  note(what: Omit<Activity, 'id' | 'at'>): void
  /** Resolves when all of it is on disk. */
  dispose(): Promise<void>
}

/** A file that cannot be read is worth no error: then nothing is remembered. */
export async function openActivity(file: string, log: Log): Promise<ActivityLog> {
  const store = createStore<readonly Activity[]>(() => [])
  const content = await readFile(file, 'utf8').catch(() => undefined)
  if (content !== undefined)
    try {
      store.setState(kept.parse(JSON.parse(content)).entries, true)
    } catch (error) {
      log.warn('what was done lately is not readable and begins anew', { why: String(error) })
    }
  let written: Promise<void> = Promise.resolve()
  const write = (): Promise<void> =>
    writeWhole(file, JSON.stringify({ version: 1, entries: store.getState() })).catch((error: unknown) =>
      log.warn('what was done lately cannot be written', { why: String(error) }),
    )
  return {
    store,
    note: (what) => {
      const name = what.name.slice(0, 512)
      store.setState(
        [...store.getState(), { ...what, name, id: randomUUID(), at: Date.now() }].slice(-most),
        true,
      )
      written = written.then(write)
    },
    dispose: () => written,
  }
}
