// Which process has a socket: found among the files that processes have open.
import { closeSync, openSync, read, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { promisify } from 'node:util'
import { createTurns } from '../base/turns'

/** A process, as it is told. */
export interface Owner {
  readonly pid: number
  readonly process: string
  readonly command?: string
}

const longestCommand = 200
/** Bytes of UTF-8. */
const longestCharacter = 4
const readPart = promisify(read)
/** How long links may be read at a stretch, in ms, and after how many that is looked at. */
const stretchMs = 5
const linksAtOnce = 64

/** By inode. Without being root only this user's own processes can be read. */
export async function findOwners(root: string, inodes: ReadonlySet<number>): Promise<Map<number, Owner>> {
  const pidOf = new Map<number, number>()
  const turn = createTurns(stretchMs)
  const pids = filesIn(`${root}/proc`).map(Number).filter(Number.isInteger)
  // A socket that a process shares with its children is told as its own.
  for (const pid of pids.sort((a, b) => a - b)) {
    if (pidOf.size === inodes.size) break
    for (const inode of await socketsOf(root, pid, inodes, turn)) if (!pidOf.has(inode)) pidOf.set(inode, pid)
  }
  const owners = new Map<number, Owner>()
  await Promise.all(
    [...new Set(pidOf.values())].map(async (pid) => owners.set(pid, await describeProcess(root, pid))),
  )
  const found = new Map<number, Owner>()
  for (const [inode, pid] of pidOf) {
    const owner = owners.get(pid)
    if (owner) found.set(inode, owner)
  }
  return found
}

const socketLink = 'socket:['

/** Links to sockets are names that the kernel makes up, for which nothing waits: see {@link readSockets}. */
async function socketsOf(
  root: string,
  pid: number,
  inodes: ReadonlySet<number>,
  turn: () => Promise<void> | undefined,
): Promise<number[]> {
  const folder = `${root}/proc/${pid}/fd`
  const found: number[] = []
  let n = 0
  for (const file of filesIn(folder)) {
    if (n++ % linksAtOnce === 0) await turn()
    const target = linkAt(`${folder}/${file}`)
    // None of them may be read, and trying each costs more than reading it would.
    if (target === undefined) return found
    if (!target.startsWith(socketLink)) continue
    const inode = Number(target.slice(socketLink.length, -1))
    if (inodes.has(inode)) found.push(inode)
  }
  return found
}

/** Empty when the process is another user's, or has ended. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Empty when the process has closed it meanwhile, undefined when it may not be read. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'EACCES' || code === 'EPERM' ? undefined : ''
  }
}

async function describeProcess(root: string, pid: number): Promise<Owner> {
  const folder = `${root}/proc/${pid}`
  const process = nameAt(`${folder}/comm`) || `process ${pid}`
  const command = (await commandLineAt(`${folder}/cmdline`)).replaceAll('\0', ' ').trim()
  return command === '' ? { pid, process } : { pid, process, command: command.slice(0, longestCommand) }
}

/** The kernel keeps it itself, as it does links. */
function nameAt(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** The command line is in the memory of the process, which may have to be waited for: by another thread. */
async function commandLineAt(path: string): Promise<string> {
  const part = Buffer.allocUnsafe(longestCommand * longestCharacter)
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const { bytesRead } = await readPart(file, part, 0, part.length, 0)
    return part.toString('utf8', 0, bytesRead)
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
