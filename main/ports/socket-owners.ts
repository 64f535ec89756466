// Which process has a socket: found among the files that processes have open.
import { readdirSync, readlinkSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createTurns } from '../base/turns'
import type { Listener } from './listener'

export type Owner = Pick<Listener, 'pid' | 'process' | 'command'>

const longestCommand = 200
/** How long links may be read at a stretch, in ms, and after how many that is looked at. */
const stretchMs = 5
const linksAtOnce = 64

/** By inode. Without being root only this user's own processes can be read. */
export async function findOwners(root: string, inodes: ReadonlySet<number>): Promise<Map<number, Owner>> {
  const owners = new Map<number, Owner>()
  const turn = createTurns(stretchMs)
  const pids = (await readdir(`${root}/proc`).catch(() => [])).map(Number).filter(Number.isInteger)
  for (const pid of pids.sort((a, b) => a - b)) {
    if (owners.size === inodes.size) break
    const mine = (await socketsOf(root, pid, inodes, turn)).filter((inode) => !owners.has(inode))
    if (mine.length === 0) continue
    const owner = await describeProcess(root, pid)
    for (const inode of mine) owners.set(inode, owner)
  }
  return owners
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
  for (const [n, file] of filesIn(folder).entries()) {
    if (n % linksAtOnce === 0) await turn()
    const target = linkAt(`${folder}/${file}`)
    if (!target.startsWith(socketLink)) continue
    const inode = parseInt(target.slice(socketLink.length), 10)
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

function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** The command line is in the memory of the process, which may have to be waited for. */
async function describeProcess(root: string, pid: number): Promise<Owner> {
  const [name, commandLine] = await Promise.all(
    ['comm', 'cmdline'].map((file) => readFile(`${root}/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  )
  const command = (commandLine ?? '').replaceAll('\0', ' ').trim().slice(0, longestCommand)
  return {
    pid,
    process: name?.trim() || `process ${pid}`,
    ...(command === '' ? {} : { command }),
  }
}
