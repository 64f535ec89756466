// The kernel's tables of sockets in /proc/net, and which of these hold a port.
import { closeSync, openSync, readSync } from 'node:fs'
import type { Protocol } from '../../preload/model'
import { createTurns } from '../base/turns'

export interface Socket {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  readonly inode: number
  readonly uid: number
}

const tables = [
  { name: 'tcp', protocol: 'tcp' },
  { name: 'tcp6', protocol: 'tcp' },
  { name: 'udp', protocol: 'udp' },
  { name: 'udp6', protocol: 'udp' },
] as const

/** How long the kernel may be read at a stretch, in ms. */
const stretchMs = 5

/** `root` is `/`, or a folder with a recorded `proc` in it. A table that cannot be read is empty. */
export async function readSockets(root: string): Promise<Socket[]> {
  const sockets: Socket[][] = []
  const turn = createTurns(stretchMs)
  for (const { name, protocol } of tables)
    sockets.push(parseSocketTable(await readTable(`${root}/proc/net/${name}`, turn), protocol))
  return sockets.flat()
}

/** Bytes that tables had before: growing anew costs a copy each time. */
const roomFor = new Map<string, number>()

/**
 * The kernel gives a page at a time and no disk is waited for: read at once, a page costs a tenth of what it costs
 * by way of another thread, and thousands of sockets are hundreds of pages.
 */
async function readTable(path: string, turn: () => Promise<void> | undefined): Promise<Buffer> {
  let table = Buffer.allocUnsafe(roomFor.get(path) ?? 65_536)
  let length = 0
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    for (;;) {
      if (length === table.length) {
        roomFor.set(path, length * 2)
        table = Buffer.concat([table], length * 2)
      }
      const read = readSync(file, table, length, table.length - length, null)
      if (read === 0) return table.subarray(0, length)
      length += read
      await turn()
    }
  } catch {
    return Buffer.alloc(0)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

const [newline, colon, space, zero] = [0x0a, 0x3a, 0x20, 0x30]
/** By the states of include/net/tcp_states.h a listening TCP socket (0A) and an unconnected UDP socket (07). */
const holding = { tcp: 0x41, udp: 0x37 } as const

/**
 * Sockets that hold a port. Columns: number, local address, remote address, state, queues, timers, retransmits, uid,
 * timeout, inode; addresses and state have fixed widths. Thousands of connections may stand between them, so a row
 * is taken apart only when it is wanted, and without a text of its own.
 */
export function parseSocketTable(table: Buffer, protocol: Protocol): Socket[] {
  const sockets: Socket[] = []
  const addresses = new Map<string, string | undefined>()
  for (let start = 0; start < table.length;) {
    const found = table.indexOf(newline, start)
    const end = found < 0 ? table.length : found
    const local = table.indexOf(colon, start) + 2
    const width = table[local + 8] === colon ? 8 : 32
    const remote = local + width + 6
    const state = remote + width + 6
    if (table[state] === zero && table[state + 1] === holding[protocol] && state < end) {
      const port = hexNumber(table, local + width + 1)
      const numbers = numbersAfter(table, state + 2, end)
      const hex = table.toString('latin1', local, local + width)
      if (!addresses.has(hex)) addresses.set(hex, parseAddress(hex))
      const address = addresses.get(hex)
      if (address !== undefined && port !== undefined && numbers)
        sockets.push({ protocol, address, port, ...numbers })
    }
    start = end + 1
  }
  return sockets
}

/** Four digits. */
function hexNumber(table: Buffer, at: number): number | undefined {
  let value = 0
  for (let n = 0; n < 4; n++) {
    const byte = table[at + n] ?? 0
    const digit = byte >= 0x41 ? byte - 0x37 : byte - zero
    if (digit < 0 || digit > 15 || (byte < 0x41 && digit > 9)) return undefined
    value = value * 16 + digit
  }
  return value
}

/** The user and the inode: the fourth and the sixth word from here. */
function numbersAfter(table: Buffer, from: number, end: number): Pick<Socket, 'uid' | 'inode'> | undefined {
  let at = from
  /** NaN for what is no number. */
  const word = (): number => {
    while (at < end && table[at] === space) at++
    let value = at < end ? 0 : NaN
    for (; at < end && table[at] !== space; at++) {
      const digit = (table[at] ?? 0) - zero
      value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN
    }
    return value
  }
  for (let n = 0; n < 3; n++) word()
  const uid = word()
  word()
  const inode = word()
  return Number.isSafeInteger(uid) && Number.isSafeInteger(inode) ? { uid, inode } : undefined
}

/** The kernel prints addresses as words of 32 bits in the order of the machine, here little-endian. */
function parseAddress(hex: string): string | undefined {
  if (!/^(?:[\dA-F]{8}|[\dA-F]{32})$/.test(hex)) return undefined
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
