// The folders of a tree that are open in place: each asked for once when opened, all anew with the folder above them.
import { useCallback, useEffect, useRef, useState } from 'react'
import { isAbort, isAppError, serialiseError } from '../../preload/errors'
import type { FolderListing } from '../../preload/model'
import { inVolume } from '../../preload/volume-path'
import { contract } from '../stores/session'
import type { Branch, Branches } from './tree'

export interface OpenBranches {
  readonly branches: Branches
  /** Opens what is closed, closes what is open with all that is open in it. */
  toggle(path: string): void
  /** Asks again for one folder. */
  again(path: string): void
}

/** `listing` is the folder at the top; a new one has all of them asked for anew. Leaving the tree gives them up. */
export function useBranches(containerId: string, place: string, listing: FolderListing): OpenBranches {
  const [branches, setBranches] = useState<Branches>(new Map())
  /** Open folders, and what gives up the question under way. */
  const asked = useRef(new Map<string, AbortController>())
  const again = useCallback(
    (path: string): void => {
      asked.current.get(path)?.abort()
      const { signal } = replaceAbort(asked.current, path)
      const put = (branch: Branch): void => {
        if (!signal.aborted) setBranches((now) => new Map(now).set(path, branch))
      }
      contract()
        .containerFiles.list({ containerId, path: inVolume(place, path), signal })
        .then(
          (answer) => put({ listing: answer }),
          (error: unknown) => {
            // The window asks anew when it is connected again.
            if (isAbort(error) || isAppError(error, 'internal.disconnected')) return
            put({ error: serialiseError(error) })
          },
        )
    },
    [containerId, place],
  )
  useEffect(() => {
    for (const path of asked.current.keys()) again(path)
  }, [listing, again])
  useEffect(() => {
    const open = asked.current
    return () => {
      for (const abort of open.values()) abort.abort()
      open.clear()
    }
  }, [])
  const toggle = (path: string): void => {
    if (!asked.current.has(path)) {
      setBranches((now) => new Map(now).set(path, {}))
      return again(path)
    }
    const isGone = (one: string): boolean => one === path || one.startsWith(`${path}/`)
    for (const [one, abort] of asked.current)
      if (isGone(one)) {
        abort.abort()
        asked.current.delete(one)
      }
    setBranches((now) => new Map([...now].filter(([one]) => !isGone(one))))
  }
  return { branches, toggle, again }
}

function replaceAbort(all: Map<string, AbortController>, path: string): AbortController {
  const abort = new AbortController()
  all.set(path, abort)
  return abort
}
