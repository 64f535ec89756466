// Wakes what watches a file inside the machine: sets the file's mode there to what it is, which changes nothing but
// makes the kernel inside tell its watchers (inotify, IN_ATTRIB).
import { lstat } from 'node:fs/promises'
import { dirname, posix } from 'node:path'
import type { Log } from '../../base/log'
import type { GuestAccess } from '../driver'

/** Changes come in bursts: one save is several of them. In ms. */
const gatherMs = 100
/** Telling takes at most a fifth of the time, so that a folder in which something always changes costs no processor. */
const pausePerMs = 4
const longestPauseMs = 5_000
/** A machine that does not answer would only gather questions. */
const mostFailures = 3
/** More at once, as from unpacking an archive, are not told one by one: whoever watches looks at the folders anew. */
const mostPending = 1_000
const mostRemembered = 10_000
/** Of one command: a line for the guest agent has to be a short one on some machines. */
const mostCharacters = 3_000

export interface Change {
  /** On this computer. */
  readonly here: string
  /** The same in the machine. */
  readonly inside: string
}

export interface Waker {
  changed(change: Change): void
  stop(): void
}

export interface WakerOptions {
  readonly exec: GuestAccess['exec']
  readonly log: Log
}

export function createWaker({ exec, log }: WakerOptions): Waker {
  const abort = new AbortController()
  const { signal } = abort
  const pending = new Map<string, Change>()
  const known = rememberer()
  let timer: NodeJS.Timeout | undefined
  let busy = false
  let pauseMs = gatherMs
  let failures = 0

  const flush = async (): Promise<void> => {
    const changes = [...pending.values()]
    pending.clear()
    const news = new Set<string>()
    for (const change of changes) {
      const found = await present(change)
      if (found && known.isNew(found.change.here, found.mark)) news.add(found.change.inside)
    }
    for (const command of wakeCommands([...news])) await exec(command, { signal })
  }
  const run = (): void => {
    timer = undefined
    busy = true
    const began = performance.now()
    flush()
      .then(() => (failures = 0))
      .catch((error: unknown) => {
        if (signal.aborted) return
        failures += 1
        log.warn('changes in shared folders were not told inside', { why: String(error), failures })
        if (failures >= mostFailures) abort.abort()
      })
      .finally(() => {
        busy = false
        pauseMs = Math.min(longestPauseMs, Math.max(gatherMs, pausePerMs * (performance.now() - began)))
        if (pending.size > 0) arm()
      })
  }
  const arm = (): void => {
    if (!signal.aborted && !busy) timer ??= setTimeout(run, pauseMs)
  }
  return {
    changed: (change) => {
      if (signal.aborted) return
      if (pending.size < mostPending) pending.set(change.here, change)
      else {
        const folder = { here: dirname(change.here), inside: posix.dirname(change.inside) }
        if (pending.size < 2 * mostPending) pending.set(folder.here, folder)
      }
      arm()
    },
    stop: () => {
      clearTimeout(timer)
      abort.abort()
    },
  }
}

interface Found {
  readonly change: Change
  /** Differs when anybody changed it; what we do to it inside leaves it as it is. */
  readonly mark: string
}

/** What is gone is seen by its folder. Undefined when that is gone, too, or for a link, whose target is another file. */
async function present(change: Change): Promise<Found | undefined> {
  const { here, inside } = change
  const file = await lstat(here).catch(() => undefined)
  if (file?.isSymbolicLink()) return undefined
  if (file) return { change, mark: markOf(file) }
  const folder = { here: dirname(here), inside: posix.dirname(inside) }
  const above = await lstat(folder.here).catch(() => undefined)
  return above?.isDirectory() ? { change: folder, mark: markOf(above) } : undefined
}

const markOf = (file: { ino: number; size: number; mtimeMs: number; mode: number }): string =>
  `${file.ino} ${file.size} ${file.mtimeMs} ${file.mode}`

/** Knows what was told of each path, of as many as were told last: our own effect is seen here as a change, too. */
function rememberer(): { isNew(path: string, mark: string): boolean } {
  const told = new Map<string, string>()
  return {
    isNew: (path, mark) => {
      if (told.get(path) === mark) return false
      told.delete(path)
      told.set(path, mark)
      for (const oldest of told.keys()) {
        if (told.size <= mostRemembered) break
        told.delete(oldest)
      }
      return true
    },
  }
}

/** Commands for the shell inside, none of them longer than the limit unless a single path is. */
export function wakeCommands(paths: readonly string[], limit = mostCharacters): string[] {
  const commands: string[] = []
  let words = ''
  const end = (): void => {
    if (words !== '')
      commands.push(
        `for f in${words}; do [ -h "$f" ] || { m=$(stat -c %a "$f") && chmod "$m" "$f"; }; done 2>/dev/null; true`,
      )
    words = ''
  }
  for (const path of paths) {
    const word = ` '${path.replaceAll("'", String.raw`'\''`)}'`
    if (words !== '' && words.length + word.length > limit) end()
    words += word
  }
  end()
  return commands
}
