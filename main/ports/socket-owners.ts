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
const pollLink = 'anon_inode:[eventpoll]'
/** With fewer files left than this, reading their links costs no more than reading what one of them waits for. */
const manyFiles = 32

/** Links to sockets are names that the kernel makes up, for which nothing waits: see {@link readSockets}. */
async function socketsOf(
  root: string,
  pid: number,
  inodes: ReadonlySet<number>,
  turn: () => Promise<void> | undefined,
): Promise<number[]> {
  const process = `${root}/proc/${pid}`
  const files = filesIn(`${process}/fd`)
  const found: number[] = []
  let told: ReadonlyMap<string, number> = new Map()
  for (const [n, file] of files.entries()) {
    if (n % linksAtOnce === 0) await turn()
    let inode = told.get(file)
    if (inode === undefined) {
      const target = linkAt(`${process}/fd/${file}`)
      // None of them may be read, and trying each costs more than reading it would.
      if (target === undefined) return found
      if (target === pollLink && files.length - n > manyFiles) told = polledSockets(process, file, told)
      if (!target.startsWith(socketLink)) continue
      inode = Number(target.slice(socketLink.length, -1))
    }
    if (inodes.has(inode)) found.push(inode)
  }
  return found
}

const polled = /^tfd: +(\d+) .*? ino:([\da-f]+) sdev:([\da-f]+)$/gm

/**
 * Inodes of sockets by the file that they are: a program with thousands of them waits for them by epoll, and what an
 * epoll waits for is told in one read, where each link is a read of its own (proc_pid_fdinfo(5)). Of all that it waits
 * for, sockets are on a device of theirs; the link of one of them shows which.
 */
function polledSockets(
  process: string,
  epoll: string,
  known: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const sockets = new Map(known)
  let socketDevice: string | undefined
  for (const [, file = '', inode = '', device] of textAt(`${process}/fdinfo/${epoll}`).matchAll(polled)) {
    const number = parseInt(inode, 16)
    if (socketDevice === undefined && linkAt(`${process}/fd/${file}`) === `${socketLink}${number}]`)
      socketDevice = device
    if (device === socketDevice) sockets.set(file, number)
  }
  return sockets
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
  // The kernel keeps it itself, as it does links.
  const process = textAt(`${folder}/comm`).trim() || `process ${pid}`
  const command = (await commandLineAt(`${folder}/cmdline`)).replaceAll('\0', ' ').trim()
  return command === '' ? { pid, process } : { pid, process, command: command.slice(0, longestCommand) }
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
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
