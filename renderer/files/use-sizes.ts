// How much is in the folders that are shown: asked per folder once its list is there, and given up when it is closed.
import { useEffect, useRef, useState } from 'react'
import type { FolderListing } from '../../preload/model'
import { inVolume } from '../../preload/volume-path'
import { contract } from '../stores/session'
import { joinPath } from './paths'
import type { Branches } from './tree'

export type FolderSizes = ReadonlyMap<string, number>

export interface SizesOptions {
  readonly containerId: string
  readonly place: string
  readonly folder: string
  readonly listing: FolderListing
  readonly branches: Branches
}

/** Bytes by the path of a folder. The figure before stays until there is a new one. */
export function useSizes({ containerId, place, folder, listing, branches }: SizesOptions): FolderSizes {
  const [sizes, setSizes] = useState<FolderSizes>(new Map())
  const asked = useRef(new Map<FolderListing, AbortController>())
  useEffect(() => {
    const shown = new Map([[listing, folder]])
    for (const [path, branch] of branches) if (branch.listing) shown.set(branch.listing, path)
    for (const [one, abort] of asked.current)
      if (!shown.has(one)) {
        abort.abort()
        asked.current.delete(one)
      }
    for (const [one, path] of shown) {
      if (asked.current.has(one)) continue
      const abort = new AbortController()
      asked.current.set(one, abort)
      // What the list tells is not asked for.
      if (!one.files.some(({ kind, belowBytes }) => kind === 'folder' && belowBytes === undefined)) continue
      const { signal } = abort
      contract()
        .containerFiles.measure({ containerId, path: inVolume(place, path), signal })
        .then(
          (bytes) => {
            if (signal.aborted) return
            setSizes((now) => new Map([...now, ...Object.entries(bytes).map(withPath(path))]))
          },
          // A figure less: the list itself says what is wrong.
          () => {},
        )
    }
  }, [containerId, place, folder, listing, branches])
  useEffect(() => {
    const open = asked.current
    return () => {
      for (const abort of open.values()) abort.abort()
      open.clear()
    }
  }, [])
  return sizes
}

const withPath =
  (folder: string) =>
  ([name, bytes]: [string, number]): [string, number] => [joinPath(folder, name), bytes]
