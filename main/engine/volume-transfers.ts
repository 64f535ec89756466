// Volumes out of and into the engine: saved to a file, made from one, copied; each goes on by itself and leaves nothing half done.
import type { StoreApi } from 'zustand/vanilla'
import type { VolumesService } from '../../preload/contract'
import { AppError, isAbort, isAppError } from '../../preload/errors'
import type { Container, Image, VolumeBackup, VolumeTransfer } from '../../preload/model'
import type { Collection, Items } from '../base/collection'
import type { FileSource, FileTickets } from '../base/file-tickets'
import { createJobs } from '../base/jobs'
import { watchCollection } from '../base/watch'
import type { Connection } from './connection'
import { intoNew, isStillThere, removeHalf, type FillOptions } from './fill-volume'
import { isAsLeft, putBack } from './put-back'
import type { PutBackNote, PutBackNotes } from './put-back-notes'
import { counted, feed } from './stream-parts'
import type { VolumeBackups } from './volume-backups'
import type { VolumeContents } from './volume-contents'
import type { VolumeHelpers } from './volume-helpers'
import type { VolumeImages } from './volume-image'
import { throughWholeArchive } from './whole-tar'

export interface VolumeTransfersOptions extends FillOptions {
  readonly connection: Connection
  readonly contents: VolumeContents
  readonly containers: Collection<Container>
  readonly images: VolumeImages
  readonly helpers: VolumeHelpers
  /** The images that are here. */
  readonly present: Collection<Image>
  readonly backups: VolumeBackups
  readonly notes: PutBackNotes
  readonly files: FileTickets
  /** In bytes, as far as it was measured. */
  readonly sizeOf: (volume: string) => number | undefined
}

type Report = (change: Partial<VolumeTransfer>) => void
type Begin = (
  kind: VolumeTransfer['kind'],
  name: string,
  totalBytes: number,
  run: (signal: AbortSignal, report: Report) => Promise<void>,
) => { readonly transferId: string }

type Methods =
  | 'watchTransfers'
  | 'save'
  | 'restore'
  | 'clone'
  | 'backUp'
  | 'putBack'
  | 'cloneBackup'
  | 'cancelTransfer'
  | 'dismissTransfer'

export interface VolumeTransfers {
  readonly service: Pick<VolumesService, Methods>
  readonly store: StoreApi<Items<VolumeTransfer>>
  /** Call when the engine is connected: goes on with what a crash or a lost connection left neither old nor new. */
  connected(): void
  /** Makes a restore point by itself, to be seen and cancelled as others; resolves once it is there. @throws as backUp */
  backUpDaily(volume: string): Promise<void>
  dispose(): Promise<void>
}

export function createVolumeTransfers(options: VolumeTransfersOptions): VolumeTransfers {
  const { connection, contents, files, sizeOf, log } = options
  const jobs = createJobs<VolumeTransfer>(log)
  const begin: Begin = (kind, name, totalBytes, run) => {
    connection.client()
    const about = { kind, name, doneBytes: 0, totalBytes }
    const transferId = jobs.begin({
      about,
      run: async (signal, report) => {
        let doneBytes = 0
        await run(signal, (change) => {
          doneBytes = change.doneBytes ?? doneBytes
          report(change)
        })
        return { doneBytes, totalBytes: doneBytes }
      },
      explain: (error) => explain(error, kind, name),
    })
    return { transferId }
  }

  const isBusy = (volume: string): boolean =>
    jobs
      .values()
      .some(({ kind, name, state }) => kind === 'put-back' && name === volume && state === 'active')
  /** What is read meanwhile would be neither the one state nor the other. */
  const checkQuiet = (volume: string): void => {
    if (isBusy(volume)) throw new AppError('volume.being-restored', { params: { volume } })
  }

  const service: VolumeTransfers['service'] = {
    watchTransfers: ({ signal } = {}) => watchCollection(jobs.store, signal),
    save: async ({ id, target: ticket }) => {
      checkQuiet(id)
      const target = files.takeTarget(ticket)
      return begin('save', id, sizeOf(id) ?? 0, (signal, report) =>
        withImage(options, id, signal, (image) =>
          contents.save(id, image, target, signal, (tar) =>
            counted(tar, (doneBytes) => report({ doneBytes })),
          ),
        ),
      )
    },
    restore: async ({ source: ticket, name }) => {
      const source = files.takeSource(ticket)
      return begin('restore', name, 0, (signal, report) =>
        intoNew(options, { volume: name, kind: 'restore' }, () =>
          fill(options, name, source, signal, report),
        ),
      )
    },
    clone: async ({ id, name }) => {
      checkQuiet(id)
      return begin('clone', name, sizeOf(id) ?? 0, (signal, report) =>
        intoNew(options, { volume: name, kind: 'clone' }, () =>
          withImage(options, id, signal, (image) =>
            copy(options, { from: id, to: name, image }, signal, report),
          ),
        ),
      )
    },
    ...restorePoints(options, begin, checkQuiet),
    cancelTransfer: async ({ transferId }) => jobs.cancel(transferId),
    dismissTransfer: async ({ transferId }) => jobs.dismiss(transferId),
  }
  return {
    service,
    store: jobs.store,
    backUpDaily: (volume) => backUpByItself(options, begin, checkQuiet, volume),
    connected: () =>
      void goOn(options, begin, isBusy).catch((error: unknown) =>
        log.error('what was being put back cannot be looked at', error),
      ),
    dispose: jobs.dispose,
  }
}

