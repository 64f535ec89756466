// Saves a file of a container: it is called saved when it has been seen there, whatever the engine answered.
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { readArchive, writeArchive } from './archives'
import { statusOf, type Asked } from './engine-words'
import { firstFile, type ArchivedFile } from './file-archive'
import { statIfThere, type PathStat } from './file-stat'
import { removeNew } from './remove-new'
import { keyOfFile, type FileAt, type Reached } from './reach-file'
import type { OneAtATime } from '../base/one-at-a-time'
import type { NotedSave, SaveNote, SaveNotes } from './save-notes'
import { writeInPlace } from './write-in-place'

/** In bytes; the contract says so. */
export const largestText = 1024 * 1024

type Owner = SaveNote['owner']

/** The file of a link's end. @throws file.not-a-file, file.too-large */
export async function smallFile(
  container: Docker.Container,
  { path: target, kind, sizeBytes }: PathStat,
  path: string,
): Promise<ArchivedFile> {
  if (kind !== 'file') throw new AppError('file.not-a-file', { params: { path } })
  if (sizeBytes > largestText) throw new AppError('file.too-large', { params: { path } })
  const file = await firstFile(await readArchive(container, target), largestText)
  if (!file) throw new AppError('file.not-a-file', { params: { path } })
  return file
}

export interface Saving {
  readonly data: Uint8Array
  /** Epoch ms; nothing is written over what was changed since. */
  readonly modifiedAt: number | undefined
  readonly running: boolean
  readonly asked: Asked
  readonly notes: SaveNotes
  readonly engine: string
  /** Of files, by their key. */
  readonly turns: OneAtATime
}

/** @throws file.changed file.not-saved file.half-saved files.no-space, or the engine's refusal */
export async function saveFile(container: Docker.Container, path: string, saving: Saving): Promise<void> {
  const at = await placeOfFile(container, path)
  await saving.turns.during(keyOfFile(at), () => saveThere(container, path, at, saving))
}

async function saveThere(
  container: Docker.Container,
  path: string,
  at: FileAt,
  saving: Saving,
): Promise<void> {
  const there = await statIfThere(container, path)
  const file = there && (await smallFile(container, there, path))
  const data = Buffer.from(saving.data)
  // Such as one whose answer was lost.
  if (file && file.data.equals(data)) return
  if (saving.modifiedAt !== undefined && file?.modifiedAt !== saving.modifiedAt)
    throw new AppError('file.changed', { params: { path } })
  const { mode = 0o644, uid = 0, gid = 0 } = file ?? {}
  const owner = { mode, uid, gid }
  const { now } = there ?? (await statIfThere(container, posix.dirname(at.path))) ?? {}
  // Without a note nothing is touched: where this computer has no room for it, its engine may have none either.
  const noted = await saving.notes.begin({
    ...at,
    ...{ engine: saving.engine, owner, data },
    ...(now === undefined || Number.isNaN(now) ? {} : { at: now }),
    ...(file ? { before: file.data } : {}),
  })
  const place = placeOf({ ...saving, container, path: at.path }, owner)
  await saveAndSee(place, { path, before: file?.data, data, noted })
}

/** Links followed. @throws as Docker does */
async function placeOfFile(container: Docker.Container, path: string): Promise<FileAt> {
  const there = await statIfThere(container, path)
  const target = there?.path ?? path
  return { container: container.id, path: target, ...(await placeOnVolume(container, target)) }
}

/** Where a file is looked at and written. */
export interface FilePlace {
  /** Undefined where there is none; `other` where it is not a small file. @throws as Docker does */
  now(): Promise<Buffer | 'other' | undefined>
  put(data: Buffer): Promise<void>
  /** Of the file or, where there is none, of its folder; NaN where nobody says. Epoch ms by the engine's clock. */
  changedAt(): Promise<number>
  /** Takes away what was made new and is half there, where that can be done. Never rejects. */
  remove(): Promise<void>
}

