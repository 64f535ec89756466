// Puts a file of any size in the place of another one in a container. What was there is kept on this computer until the new
// one was read there, and comes back when that fails.
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type Docker from 'dockerode'
import { pack, type Header } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { noSpaceFor } from '../base/disk-errors'
import { makeFolder } from '../base/write-whole'
import { readArchive, writeArchive } from './archives'
import { readHeaders } from './file-archive'
import { hashOfEntry, hashOfFile } from './file-hash'
import { statusOf } from './engine-words'
import { endReplacing, replacingEnding, type NoteReplacing } from './replacing-notes'
import { throughWholeTar } from './whole-tar'

/** Bytes that wait in a file of this computer. */
export interface Spool {
  /** Of the note that says what is being replaced. */
  readonly note: string
  /** Of the bytes. */
  readonly file: string
  /** Of what they replace, as an archive; the last name is for when it cannot be put back. */
  readonly before: string
  readonly kept: string
  write(data: Buffer): Promise<void>
  sizeBytes(): number
  /** All of them are on the disk. @throws files.no-space */
  sync(): Promise<void>
  /** Removes both. */
  drop(): Promise<void>
}

/** @throws files.no-space */
export async function createSpool(folder: string): Promise<Spool> {
  const file = join(folder, `${Date.now()}-${randomBytes(4).toString('hex')}`)
  const [part, before] = [`${file}.part`, `${file}.before.part`]
  await makeFolder(folder)
  const handle: FileHandle = await local(open(part, 'wx', 0o600))
  let size = 0
  let writing: Promise<unknown> = Promise.resolve()
  return {
    ...{ file: part, before, kept: `${file}.before.tar`, note: `${file}${replacingEnding}` },
    write: async (data) => {
      const written = writing.then(() => local(handle.writeFile(data)))
      writing = written.catch(() => {})
      await written
      size += data.length
    },
    sizeBytes: () => size,
    sync: async () => {
      await writing
      await local(handle.sync())
    },
    drop: async () => {
      await writing
      await handle.close().catch(() => {})
      for (const one of [part, before]) await rm(one, { force: true }).catch(() => {})
    },
  }
}

/**
 * Removes what an earlier run could not: bytes that never went anywhere, and drafts of notes. What was in a file stays,
 * and all that a note still speaks of. Never rejects.
 */
export async function dropLeft(folder: string, before = Date.now()): Promise<void> {
  const names: readonly string[] = await readdir(folder).catch(() => [])
  for (const name of names) {
    const [, made = '', ending = ''] = /^(\d{13})-[0-9a-f]{8}\.(.+)$/.exec(name) ?? []
    if (made === '' || Number(made) >= before) continue
    if (!/^(?:part|(?:replacing\.)?json\.\d+\.new)$/.test(ending)) continue
    if (names.includes(`${name.slice(0, name.indexOf('.'))}${replacingEnding}`)) continue
    await rm(join(folder, name), { force: true }).catch(() => {})
  }
}

async function local<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw noSpaceFor('Portside', error)
  }
}

/**
 * `hash` is that of what waits. What is under way is noted, for a crash in the middle leaves half of it.
 * @throws the engine's refusal, with the file as it was; file.replaced-kept
 */
export async function replaceFile(
  container: Docker.Container,
  path: string,
  spool: Spool,
  { hash, note }: { readonly hash: string; readonly note: NoteReplacing },
): Promise<void> {
  const archive = await readArchive(container, path)
  await local(
    pipeline(throughWholeTar(archive), createWriteStream(spool.before, { mode: 0o600, flush: true })),
  )
  await spool.sync()
  await note(spool.note, { sizeBytes: spool.sizeBytes(), hash })
  let failure: unknown
  const owner = await ownerIn(spool.before)
  for (let turn = 0; turn < 2; turn++) {
    failure = await failureOf(put(container, path, spool, owner))
    if ((await hashOfFile(container, path).catch(() => undefined)) === hash) return endReplacing(spool.note)
    if (statusOf(failure) !== undefined) break
  }
  const isBack = await putBackArchive(container, path, spool.before)
  if (!isBack) await rename(spool.before, spool.kept)
  await endReplacing(spool.note)
  if (isBack) throw failure ?? new AppError('file.not-saved', { params: { path } })
  throw new AppError('file.replaced-kept', { params: { path, file: spool.kept }, cause: failure })
}

/** Unless it is there. False where it cannot be seen there in the end. Never rejects for what the engine does. */
export async function putBackArchive(
  container: Docker.Container,
  path: string,
  archive: string,
): Promise<boolean> {
  const before = await hashOfEntry(createReadStream(archive))
  const isThere = async (): Promise<boolean> =>
    (await hashOfFile(container, path).catch(() => undefined)) === before
  if (await isThere()) return true
  await failureOf(sent(container, createReadStream(archive), path))
  return isThere()
}

type Owner = Pick<Header, 'mode' | 'uid' | 'gid'>

async function ownerIn(archive: string): Promise<Owner> {
  let owner: Owner = { mode: 0o644, uid: 0, gid: 0 }
  await readHeaders(
    createReadStream(archive),
    ({ mode, uid, gid }) => {
      owner = { mode, uid, gid }
      return false
    },
    undefined,
  )
  return owner
}

async function put(container: Docker.Container, path: string, spool: Spool, owner: Owner): Promise<void> {
  const archive = pack()
  const name = posix.basename(path)
  const entry = archive.entry({ name, size: spool.sizeBytes(), ...owner, mtime: new Date() })
  entry.on('error', () => {})
  pipeline(createReadStream(spool.file), entry).then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  )
  await sent(container, Readable.from(archive), path)
}

const sent = (container: Docker.Container, tar: Readable, path: string): Promise<void> =>
  writeArchive(container, tar, posix.dirname(path))

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