/** Begins as one by hand does, and resolves once the restore point is there. */
const backUpByItself = (
  options: VolumeTransfersOptions,
  begin: Begin,
  checkQuiet: (volume: string) => void,
  volume: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    checkQuiet(volume)
    begin('back-up', volume, options.sizeOf(volume) ?? 0, async (signal, report) => {
      try {
        await backUp(options, { volume, kind: 'automatic' }, signal, report)
        resolve()
      } catch (error) {
        reject(signal.aborted ? signal.reason : explain(error, 'back-up', volume))
        throw error
      }
    })
  })

const restorePoints = (
  options: VolumeTransfersOptions,
  begin: Begin,
  checkQuiet: (volume: string) => void,
): Pick<VolumesService, 'backUp' | 'putBack' | 'cloneBackup'> => ({
  backUp: async ({ id }) => {
    checkQuiet(id)
    return begin('back-up', id, options.sizeOf(id) ?? 0, async (signal, report) => {
      await backUp(options, { volume: id, kind: 'manual' }, signal, report)
    })
  },
  putBack: async ({ backupId, saveFirst }) => {
    const backup = options.backups.get(backupId)
    checkQuiet(backup.volume)
    return begin('put-back', backup.volume, backup.sizeBytes, (signal, report) =>
      options.backups.hold(backupId, () => backIn(options, { backup, saveFirst }, signal, report)),
    )
  },
  cloneBackup: async ({ backupId, name }) => {
    const source = options.backups.source(backupId)
    return begin('restore', name, 0, (signal, report) =>
      options.backups.hold(backupId, () =>
        intoNew(options, { volume: name, kind: 'restore' }, () =>
          fill(options, name, source, signal, report),
        ),
      ),
    )
  },
})

async function withImage<T>(
  { images }: VolumeTransfersOptions,
  volume: string,
  signal: AbortSignal,
  work: (image: string) => Promise<T>,
): Promise<T> {
  const { image, giveBack } = await images.borrow(volume, signal)
  try {
    return await work(image)
  } finally {
    await giveBack()
  }
}

const backUp = (
  options: VolumeTransfersOptions,
  about: Pick<VolumeBackup, 'volume' | 'kind'>,
  signal: AbortSignal,
  report: Report,
): Promise<VolumeBackup> =>
  options.backups.make(about, async (target) => {
    if (about.kind !== 'before-restore') await checkWhole(options, about.volume)
    let contentBytes = 0
    await withImage(options, about.volume, signal, (image) =>
      options.contents.save(about.volume, image, target, signal, (tar) =>
        counted(tar, (doneBytes) => report({ doneBytes: (contentBytes = doneBytes) })),
      ),
    )
    return { contentBytes }
  })

/** What is neither the one state nor the other is not worth keeping, and may thin out what is. @throws volume.being-restored */
async function checkWhole(options: VolumeTransfersOptions, volume: string): Promise<void> {
  if ((await notesOf(options, volume)).length > 0)
    throw new AppError('volume.being-restored', { params: { volume } })
}

const notesOf = async (
  { notes, backups, engineId }: VolumeTransfersOptions,
  volume: string,
): Promise<readonly PutBackNote[]> =>
  (await notes.left(engineId())).filter(
    (one) => (one.volume ?? backups.collection.get(one.backupId)?.volume) === volume,
  )

