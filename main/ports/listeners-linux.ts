// Who listens on this Linux computer: the kernel's tables of sockets, joined with the files that processes have open.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Listener, ReadListeners } from './listener'
import { readSockets, type Socket } from './proc-sockets'
import { findOwners, type Owner } from './socket-owners'

/** All owners are looked up again after this, for sockets that were handed from one process to another. */
const ownersAreFreshMs = 300_000

/** `root` is `/`, or a folder with a recorded `proc` in it. */
export const readLinuxListeners = (root: string): Promise<readonly Listener[]> => createLinuxReader(root)()

interface Known {
  readonly socket: Socket
  /** Not made before its owner was looked for, where that is to be done: most of a first look would be made twice. */
  listener?: Listener
  /** Whether its owner was looked for. */
  sought: boolean
}

/** Names of users by their numbers. */
type Users = ReadonlyMap<number, string>

/**
 * A reader that remembers who owns which socket. Reading the kernel's tables takes a few ms, finding the owners means
 * looking into every process: that is done only for sockets that are new and named, and until they are found. What
 * did not change is the same object as before, so that those who read it need not look at it again.
 */
export function createLinuxReader(root: string): ReadListeners {
  let known: ReadonlyMap<number, Known> = new Map()
  let foundAt = -Infinity
  let users: Users | undefined
  return async (_signal, named) => {
    const sockets = await readSockets(root)
    const all = sockets.map((socket): Known => {
      const before = known.get(socket.inode)
      return before && sameSocket(before.socket, socket) ? before : { socket, sought: false }
    })
    known = new Map(all.map((one) => [one.socket.inode, one]))
    const now = performance.now()
    if (now - foundAt > ownersAreFreshMs) {
      for (const one of all) one.sought = false
      foundAt = now
    }
    const sought = all.filter(
      ({ sought: before, socket }) => !before && (!named || named(socket.protocol, socket.port)),
    )
    if (sought.length > 0) {
      const owners = await findOwners(root, new Set(sought.map(({ socket }) => socket.inode)))
      users = await readUsers(root)
      for (const one of sought) {
        const found = listenerOf(one.socket, users, owners.get(one.socket.inode))
        if (!one.listener || !sameOwner(one.listener, found)) one.listener = found
        one.sought = true
      }
    }
    const names = (users ??= await readUsers(root))
    return all.map((one) => (one.listener ??= listenerOf(one.socket, names)))
  }
}

/** The number alone is used again for another socket. */
const sameSocket = (a: Socket, b: Socket): boolean =>
  a.port === b.port && a.address === b.address && a.protocol === b.protocol && a.uid === b.uid

const sameOwner = (a: Listener, b: Listener): boolean =>
  a.pid === b.pid && a.process === b.process && a.command === b.command && a.user === b.user

/** Written out: thousands of them are made in one look. */
function listenerOf({ protocol, address, port, uid }: Socket, users: Users, owner?: Owner): Listener {
  const user = users.get(uid) ?? String(uid)
  if (!owner) return { protocol, address, port, user }
  const { pid, process, command } = owner
  if (command === undefined) return { protocol, address, port, user, pid, process }
  return { protocol, address, port, user, pid, process, command }
}

async function readUsers(root: string): Promise<Users> {
  const text = await readFile(join(root, 'etc/passwd'), 'utf8').catch(() => '')
  return new Map(
    text.split('\n').map((line) => {
      const [name = '', , uid] = line.split(':')
      return [Number(uid), name]
    }),
  )
}
