// Changes on this computer in folders that running containers have wake what watches these folders in the containers.
import { posix, relative, sep } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { Container, Machine } from '../../../preload/model'
import type { Items } from '../../base/collection'
import type { Log } from '../../base/log'
import type { Driver } from '../driver'
import { createWaker, type Waker } from './waker'
import { watchFolder, type FolderWatch } from './watch-folder'

const mostWatched = 64

export interface WakeOptions {
  readonly driver: Pick<Driver, 'guest' | 'pathHere'>
  readonly machine: Pick<StoreApi<Pick<Machine, 'state'>>, 'getState' | 'subscribe'>
  readonly containers: Pick<
    StoreApi<Items<Pick<Container, 'state' | 'boundPaths'>>>,
    'getState' | 'subscribe'
  >
  readonly log: Log
}

/** Does nothing where such changes are seen inside by themselves. Returns what ends it. */
export function wakeWatchers(options: WakeOptions): () => void {
  const { driver, machine, containers, log } = options
  const { guest, pathHere } = driver
  if (!guest || !pathHere) return () => {}
  const watches = new Map<string, Promise<FolderWatch>>()
  let waker: Waker | undefined
  const begin = (here: string, inside: string, wake: Waker): Promise<FolderWatch> =>
    watchFolder({
      path: here,
      onChange: (path) =>
        wake.changed({ here: path, inside: posix.join(inside, ...relative(here, path).split(sep)) }),
      onProblem: (why) => log.warn('changes in a shared folder may be missed', { folder: here, why }),
    })
  const end = (inside: string): void => {
    void watches.get(inside)?.then((one) => one.close())
    watches.delete(inside)
  }
  const follow = (): void => {
    const runs = machine.getState().state === 'running'
    const wanted = runs ? boundFolders(containers.getState().values(), pathHere) : new Map<string, string>()
    for (const inside of watches.keys()) if (!wanted.has(inside)) end(inside)
    if (wanted.size === 0) {
      waker?.stop()
      waker = undefined
      return
    }
    waker ??= createWaker({ exec: (command, call) => guest.exec(command, call), log })
    for (const [inside, here] of wanted)
      if (!watches.has(inside)) watches.set(inside, begin(here, inside, waker))
  }
  const stops = [containers.subscribe(follow), machine.subscribe(follow)]
  follow()
  return () => {
    for (const stop of stops) stop()
    for (const inside of watches.keys()) end(inside)
    waker?.stop()
  }
}

/** What running containers have of this computer, by its path inside; what lies in another one is left out. */
function boundFolders(
  containers: Iterable<Pick<Container, 'state' | 'boundPaths'>>,
  pathHere: (inside: string) => string | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const bound = [...containers].flatMap(({ state, boundPaths = [] }) =>
    state === 'running' ? boundPaths : [],
  )
  for (const inside of [...new Set(bound)].sort()) {
    const here = pathHere(inside)
    const isInAnother = [...found.keys()].some((outer) => inside.startsWith(`${outer}/`))
    if (here !== undefined && !isInAnother && found.size < mostWatched) found.set(inside, here)
  }
  return found
}