/** Also after a crash; not over what somebody did with the volume since. */
async function goOn(
  options: VolumeTransfersOptions,
  begin: Begin,
  isBusy: (volume: string) => boolean,
): Promise<void> {
  const { backups, fillNotes, notes, engineId } = options
  for (const { one, end } of await fillNotes.left(engineId()))
    if (!(await isStillThere(options, one))) await end()
    else begin(one.kind, one.volume, 0, () => removeHalf(options, one, end))
  await backups.known
  for (const left of await notes.left(engineId())) {
    // What it held before is as good, where the restore point itself is gone.
    const backup = backups.collection.get(left.backupId) ?? backups.collection.get(left.beforeId ?? '')
    const volume = backup?.volume ?? left.volume
    if (volume === undefined) await notes.remove(left.backupId)
    // The try before is still about to end; the next connection looks again.
    if (volume === undefined || isBusy(volume)) continue
    begin('put-back', volume, backup?.sizeBytes ?? 0, async (signal, report) => {
      const isLeft = await isAsLeft(options, volume, left)
      if (!backup || !isLeft) {
        // Told once; the volume, what uses it and all restore points stay as they are.
        await notes.remove(left.backupId)
        throw new AppError(backup ? 'volume.not-put-back' : 'volume.left-in-part', { params: { volume } })
      }
      await backIn(options, { backup, saveFirst: false, left }, signal, report).catch(
        async (error: unknown) => {
          // Neither comes back by itself, so that the next connection would only say it again.
          if (isAppError(error, 'volume.not-found') || isAppError(error, 'volume.bad-backup'))
            await notes.remove(left.backupId)
          throw error
        },
      )
    })
  }
}

async function backIn(
  options: VolumeTransfersOptions,
  about: { readonly backup: VolumeBackup; readonly saveFirst: boolean; readonly left?: PutBackNote },
  signal: AbortSignal,
  report: Report,
): Promise<void> {
  const { backups, notes, engineId } = options
  const { backup, saveFirst, left } = about
  const { volume } = backup
  // As it was named at the first try, where that was another one.
  const backupId = left?.backupId ?? backup.id
  // The engine would make one of this name.
  await options.calls.call({ volume }, (docker) => docker.getVolume(volume).inspect())
  await backups.check(backup.id, signal)
  const whole = new AbortController().signal
  const saved = { volume, kind: 'before-restore' } as const
  await putBack(
    { ...options, images: options.present },
    {
      ...{ backup, signal },
      ...(left ? { users: left.users } : {}),
      save: async () => {
        if (left?.beforeId !== undefined) return backups.collection.get(left.beforeId)
        return saveFirst ? backUp(options, saved, signal, () => {}) : undefined
      },
      load: (one) => fill(options, volume, backups.source(one.id), whole, report),
      unsettle: (users, before) =>
        notes.write({
          ...{ engine: engineId(), backupId, volume, users: [...users] },
          ...(before ? { beforeId: before.id } : {}),
        }),
      // Also of an earlier try with another restore point, which nobody waits for any more.
      settle: async (isWhole) => {
        const others = isWhole ? await notesOf(options, volume) : []
        for (const id of [backupId, ...others.map((one) => one.backupId)]) await notes.remove(id)
      },
    },
  )
}

const fill = (
  options: VolumeTransfersOptions,
  volume: string,
  source: FileSource,
  signal: AbortSignal,
  report: Report,
): Promise<void> =>
  withImage(options, volume, signal, (image) =>
    source.read(async (content, totalBytes = 0) => {
      report({ totalBytes })
      let read = 0
      const counting = counted(content, (doneBytes) => report({ doneBytes: (read = doneBytes) }))
      const whole = await throughWholeArchive(counting)
      if (read === 0) throw new Error('the file is empty')
      await feed((tar, ended) => options.contents.write(volume, image, tar, ended), whole, signal)
    }, signal),
  )

const copy = (
  { contents }: VolumeTransfersOptions,
  { from, to, image }: { readonly from: string; readonly to: string; readonly image: string },
  signal: AbortSignal,
  report: Report,
): Promise<void> =>
  contents.read(
    from,
    image,
    (tar) =>
      feed(
        (content, ended) => contents.write(to, image, content, ended),
        counted(tar, (doneBytes) => report({ doneBytes })),
        signal,
      ),
    signal,
  )

/** What the engine says of an archive that it cannot unpack, and what unpacking one says. */
function explain(error: unknown, kind: VolumeTransfer['kind'], name: string): unknown {
  if (isAbort(error)) return error
  const isVague =
    isAppError(error, 'engine.refused') ||
    isAppError(error, 'image.pull-interrupted') ||
    isAppError(error, 'engine.unreachable')
  if (error instanceof AppError && !(isVague && kind === 'restore')) return error
  const detail =
    error instanceof AppError ? error.detail : error instanceof Error ? error.message : String(error)
  const code = kind === 'restore' ? 'volume.bad-archive' : 'volume.not-whole'
  return new AppError(code, { params: { volume: name }, ...(detail ? { detail } : {}), cause: error })
}
