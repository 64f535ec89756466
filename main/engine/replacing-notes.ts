// Notes about files that an upload replaces: after a crash in the middle, what was there before is on this computer only.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Log } from '../base/log'
import { removeForGood, writeWhole } from '../base/write-whole'

export const replacingEnding = '.replacing.json'

const replacing = z.object({
  /** Id of the engine. */
  engine: z.string(),
  container: z.string(),
  path: z.string(),
  volume: z.object({ name: z.string(), path: z.string() }).optional(),
  /** Of what is to be there. */
  sizeBytes: z.number(),
  hash: z.string(),
})

export type Replacing = z.infer<typeof replacing>

/** @throws files.no-space and others: nothing is touched then */
export type NoteReplacing = (file: string, about: Pick<Replacing, 'sizeBytes' | 'hash'>) => Promise<void>

export const noteReplacing =
  (where: Omit<Replacing, 'sizeBytes' | 'hash'>): NoteReplacing =>
  (file, about) =>
    writeWhole(file, JSON.stringify({ ...where, ...about }))

/** Never rejects: what is noted and done is found to be done. */
export const endReplacing = (note: string): Promise<void> => removeForGood(note).catch(() => {})

/** Undefined where it cannot be read. */
export async function readReplacing(file: string, log: Log): Promise<Replacing | undefined> {
  try {
    return replacing.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    log.warn('a note about a replaced file cannot be read', { file, error: String(error) })
    return undefined
  }
}
