// Tells which paths of a folder of this computer change. macOS and Windows watch a whole tree at once; Linux each folder.
import { watch, type FSWatcher } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'

/** Large, changed in bulk, and left out by whatever watches for changes of a program's text. */
const ignored: ReadonlySet<string> = new Set(['.git', 'node_modules'])
/** A watch of each costs the kernel some memory, and programs of this user share what it gives out. */
const mostFolders = 4_096

export interface FolderWatch {
  close(): void
}

export interface WatchedFolder {
  /** A folder, or a file. */
  readonly path: string
  /** What changed, came or went; also what nobody changed, now and then. */
  readonly onChange: (path: string) => void
  /** Changes are missed from now on, and why. */
  readonly onProblem: (why: string) => void
  readonly platform?: NodeJS.Platform
  readonly mostFolders?: number
}

/** Resolves when changes are seen. Never rejects: what cannot be watched is told as a problem. */
export async function watchFolder(folder: WatchedFolder): Promise<FolderWatch> {
  const { path, onProblem, platform = process.platform } = folder
  try {
    if (!(await stat(path)).isDirectory()) return watchFile(folder)
    return platform === 'linux' ? await watchTree(folder) : watchWhole(folder)
  } catch (error) {
    onProblem(String(error))
    return { close: () => {} }
  }
}

const isIgnored = (name: string): boolean => name.split(sep).some((part) => ignored.has(part))

function watchWhole({ path, onChange, onProblem }: WatchedFolder): FolderWatch {
  const watcher = watch(path, { recursive: true, persistent: false }, (_event, name) => {
    if (name !== null && !isIgnored(name)) onChange(join(path, name))
  })
  watcher.on('error', (error) => onProblem(String(error)))
  return { close: () => watcher.close() }
}

/** By its folder: a file that is written anew is another one. */
function watchFile({ path, onChange, onProblem }: WatchedFolder): FolderWatch {
  const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
    if (name === basename(path)) onChange(path)
  })
  watcher.on('error', (error) => onProblem(String(error)))
  return { close: () => watcher.close() }
}

async function watchTree(folder: WatchedFolder): Promise<FolderWatch> {
  const { path: root, onChange, onProblem, mostFolders: most = mostFolders } = folder
  const watchers = new Map<string, FSWatcher>()
  let closed = false
  let isFull = false
  const leave = (path: string): void => {
    for (const [one, watcher] of watchers) {
      if (one !== path && !one.startsWith(`${path}${sep}`)) continue
      watcher.close()
      watchers.delete(one)
    }
  }
  const enter = async (path: string, isNew: boolean): Promise<void> => {
    if (closed) return
    if (watchers.size >= most) {
      if (!isFull) onProblem(`there are more than ${most} folders in ${root}`)
      isFull = true
      return
    }
    const watcher = watch(path, { persistent: false }, (event, name) => {
      if (name === null || isIgnored(name)) return
      onChange(join(path, name))
      if (event === 'rename') void look(join(path, name))
    })
    watcher.on('error', () => leave(path))
    watchers.set(path, watcher)
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue
      // What came before it was watched.
      if (isNew) onChange(join(path, entry.name))
      if (entry.isDirectory()) await enter(join(path, entry.name), isNew).catch(() => {})
    }
  }
  /** Something came or went under this name. */
  const look = async (path: string): Promise<void> => {
    const there = await stat(path).catch(() => undefined)
    leave(path)
    // One that is gone again, or that this user may not read, is left out.
    if (there?.isDirectory()) await enter(path, true).catch(() => {})
  }
  await enter(root, false)
  return {
    close: () => {
      closed = true
      leave(root)
    },
  }
}
