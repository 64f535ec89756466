// How large volumes were: one figure a day of the last month, kept over restarts.
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { SizeSample } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export interface SizeHistory {
  /** What was measured at this time, by the name of the volume; a later one of the same day takes its place. */
  note(bytes: Readonly<Record<string, number>>, at: number): void
  /** Oldest first. */
  of(volume: string, now?: number): readonly SizeSample[]
  /** Resolves when what the last run left is known. */
  readonly known: Promise<void>
  /** Resolves when all of it is on disk. */
  dispose(): Promise<void>
}

const keptMs = 30 * 24 * 3_600_000
/** More volumes than anybody looks at one by one. */
const mostVolumes = 2_000
const content = z.object({
  version: z.literal(1),
  volumes: z.record(
    z.string().max(255),
    z.array(z.object({ at: z.number(), bytes: z.number().min(0) })).max(40),
  ),
})

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** A file that cannot be read is worth no error: then the history begins anew. */
export function createSizeHistory(file: string, log: Log): SizeHistory {
  const volumes = new Map<string, SizeSample[]>()
  const add = (volume: string, sample: SizeSample): void => {
    const all = [...(volumes.get(volume) ?? []).filter(({ at }) => dayOf(at) !== dayOf(sample.at)), sample]
    volumes.set(
      volume,
      all.toSorted((a, b) => a.at - b.at),
    )
  }
  const known = readFile(file, 'utf8')
    .then((text) => {
      const kept = content.parse(JSON.parse(text)).volumes
      for (const [volume, samples] of Object.entries(kept)) {
        // What was measured since the start is newer.
        const since = volumes.get(volume) ?? []
        volumes.delete(volume)
        for (const sample of [...samples, ...since]) add(volume, sample)
      }
    })
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'ENOENT')
        log.warn('sizes of volumes are not readable and begin anew', { why: String(error) })
    })
  let written: Promise<void> = known
  const write = async (): Promise<void> => {
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeWhole(file, JSON.stringify({ version: 1, volumes: Object.fromEntries(volumes) }))
    } catch (error) {
      log.warn('sizes of volumes cannot be written', { why: String(error) })
    }
  }
  const dropOld = (now: number): void => {
    for (const [volume, samples] of volumes) {
      const fresh = samples.filter(({ at }) => now - at <= keptMs)
      if (fresh.length === 0) volumes.delete(volume)
      else volumes.set(volume, fresh)
    }
  }
  return {
    known,
    note: (bytes, at) => {
      for (const [volume, size] of Object.entries(bytes).slice(0, mostVolumes))
        add(volume, { at, bytes: size })
      written = written.then(() => {
        dropOld(at)
        return write()
      })
    },
    of: (volume, now = Date.now()) => (volumes.get(volume) ?? []).filter(({ at }) => now - at <= keptMs),
    dispose: () => written,
  }
}