export const placeOf = ({ container, path, running, asked }: Reached, owner: Owner): FilePlace => ({
  now: async () => {
    const there = await statIfThere(container, path)
    if (!there) return undefined
    if (there.kind !== 'file' || there.sizeBytes > largestText) return 'other'
    return (await firstFile(await readArchive(container, path), largestText))?.data ?? 'other'
  },
  put: async (data) => {
    const isThere = running && (await statIfThere(container, path)) !== undefined
    if (isThere && (await writeInPlace(container, path, data, asked))) return
    const archive = pack()
    archive.entry({ name: posix.basename(path), ...owner, mtime: new Date() }, data)
    archive.finalize()
    await writeArchive(container, Readable.from(archive), posix.dirname(path))
  },
  changedAt: async () => {
    const there = (await statIfThere(container, path)) ?? (await statIfThere(container, posix.dirname(path)))
    return there?.changedAt ?? Number.NaN
  },
  remove: async () => {
    if (running) await removeNew(container, path)
  },
})

interface Save {
  /** As people named it. */
  readonly path: string
  readonly before: Buffer | undefined
  readonly data: Buffer
  readonly noted: NotedSave
}

/** Once more where nobody refused it; else what was there comes back. */
export async function saveAndSee(place: FilePlace, { path, before, data, noted }: Save): Promise<void> {
  let failure: unknown
  try {
    let there: Buffer | 'other' | undefined
    for (let turn = 0; turn < 2; turn++) {
      failure = await failureOf(place.put(data))
      there = await place.now()
      if (isSame(there, data) || isContinued(there, { before, data })) return await noted.saved()
      if (isRefusal(failure)) break
    }
    if (before && !isSame(there, before)) {
      await failureOf(place.put(before))
      there = await place.now()
    }
    if (!before && isHalf(there, { before, data })) await place.remove()
    if (!before || isSame(there, before)) {
      await noted.end()
      throw failure ?? new AppError('file.not-saved', { params: { path } })
    }
  } catch (error) {
    if (error instanceof AppError || error === failure) throw error
    // Nobody can see right now what is there: the next connection looks.
    await noted.told()
    throw failure ?? error
  }
  await noted.told()
  if (statusOf(failure) === 404) throw failure
  throw new AppError('file.half-saved', { params: { path }, cause: failure })
}

/** Whether it is what a cut leaves: nothing, or the first bytes. What else is there, somebody else has written. */
export function isHalf(
  there: Buffer | 'other' | undefined,
  { before, data }: Pick<SaveNote, 'before' | 'data'>,
): boolean {
  if (there === 'other') return false
  const wholes = [before, data].filter((one) => one !== undefined)
  if (there === undefined) return true
  if (wholes.some((one) => one.equals(there))) return false
  return wholes.some((one) => one.subarray(0, there.length).equals(there))
}

const isSame = (there: Buffer | 'other' | undefined, wanted: Buffer): boolean =>
  there !== undefined && there !== 'other' && there.equals(wanted)

/** All of it was written, and somebody else has written on since: what a program adds to its log is not taken away. */
const isContinued = (
  there: Buffer | 'other' | undefined,
  { before, data }: Pick<Save, 'before' | 'data'>,
): boolean =>
  there !== undefined &&
  there !== 'other' &&
  data.length > 0 &&
  there.subarray(0, data.length).equals(data) &&
  // Else it may as well be what was there all the time.
  before?.subarray(0, data.length).equals(data) !== true

/** The engine, or what runs in the container, says why it cannot be. */
const isRefusal = (failure: unknown): boolean =>
  failure instanceof AppError || statusOf(failure) !== undefined

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

interface Mounted {
  readonly Mounts:
    | readonly {
        readonly Type: string
        readonly Name?: string
        readonly Destination: string
      }[]
    | null
  readonly HostConfig: {
    readonly Mounts?: readonly {
      readonly Target: string
      readonly VolumeOptions?: { readonly Subpath?: string }
    }[]
  }
}

/** Nothing where it lies on none. */
export async function placeOnVolume(
  container: Docker.Container,
  path: string,
): Promise<Pick<FileAt, 'volume'>> {
  const { Mounts: mounts, HostConfig: host } = (await container.inspect()) as Mounted
  const [mount] = (mounts ?? [])
    .filter(({ Destination: place }) => path.startsWith(`${place.replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.Destination.length - a.Destination.length)
  if (mount?.Type !== 'volume' || mount.Name === undefined) return {}
  const { Destination: place, Name: name } = mount
  if (host.Mounts?.some((one) => one.Target === place && one.VolumeOptions?.Subpath)) return {}
  return { volume: { name, path: posix.relative(place, path) } }
}
