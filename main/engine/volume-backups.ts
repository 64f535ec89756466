// The restore points of volumes: whole archives on this computer, each with a note beside it that says what it is.
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Writable } from 'node:stream'
import { AppError } from '../../preload/errors'
import type { VolumeBackup } from '../../preload/model'
import { createCollection, type Collection } from '../base/collection'
import type { FileSource, FileTarget } from '../base/file-tickets'
import { localSource, localTarget } from '../base/local-file'
import type { Log } from '../base/log'
import { makeFolder, writeWhole } from '../base/write-whole'
import { through } from './stream-parts'
import { throughWholeTar } from './whole-tar'

export interface VolumeBackups {
  readonly collection: Collection<VolumeBackup>
  /** Resolves when all that there is is known. */
  readonly known: Promise<void>
  /** What `fill` wrote counts once it is whole, and is gone otherwise. */
  make(
    about: Pick<VolumeBackup, 'volume' | 'kind'>,
    fill: (target: FileTarget) => Promise<{ readonly contentBytes: number }>,
  ): Promise<VolumeBackup>
  /** @throws volume.no-backup */
  get(id: string): VolumeBackup
  source(id: string): FileSource
  /** Reads it to its end. @throws volume.bad-backup, files.*, or the abort */
  check(id: string, signal: AbortSignal): Promise<void>
  /** Writes beside it whether it stays by itself, and a note. @throws volume.no-backup */
  keep(id: string, kept: boolean, note: string): Promise<void>
  /** @throws volume.no-backup, volume.backup-in-use while somebody holds it */
  remove(id: string): Promise<void>
  /** Until the end of the work it is not removed. */
  hold<T>(id: string, work: () => Promise<T>): Promise<T>
}

const idPattern = /^\d{13}-[0-9a-f]{8}$/
const [archive, note] = ['.tar.gz', '.json']

/** `needed` tells which ones a volume has to be set right with that was left in part. */
export function createVolumeBackups(
  folder: string,
  log: Log,
  needed: () => Promise<ReadonlySet<string>> = async () => new Set(),
): VolumeBackups {
  const collection = createCollection<VolumeBackup>()
  const holds = createHolds()
  const fileOf = (id: string): string => join(folder, `${id}${archive}`)
  const get = (id: string): VolumeBackup => {
    const found = collection.get(id)
    if (!found) throw new AppError('volume.no-backup')
    return found
  }
  const known = readAll(folder).then(
    (all) => collection.upsert(...all),
    (error: unknown) => log.warn('restore points cannot be read', { folder, error: String(error) }),
  )
  return {
    collection,
    known,
    get,
    source: (id) => localSource(fileOf(get(id).id)),
    make: async (about, fill) => {
      await makeFolder(folder)
      const at = Date.now()
      const id = `${at}-${randomBytes(4).toString('hex')}`
      const file = fileOf(id)
      try {
        const { contentBytes } = await fill(localTarget(file))
        const { size: sizeBytes } = await stat(file)
        const backup = { id, ...about, at, sizeBytes, contentBytes }
        await writeWhole(join(folder, `${id}${note}`), JSON.stringify(backup))
        collection.upsert(backup)
        return backup
      } catch (error) {
        await rm(file, { force: true })
        throw error
      }
    },
    check: async (id, signal) => {
      const { volume } = get(id)
      try {
        await localSource(fileOf(id)).read((content) => drain(content, signal), signal)
      } catch (error) {
        if (error instanceof AppError || signal.aborted) throw error
        throw new AppError('volume.bad-backup', { params: { volume }, detail: String(error), cause: error })
      }
    },
    keep: async (id, kept, text) => {
      const { kept: _, note: __, ...rest } = get(id)
      const backup = { ...rest, ...(kept ? { kept } : {}), ...(text === '' ? {} : { note: text }) }
      await writeWhole(join(folder, `${rest.id}${note}`), JSON.stringify(backup))
      // It may have been removed meanwhile.
      if (collection.get(id)) collection.upsert(backup)
      else await rm(join(folder, `${rest.id}${note}`), { force: true })
    },
    remove: async (id) => {
      const { id: known, volume } = get(id)
      const left = await needed()
      // Looked at last: who holds it does so at once.
      if (left.has(known) || holds.has(known))
        throw new AppError('volume.backup-in-use', { params: { volume } })
      // Without its note the archive is nothing any more, whatever happens next.
      await rm(join(folder, `${known}${note}`), { force: true })
      collection.remove(known)
      await rm(fileOf(known), { force: true })
    },
    hold: holds.hold,
  }
}

/** How many work with each. */
function createHolds(): Pick<VolumeBackups, 'hold'> & { has(id: string): boolean } {
  const held = new Map<string, number>()
  const change = (id: string, by: number): void => {
    const count = (held.get(id) ?? 0) + by
    if (count > 0) held.set(id, count)
    else held.delete(id)
  }
  return {
    has: (id) => held.has(id),
    hold: async (id, work) => {
      change(id, 1)
      try {
        return await work()
      } finally {
        change(id, -1)
      }
    },
  }
}

const drain = (content: Readable, signal: AbortSignal): Promise<void> =>
  pipeline(
    throughWholeTar(through(content, createGunzip())),
    new Writable({ write: (_chunk, _encoding, done) => done() }),
    { signal },
  )

/** Removes what a crash left: archives that have no note. */
async function readAll(folder: string): Promise<VolumeBackup[]> {
  const names = new Set(await readdir(folder).catch(() => []))
  const found: VolumeBackup[] = []
  for (const name of names) {
    const id = name.slice(0, name.indexOf('.'))
    if (!idPattern.test(id)) continue
    if (name === `${id}${note}` && names.has(`${id}${archive}`)) {
      const backup = readNote(await readFile(join(folder, name), 'utf8'), id)
      if (backup) found.push(backup)
    } else if (name.startsWith(`${id}${archive}`) && !names.has(`${id}${note}`))
      await rm(join(folder, name), { force: true })
  }
  return found
}

function readNote(text: string, id: string): VolumeBackup | undefined {
  try {
    const { volume, at, kind, sizeBytes, contentBytes, ...own } = JSON.parse(text) as Partial<VolumeBackup>
    if (typeof volume !== 'string' || typeof at !== 'number' || typeof sizeBytes !== 'number')
      return undefined
    return {
      ...{ id, volume, at, sizeBytes, contentBytes: contentBytes ?? 0 },
      kind: kind === 'before-restore' || kind === 'automatic' ? kind : 'manual',
      ...(own.kept === true ? { kept: true } : {}),
      ...(typeof own.note === 'string' && own.note !== '' ? { note: own.note } : {}),
    }
  } catch {
    return undefined
  }
}
