// What stands at a path of a container, as the engine answers without sending it.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerFile } from '../../preload/model'
import { headOfArchive, readArchive, type ArchiveHead } from './archives'
import { statusOf } from './engine-words'

export interface PathStat {
  /** Where links led to. */
  readonly path: string
  readonly kind: Exclude<ContainerFile['kind'], 'link'>
  readonly sizeBytes: number
  /** As {@link ArchiveHead} has them. */
  readonly changedAt: number
  readonly now: number
}

/** As Go's package os writes kinds into its mode. */
const goFolder = 0x8000_0000
const goLink = 0x0800_0000
/** Devices, pipes, sockets and what is irregular. */
const goOther = 0x0200_0000 | 0x0400_0000 | 0x0100_0000 | 0x0020_0000 | 0x0008_0000
const mostLinks = 16

/** What a mode that Go's package os wrote says. */
export function kindOf(mode: number): PathStat['kind'] | 'link' {
  if ((mode & goFolder) !== 0) return 'folder'
  if ((mode & goLink) !== 0) return 'link'
  return (mode & goOther) !== 0 ? 'other' : 'file'
}

/** Follows links. @throws the engine's refusal, file.not-found for a circle of links */
export async function statPath(container: Docker.Container, path: string): Promise<PathStat> {
  let at = path
  for (let hop = 0; hop < mostLinks; hop++) {
    const { mode, size, linkTarget, changedAt, now } = await head(container, at)
    if ((mode & goLink) !== 0 && linkTarget !== '') {
      at = posix.resolve(posix.dirname(at), linkTarget)
      continue
    }
    const found = kindOf(mode)
    const kind = found === 'link' ? 'file' : found
    return { path: at, kind, sizeBytes: kind === 'file' ? size : 0, changedAt, now }
  }
  throw new AppError('file.not-found', { params: { path, container: '' } })
}

export async function statIfThere(container: Docker.Container, path: string): Promise<PathStat | undefined> {
  try {
    return await statPath(container, path)
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

async function head(container: Docker.Container, path: string): Promise<ArchiveHead> {
  try {
    return await headOfArchive(container, path)
  } catch (error) {
    // An answer without a body has no words for what is wrong; the same question with one has.
    if (statusOf(error) !== undefined) (await readArchive(container, path)).destroy()
    throw error
  }
}
