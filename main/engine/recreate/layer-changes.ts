// Carries the files that a container wrote outside of its volumes over to another container of the same image.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { readArchive, writeArchive } from '../archives'
import { throughWholeTar } from '../whole-tar'

/** As the engine counts them. */
const changeKind = { modified: 0, added: 1, deleted: 2 } as const

interface Change {
  readonly Path: string
  readonly Kind: number
}

export interface LayerChanges {
  /** Whole trees and single files to copy. */
  readonly copied: readonly string[]
  /** Files of the image that are gone; they cannot be carried over by copying. */
  readonly deleted: readonly string[]
}

/** Recreated by the system or the program at every start. */
const passing = /^\/(?:run|tmp|var\/run|var\/tmp|dev|proc|sys)(?:\/|$)/

/** `mounts` are places whose content is not the container's own. */
export function layerChanges(changes: readonly Change[], mounts: readonly string[]): LayerChanges {
  const relevant = changes.filter(
    ({ Path: path }) => !passing.test(path) && !mounts.some((at) => within(path, at)),
  )
  const added = new Set(
    relevant.filter(({ Kind: kind }) => kind === changeKind.added).map(({ Path: path }) => path),
  )
  const parents = new Set(relevant.map(({ Path: path }) => posix.dirname(path)))
  const holdsMount = (path: string): boolean => mounts.some((at) => within(at, path))
  const copied = relevant.filter(({ Path: path, Kind: kind }) => {
    // The place of a mount is made by the engine itself; copying it would copy what is mounted there.
    if (kind === changeKind.deleted || holdsMount(path)) return false
    const parent = posix.dirname(path)
    if (kind === changeKind.added) return !added.has(parent) || holdsMount(parent)
    // A folder counts as modified when something in it is.
    return !parents.has(path)
  })
  return {
    copied: copied.map(({ Path: path }) => path),
    deleted: relevant.filter(({ Kind: kind }) => kind === changeKind.deleted).map(({ Path: path }) => path),
  }
}

export const within = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`)

/** Owners and modes stay. One at a time: a tree may be large, and it flows through without being kept. */
export async function copyChanges(
  from: Docker.Container,
  to: Docker.Container,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const archive = throughWholeTar(await readArchive(from, path))
    await writeArchive(to, archive, posix.dirname(path))
  }
}
