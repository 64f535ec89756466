// Who listens on this Mac, as `lsof` tells in its form for programs.
import type { Protocol } from '../../preload/model'
import { run } from '../base/child'
import { isPort } from '../base/port-address'
import { listLimitBytes, type Listener } from './listener'

/** One field per line: p pid, c program, L user, then per file t IPv4/IPv6, P protocol, n address:port. */
const tcp = ['-nP', '-w', '-iTCP', '-sTCP:LISTEN', '-FpcLtPn']
const udp = ['-nP', '-w', '-iUDP', '-FpcLtPn']

const longestCommand = 200

/** Without being root only this user's own programs are seen. */
export async function readMacosListeners(signal?: AbortSignal): Promise<readonly Listener[]> {
  const options = { limitBytes: listLimitBytes, ...(signal ? { signal } : {}) }
  // lsof ends with 1 when it found nothing.
  const outputs = await Promise.all([tcp, udp].map((args) => run('/usr/sbin/lsof', args, options)))
  const found = outputs.flatMap(({ stdout }) => parseLsof(stdout))
  const pids = [...new Set(found.flatMap(({ pid }) => pid ?? []))]
  if (pids.length === 0) return found
  // lsof knows no command lines. Without them ports still have their holders.
  const told = await run('/bin/ps', commandArguments(pids), options).catch(() => ({ stdout: '' }))
  return withCommands(found, told.stdout)
}

/** An `-o` of its own for each column: everything after `=` would be its heading. */
export const commandArguments = (pids: readonly number[]): string[] => [
  ...['-ww', '-o', 'pid=', '-o', 'args='],
  ...['-p', pids.join(',')],
]

/** Joins listeners with the lines of `ps`: a number, and how that process was started. */
export function withCommands(listeners: readonly Listener[], text: string): Listener[] {
  const commands = new Map<number, string>()
  for (const [, pid, command] of text.matchAll(/^\s*(\d+)\s+(\S.*?)\s*$/gm))
    if (command !== undefined) commands.set(Number(pid), command.slice(0, longestCommand))
  return listeners.map((one) => {
    const command = one.pid === undefined ? undefined : commands.get(one.pid)
    return command === undefined ? one : { ...one, command }
  })
}

export function parseLsof(text: string): Listener[] {
  const found: Listener[] = []
  let owner: Pick<Listener, 'pid' | 'process' | 'user'> = {}
  let ipv6 = false
  let protocol: Protocol = 'tcp'
  for (const line of text.split('\n')) {
    const value = line.slice(1)
    if (line.startsWith('p')) owner = /^\d+$/.test(value) ? { pid: Number(value) } : {}
    else if (line.startsWith('c')) owner = { ...owner, process: unescape(value) }
    else if (line.startsWith('L')) owner = { ...owner, user: value }
    else if (line.startsWith('t')) ipv6 = value === 'IPv6'
    else if (line.startsWith('P')) protocol = value === 'UDP' ? 'udp' : 'tcp'
    else if (line.startsWith('n')) {
      const at = parseName(value, ipv6)
      if (at) found.push({ protocol, ...at, ...owner })
    }
  }
  return found
}

/** `127.0.0.1:3306`, `[::1]:80`, `*:5000`; `a->b` is a connection and holds no port for others. */
function parseName(name: string, ipv6: boolean): { address: string; port: number } | undefined {
  const [, address, port] = name.match(/^(\[[^\]]+\]|[^:[\]]+):(\d+)$/) ?? []
  if (address === undefined || port === undefined || !isPort(Number(port))) return undefined
  const all = ipv6 ? '::' : '0.0.0.0'
  return { address: address === '*' ? all : address.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** lsof writes a space or another odd character in a program's name as \x20. */
const unescape = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
