// How much CPU time a process has used, in ms: from /proc on Linux, from `ps` elsewhere.
import { readFile } from 'node:fs/promises'
import { run } from '../base/child'

/** USER_HZ is 100 on every architecture that we run on (proc(5), sysconf(_SC_CLK_TCK)). */
const msPerTick = 10

export async function cpuTimeMs(pid: number): Promise<number> {
  if (process.platform !== 'linux')
    return parsePsTime((await run('ps', ['-o', 'time=', '-p', String(pid)])).stdout)
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  return parseStat(stat)
}

/** Fields 14 and 15, user and system; counted after the name, which may hold anything. 0 when there are none. */
export function parseStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return Number.isFinite(ticks) ? ticks * msPerTick : 0
}

/** `[[dd-]hh:]mm:ss[.cc]`. */
export function parsePsTime(text: string): number {
  const match = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text.trim())
  if (!match) return 0
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match.map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
