// Which ports an ordinary program may not open on this computer.
import { readFile } from 'node:fs/promises'

const linuxDefault = 1024

/** 0 where every program may open every port: on Windows, on macOS for all addresses, and for root. */
export async function lowestPort(platform: NodeJS.Platform = process.platform): Promise<number> {
  if (platform !== 'linux' || process.getuid?.() === 0) return 0
  const text = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(() => '')
  return /^\d+\s*$/.test(text) ? Number(text) : linuxDefault
}
