// Whose a leftover is: a name for this process that stays true after its id was given to another one.
import { readFileSync } from 'node:fs'

/** `<process id>-<start time>` of this process. */
export const ownerTag: string = `${process.pid}-${startTime(process.pid)}`

/** Whether the process of a tag still runs; true for what is no tag, so that nothing foreign is taken for a leftover. */
export function ownerRuns(tag: string): boolean {
  const [pid, start] = /^(\d+)-(\d+)$/.exec(tag)?.slice(1) ?? []
  return pid === undefined || startTime(Number(pid)) === start
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
