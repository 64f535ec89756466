// Whose a leftover is: a name for this process that stays true after its id was given to another one.
import { readFileSync, readlinkSync } from 'node:fs'

/** Process ids mean something only within their namespace: runs in containers share interfaces and folders with us. */
const pidNamespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]

/** `<process id>-<start time>-<namespace>` of this process. */
export const ownerTag: string = `${process.pid}-${startTime(process.pid)}-${pidNamespace}`

/** Whether the process of a tag still runs; true for what cannot be known, so that nothing foreign is a leftover. */
export function ownerRuns(tag: string): boolean {
  const [pid, start, namespace] = /^(\d+)-(\d+)-(\d+)$/.exec(tag)?.slice(1) ?? []
  return pid === undefined || namespace !== pidNamespace || startTime(Number(pid)) === start
}

/** When a process started, in clock ticks since boot. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in brackets and may hold anything; the start time is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
