// The volumes service: what the window and the command can do with volumes. Nothing here deletes what is used.
import { join } from 'node:path'
import { createStore } from 'zustand/vanilla'
import type { VolumesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, Image, Volume, VolumeRequest, VolumeSizes } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchCollection, watchValue } from '../base/watch'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import { stillThere, type Calls } from './calls'
import type { Connection } from './connection'
import { statusOf } from './engine-words'
import { removeEach } from '../base/remove-each'
import { createFillNotes } from './fill-notes'
import { createPutBackNotes } from './put-back-notes'
import { createDailyBackups, type DailyBackupsPart } from './daily-backups'
import { createVolumeBackups } from './volume-backups'
import { watchPlace } from './volume-browse'
import { createVolumeContents, type VolumeContents } from './volume-contents'
import type { VolumeHelpers } from './volume-helpers'
import { createVolumeImages } from './volume-image'
import { askUsage } from './usage-answer'
import { readSizes } from './volume-model'
import { createSizeHistory, type SizeHistory } from './volume-sizes'
import { createVolumeTransfers, type VolumeTransfers } from './volume-transfers'

export interface VolumesOptions {
  readonly connection: Connection
  readonly helpers: VolumeHelpers
  readonly images: Collection<Image>
  /** Files that a person chose, for saving and making volumes. */
  readonly files: FileTickets
  readonly log: Log
  /** Folder of restore points. */
  readonly backups: string
  /** Told of a daily backup that failed. */
  readonly onBackupFailed?: ((volume: string, error: unknown) => void) | undefined
  readonly calls: Calls
  readonly collection: Collection<Volume>
  readonly containers: Collection<Container>
  /** Id of the engine that is connected. */
  readonly engineId: () => string
}

/** What the engine's own driver takes as a name; nothing that could lead a path elsewhere. */
const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/

/** @throws volume.bad-name */
function checkName(name: string): string {
  if (!volumeName.test(name)) throw new AppError('volume.bad-name', { params: { volume: name.slice(0, 80) } })
  return name
}

export interface VolumesPart {
  readonly service: VolumesService
  readonly contents: VolumeContents
  /** Transfers: what goes on by itself, for whoever waits for quiet. */
  readonly jobs: VolumeTransfers['store']
  /** Call when the engine is connected. */
  connected(): void
  /** Resolves when no volume is being put back: what uses it stands still meanwhile. */
  quiet(): Promise<boolean>
  /** Cancels what is under way, and resolves when nothing is. */
  dispose(): Promise<void>
}

