// Who listens on this Linux computer: the kernel's tables of sockets, joined with the files that processes have open.
import { readFile, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Protocol } from '../../preload/model'
import type { Listener, ReadListeners } from './listener'

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const
const longestCommand = 200

interface Socket {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  readonly inode: string
  readonly uid: string
}

/** All owners are looked up again after this, for sockets that were handed from one process to another. */
const ownersAreFreshMs = 300_000

/** `root` is `/`, or a folder with a recorded `proc` in it. */
export const readLinuxListeners = (root: string): Promise<readonly Listener[]> => createLinuxReader(root)()

/**
 * A reader that remembers who owns which socket. Reading the kernel's tables takes about 1 ms, finding the owners
 * means looking into every process: that is done only for sockets that are new and named, and until they are found.
 */
export function createLinuxReader(root: string): ReadListeners {
  let owners = new Map<string, Owner>()
  let known = new Set<string>()
  let foundAt = -Infinity
  let users: Map<string, string> | undefined
  return async (_signal, named) => {
    const sockets = await readSockets(root)
    const all = new Set(sockets.map(({ inode }) => inode))
    const asked = named
      ? new Set(sockets.filter(({ protocol, port }) => named(protocol, port)).map(({ inode }) => inode))
      : all
    const now = performance.now()
    const stale = now - foundAt > ownersAreFreshMs
    if (stale) known = new Set()
    const sought = new Set([...asked].filter((inode) => !known.has(inode)))
    if (sought.size > 0) {
      const found = await findOwners(root, sought)
      owners = new Map([...[...owners].filter(([inode]) => known.has(inode) && all.has(inode)), ...found])
      if (stale) foundAt = now
      users = await readUsers(root)
    }
    users ??= await readUsers(root)
    known = new Set([...asked, ...[...known].filter((inode) => all.has(inode))])
    // One object spread, and first: V8 copies it as a whole, thousands of times in a look.
    return sockets.map(({ protocol, address, port, inode, uid }) => ({
      ...owners.get(inode),
      protocol,
      address,
      port,
      user: users?.get(uid) ?? uid,
    }))
  }
}

async function readSockets(root: string): Promise<Socket[]> {
  const contents = await Promise.all(
    tables.map((table) => readFile(join(root, 'proc/net', table), 'utf8').catch(() => '')),
  )
  return contents.flatMap((text, index) =>
    parseSocketTable(text, tables[index]?.startsWith('udp') ? 'udp' : 'tcp'),
  )
}

/** Columns: number, local address, remote address, state, queues, timers, retransmits, uid, timeout, inode. */
const rows = {
  tcp: /^ *\d+: ([\dA-F]+):([\dA-F]{4}) \S+ 0A \S+ \S+ \S+ +(\d+) +\d+ (\d+)/gm,
  udp: /^ *\d+: ([\dA-F]+):([\dA-F]{4}) \S+ 07 \S+ \S+ \S+ +(\d+) +\d+ (\d+)/gm,
} as const

/**
 * Sockets that hold a port: by the states of include/net/tcp_states.h a listening TCP socket (0A) and an unconnected
 * UDP socket (07). Thousands of connections may stand between them, so a row is taken apart only when it is wanted.
 */
export function parseSocketTable(text: string, protocol: Protocol): Socket[] {
  const addresses = new Map<string, string>()
  return [...text.matchAll(rows[protocol])].map(([, hex = '', port = '', uid = '', inode = '']) => {
    const address = addresses.get(hex) ?? parseAddress(hex)
    addresses.set(hex, address)
    return { protocol, address, port: parseInt(port, 16), inode, uid }
  })
}

/** The kernel prints addresses as words of 32 bits in the order of the machine, here little-endian. */
function parseAddress(hex: string): string {
  const bytes = [...(hex.match(/.{8}/g) ?? [])].flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)),
  )
  if (bytes.length === 4) return bytes.join('.')
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  return mapped ? bytes.slice(12).join('.') : shortenIpv6(bytes)
}

function shortenIpv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  )
  // The form of RFC 5952: the longest run of zeros is left out.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

type Owner = Pick<Listener, 'pid' | 'process' | 'command'>

/** Without being root only this user's own processes can be read. */
async function findOwners(root: string, inodes: ReadonlySet<string>): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>()
  const pids = (await readdir(join(root, 'proc')).catch(() => [])).filter((name) => /^\d+$/.test(name))
  for (const pid of pids.sort((a, b) => Number(a) - Number(b))) {
    if (owners.size === inodes.size) break
    const mine = (await socketsOf(root, pid)).filter((inode) => inodes.has(inode) && !owners.has(inode))
    if (mine.length === 0) continue
    const owner = await describeProcess(root, pid)
    for (const inode of mine) owners.set(inode, owner)
  }
  return owners
}

async function socketsOf(root: string, pid: string): Promise<string[]> {
  const folder = join(root, 'proc', pid, 'fd')
  const files = await readdir(folder).catch(() => [])
  const targets = await Promise.all(files.map((file) => readlink(join(folder, file)).catch(() => '')))
  return targets.flatMap((target) => target.match(/^socket:\[(\d+)\]$/)?.[1] ?? [])
}

async function describeProcess(root: string, pid: string): Promise<Owner> {
  const folder = join(root, 'proc', pid)
  const [name, commandLine] = await Promise.all(
    ['comm', 'cmdline'].map((file) => readFile(join(folder, file), 'utf8').catch(() => '')),
  )
  const command = (commandLine ?? '').replaceAll('\0', ' ').trim().slice(0, longestCommand)
  return {
    pid: Number(pid),
    process: name?.trim() || `process ${pid}`,
    ...(command === '' ? {} : { command }),
  }
}

async function readUsers(root: string): Promise<Map<string, string>> {
  const text = await readFile(join(root, 'etc/passwd'), 'utf8').catch(() => '')
  return new Map(
    text.split('\n').map((line) => {
      const [name = '', , uid = ''] = line.split(':')
      return [uid, name]
    }),
  )
}
