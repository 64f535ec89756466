// Lays what a container wrote over another image. A file that the new image has anew stays the image's, or an update would
// undo itself; what the container had there is put beside it, so that nobody's work is lost.
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { extract, pack, type Header } from 'tar-stream'
import { headOfArchive, readArchive, writeArchive, type ArchiveHead } from '../archives'
import { entryOf, readHeaders } from '../file-archive'
import { statusOf } from '../engine-words'
import { kindOf } from '../file-stat'
import { throughWholeTar } from '../whole-tar'

/** Of what the container had where the new image has something else. */
export const asideSuffix = '.before-update'

export interface LayOver {
  readonly from: Docker.Container
  readonly to: Docker.Container
  /** What `from` was made of; undefined when that image is gone. */
  readonly base: Docker.Container | undefined
}

/** @returns where things were put that the new image has, too */
export async function layOver(places: LayOver, paths: readonly string[]): Promise<readonly string[]> {
  const aside: string[] = []
  for (const path of paths) await lay(places, path, aside)
  return aside
}

async function lay(places: LayOver, path: string, aside: string[]): Promise<void> {
  const { from, to, base } = places
  const [mine, theirs] = await Promise.all([statAt(from, path), statAt(to, path)])
  if (!mine) return
  if (!theirs) return move(from, to, path, path)
  const before = base && (await statAt(base, path))
  if (mine.kind === 'folder' && theirs.kind === 'folder') {
    // It was not the container that made it: what is changed in it is told by itself.
    if (before?.kind === 'folder') return
    for (const inside of await topmostMissing(places, path)) await lay(places, inside, aside)
    return
  }
  if (before && (await isSame(base, before, from, mine, path))) return
  if (await isSame(from, mine, to, theirs, path)) return
  if (before && (await isSame(base, before, to, theirs, path))) return move(from, to, path, path)
  const place = await freePlace(places, path)
  await move(from, to, path, place)
  aside.push(place)
}

/** Of the tree at a folder that both have: folders that the new image lacks, as one, and each file outside of them. */
async function topmostMissing({ from, to }: LayOver, folder: string): Promise<readonly string[]> {
  const entries: { readonly path: string; readonly isFolder: boolean }[] = []
  await readHeaders(
    await readArchive(from, folder),
    ({ name, type }) => {
      const path = posix.join(posix.dirname(folder), name).replace(/\/$/, '')
      if (path !== folder) entries.push({ path, isFolder: type === 'directory' })
      return true
    },
    undefined,
  )
  const found: string[] = []
  const whole = new Set<string>()
  for (const { path, isFolder } of entries) {
    if (whole.has(posix.dirname(path))) {
      if (isFolder) whole.add(path)
      continue
    }
    if (!isFolder) found.push(path)
    else if ((await statAt(to, path))?.kind !== 'folder') {
      whole.add(path)
      found.push(path)
    }
  }
  return found
}

/** Nothing that is there already, in the old container or the new one. */
async function freePlace({ from, to }: LayOver, path: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const place = `${path}${asideSuffix}${n === 1 ? '' : `-${n}`}`
    if (!(await statAt(from, place)) && !(await statAt(to, place))) return place
  }
}

interface Stat extends ArchiveHead {
  readonly kind: ReturnType<typeof kindOf>
}

/** Of the place itself; undefined when nothing is there. */
async function statAt(container: Docker.Container, path: string): Promise<Stat | undefined> {
  try {
    const head = await headOfArchive(container, path)
    return { ...head, kind: kindOf(head.mode) }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** Times do not count: reproducible builds give all files the same one. */
async function isSame(
  one: Docker.Container,
  a: Stat,
  other: Docker.Container,
  b: Stat,
  path: string,
): Promise<boolean> {
  if (a.mode !== b.mode) return false
  if (a.kind === 'link') return a.linkTarget === b.linkTarget
  if (a.kind !== 'file') return true
  if (a.size !== b.size) return false
  const [left, right] = await Promise.all([contentOf(one, path), contentOf(other, path)])
  return left === right
}

async function contentOf(container: Docker.Container, path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of entryOf(await readArchive(container, path))) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Whole trees, with owners and modes; folders on the way to it are made. */
async function move(
  from: Docker.Container,
  to: Docker.Container,
  path: string,
  place: string,
): Promise<void> {
  let folder = posix.dirname(place)
  while (folder !== '/' && !(await statAt(to, folder))) folder = posix.dirname(folder)
  const archive = throughWholeTar(await readArchive(from, path))
  const [before, after] = [posix.basename(path), posix.relative(folder, place)]
  await writeArchive(to, before === after ? archive : renamed(archive, before, after), folder)
}

/** The same archive with another name at its root. */
function renamed(archive: Readable, before: string, after: string): Readable {
  const nameOf = (name: string): string =>
    name === before || name.startsWith(`${before}/`) ? `${after}${name.slice(before.length)}` : name
  const [reader, writer] = [extract(), pack()]
  reader.on('entry', (header, content, next) => {
    const { pax: _names, ...rest } = header as Header & { pax?: unknown }
    const linkname = rest.type === 'link' && rest.linkname ? { linkname: nameOf(rest.linkname) } : {}
    content.pipe(writer.entry({ ...rest, ...linkname, name: nameOf(rest.name) }, next))
  })
  reader.on('finish', () => writer.finalize())
  reader.on('error', (error: Error) => writer.destroy(error))
  archive.on('error', (error) => reader.destroy(error))
  archive.pipe(reader)
  return Readable.from(writer, { objectMode: false })
}