export function createVolumesPart(options: VolumesOptions): VolumesPart {
  const { calls, collection, containers, helpers } = options
  const contents = createVolumeContents(calls, helpers)
  const images = createVolumeImages(options)
  const sizes = createStore<VolumeSizes>(() => ({ measuring: false, bytes: {} }))
  const history = createSizeHistory(join(options.backups, 'sizes.json'), options.log)
  let measurement: Promise<void> | undefined

  /** The engine reads every file of every volume, so callers share one measurement; leaving it does not end it. */
  const measure = async (): Promise<void> => {
    sizes.setState({ measuring: true })
    try {
      const usage = await calls.call({}, (docker) => askUsage(docker, 'volume'))
      const [measuredAt, bytes] = [Date.now(), readSizes(usage)]
      history.note(bytes, measuredAt)
      sizes.setState({ measuredAt, bytes })
    } finally {
      measurement = undefined
      sizes.setState({ measuring: false })
    }
  }

  /** Asked before the engine is, so that the answer names the container; the engine refuses by itself too. */
  const remove = async (id: string, signal: AbortSignal | undefined): Promise<void> => {
    const volume = checkName(id)
    const users = containers.values().filter((one) => one.volumes.includes(volume))
    await calls.call({ volume }, async (docker) => {
      const user = await stillThere(docker, users)
      if (user) throw new AppError('volume.in-use', { params: { volume, container: user.name } })
      await docker.getVolume(volume).remove(signal ? { abortSignal: signal } : {})
    })
  }

  const notes = createPutBackNotes(options.backups, options.log)
  const backups = createVolumeBackups(options.backups, options.log, notes.needed)
  const transfers = createVolumeTransfers({
    ...options,
    present: options.images,
    backups,
    notes,
    fillNotes: createFillNotes(options.backups, options.log),
    contents,
    images,
    create: (volume, labels) =>
      create(calls, { name: volume, driver: 'local', options: {} }, undefined, labels),
    sizeOf: (volume) => sizes.getState().bytes[volume],
  })
  const daily = createDailyBackups({
    file: join(options.backups, 'daily.json'),
    backups,
    ready: () => options.connection.store.getState().state === 'connected',
    exists: (volume) => collection.get(volume) !== undefined,
    backUp: transfers.backUpDaily,
    tell: options.onBackupFailed,
    log: options.log,
  })
  const service: VolumesService = {
    ...transfers.service,
    watchVolumes: ({ signal } = {}) => watchCollection(collection.store, signal),
    watchBackups: ({ signal } = {}) => watchCollection(backups.collection.store, signal),
    keepBackup: ({ backupId, kept, note }) => backups.keep(backupId, kept, note.trim()),
    watchDaily: ({ signal } = {}) => watchValue(daily.store, signal),
    setDaily: ({ id, daily: wanted }) => daily.set(checkName(id), wanted),
    getSizeHistory: async ({ id }) => {
      await history.known
      return history.of(id)
    },
    removeBackup: async ({ backupId }) => backups.remove(backupId),
    watchSizes: ({ signal } = {}) => watchValue(sizes, signal),
    measure: () => (measurement ??= measure()),
    inspect: ({ id, signal }) => describe(calls, checkName(id), signal),
    watchPlace: ({ id, signal }) => watchPlace({ ...options, images }, checkName(id), signal),
    create: ({ request, signal }) => create(calls, request, signal),
    remove: ({ id, signal }) => remove(id, signal),
    prune: ({ ids, signal }) => removeEach(ids, (id) => remove(id, signal), signal),
  }
  const { store: jobs, connected } = transfers
  const quiet = (): Promise<boolean> => untilQuiet(jobs)
  return { service, contents, jobs, connected, quiet, dispose: () => endAll(daily, transfers, history) }
}

const untilQuiet = (jobs: VolumeTransfers['store']): Promise<boolean> =>
  new Promise((resolve) => {
    let hasWaited = false
    let leave = (): void => {}
    const look = (): void => {
      const all = [...jobs.getState().values()]
      if (all.some(({ kind, state }) => kind === 'put-back' && state === 'active')) {
        hasWaited = true
        return
      }
      leave()
      resolve(hasWaited)
    }
    leave = jobs.subscribe(look)
    look()
  })

/** What is under way is cancelled first, for the daily backup waits for its own. */
async function endAll(
  daily: DailyBackupsPart,
  transfers: VolumeTransfers,
  history: SizeHistory,
): Promise<void> {
  const over = daily.dispose()
  await transfers.dispose()
  await over
  await history.dispose()
}

async function create(
  calls: Calls,
  request: VolumeRequest,
  signal: AbortSignal | undefined,
  labels: Readonly<Record<string, string>> = {},
): Promise<{ readonly id: string }> {
  const { name, driver, options } = request
  if (name !== undefined) checkName(name)
  const abort = signal ? { abortSignal: signal } : {}
  const made = await calls.call(
    { driver, ...(name === undefined ? {} : { volume: name }) },
    async (docker) => {
      // The engine answers with the one that exists, and its other options, as if it had made it.
      if (name !== undefined && (await exists(() => docker.getVolume(name).inspect(abort))))
        throw new AppError('volume.name-taken', { params: { volume: name } })
      return docker.createVolume({
        ...(name === undefined ? {} : { Name: name }),
        Driver: driver,
        DriverOpts: options,
        Labels: labels,
        ...abort,
      })
    },
  )
  return { id: made.name }
}

async function exists(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look()
    return true
  } catch (error) {
    if (statusOf(error) === 404) return false
    throw error
  }
}

async function describe(
  calls: Calls,
  volume: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly json: string }> {
  const info = await calls.call({ volume }, (docker) =>
    docker.getVolume(volume).inspect(signal ? { abortSignal: signal } : {}),
  )
  return { json: JSON.stringify(info, undefined, 2) }
}
