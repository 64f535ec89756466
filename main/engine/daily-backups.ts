// Backs chosen volumes up once a day while the app runs, makes up for a day that was missed, and thins what it made.
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { dailyBackupHour } from '../../preload/daily-backup'
import { isAbort, isAppError, serialiseError } from '../../preload/errors'
import type { DailyBackups, VolumeBackup } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'
import type { VolumeBackups } from './volume-backups'

export interface DailyBackupsOptions {
  readonly file: string
  readonly backups: Pick<VolumeBackups, 'collection' | 'known' | 'remove'>
  /** Whether the engine can be asked. While the machine sleeps it cannot: a backup wakes nothing. */
  readonly ready: () => boolean
  readonly exists: (volume: string) => boolean
  /** Resolves once the restore point is there. */
  readonly backUp: (volume: string) => Promise<void>
  /** Once a day for each volume at most, however often it is tried. */
  readonly tell?: ((failed: string, error: unknown) => void) | undefined
  readonly log: Log
  /** In ms since the epoch. */
  readonly now?: () => number
  readonly paceMs?: number
}

export interface DailyBackupsPart {
  readonly store: StoreApi<DailyBackups>
  /** Resolves once it is written, and looks at once whether one is due. */
  set(volume: string, daily: boolean): Promise<void>
  /** Backs up what is due, one after the other; never rejects. */
  look(): Promise<void>
  /** Resolves when nothing is under way. */
  dispose(): Promise<void>
}

const usualPaceMs = 60_000
/** What failed is tried again after this time. */
const againMs = 3_600_000
const mostVolumes = 500
const content = z.object({ version: z.literal(1), volumes: z.array(z.string().max(255)).max(mostVolumes) })

export function createDailyBackups(options: DailyBackupsOptions): DailyBackupsPart {
  const { file, backups, log, now = Date.now, paceMs = usualPaceMs } = options
  const store = createStore<DailyBackups>(() => ({ volumes: [], failed: {} }))
  const tried = new Map<string, number>()
  const told = new Map<string, number>()
  let ended = false

  const known = Promise.all([backups.known, readChoice(file, log)]).then(([, volumes]) =>
    store.setState(({ volumes: since }) => ({ volumes: [...new Set([...volumes, ...since])] })),
  )
  const isDue = (volume: string): boolean => {
    const newest = Math.max(0, ...pointsOf(backups, volume).map(({ at }) => at))
    const at = now()
    return newest < lastDue(at) && at - (tried.get(volume) ?? -againMs) >= againMs && options.exists(volume)
  }
  const failedWith = (volume: string, error: unknown): void => {
    const at = now()
    log.warn('a daily backup failed', { volume, error: String(error) })
    store.setState(({ failed }) => ({
      failed: { ...failed, [volume]: { at, error: serialiseError(error) } },
    }))
    if ((told.get(volume) ?? 0) >= lastDue(at)) return
    told.set(volume, at)
    options.tell?.(volume, error)
  }
  const backUp = async (volume: string): Promise<void> => {
    tried.set(volume, now())
    try {
      await options.backUp(volume)
    } catch (error) {
      // Somebody who cancels it wants none today.
      if (isAbort(error)) tried.set(volume, lastDue(now()) + 24 * 3_600_000 - againMs)
      // No failure: it is put back just then, and there is time again later.
      else if (!isAppError(error, 'volume.being-restored')) failedWith(volume, error)
      return
    }
    tried.delete(volume)
    store.setState(({ failed }) => ({ failed: without(failed, volume) }))
    for (const { id } of outdated(pointsOf(backups, volume)))
      await backups
        .remove(id)
        .catch((error: unknown) => log.warn('an old restore point stays', { id, error: String(error) }))
  }
  const lookOnce = async (): Promise<void> => {
    await known
    for (const volume of store.getState().volumes)
      if (!ended && options.ready() && isDue(volume)) await backUp(volume)
  }
  let looking: Promise<void> | undefined
  const look = (): Promise<void> =>
    (looking ??= lookOnce().finally(() => {
      looking = undefined
    }))
  // After a sleep it ticks soon, and then finds what is due by the clock.
  const timer = setInterval(() => void look(), paceMs).unref()

  return {
    store,
    look,
    set: async (volume, daily) => {
      await known
      const { volumes, failed } = store.getState()
      const others = volumes.filter((one) => one !== volume)
      store.setState({
        volumes: daily ? [...others, volume].slice(-mostVolumes) : others,
        failed: without(failed, volume),
      })
      tried.delete(volume)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeWhole(file, JSON.stringify({ version: 1, volumes: store.getState().volumes }))
      if (daily) void look()
    },
    dispose: async () => {
      ended = true
      clearInterval(timer)
      await looking
    },
  }
}

const without = <T>(all: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(all).filter(([one]) => one !== name))

const pointsOf = (
  { collection }: Pick<VolumeBackups, 'collection'>,
  volume: string,
): readonly VolumeBackup[] => collection.values().filter((one) => one.volume === volume)

async function readChoice(file: string, log: Log): Promise<readonly string[]> {
  try {
    return content.parse(JSON.parse(await readFile(file, 'utf8'))).volumes
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT')
      log.warn('which volumes are backed up daily is not readable', { why: String(error) })
    return []
  }
}

/** The last time at or before `now` at which a backup was due; epoch ms. */
export function lastDue(now: number): number {
  const today = new Date(now).setHours(dailyBackupHour, 0, 0, 0)
  if (today <= now) return today
  // By the calendar: a day may have 23 or 25 hours.
  const yesterday = new Date(today)
  yesterday.setDate(yesterday.getDate() - 1)
  return yesterday.setHours(dailyBackupHour, 0, 0, 0)
}

const keptDays = 7
const keptWeeks = 4

/**
 * Those made by themselves that may go: kept are the last of each of 7 days, and of each of 4 weeks before these.
 * What a person made or asked to keep stays.
 */
export function outdated(points: readonly VolumeBackup[]): readonly VolumeBackup[] {
  const days = new Set<number>()
  const weeks = new Set<number>()
  return points
    .filter(({ kind, kept }) => kind === 'automatic' && !kept)
    .toSorted((a, b) => b.at - a.at)
    .filter(({ at }) => {
      const day = dayNumber(at)
      if (days.has(day)) return true
      if (days.size < keptDays) return !days.add(day)
      // Weeks of the calendar, from Monday, so that what is kept of one stays the same from day to day.
      const week = Math.floor((day + 3) / 7)
      return weeks.has(week) || weeks.size >= keptWeeks || !weeks.add(week)
    })
}

/** Days of this computer's calendar since 1 January 1970, a Thursday. */
const dayNumber = (at: number): number => {
  const date = new Date(at)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}
