// The processor time that a process has used: unlike the clock, hardly touched by what else the computer does.
import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second towards programs, whatever its own timer (proc(5), sysconf(3)). */
const msPerTick = 10

/**
 * @param {number} pid of a living process
 * @returns {number} milliseconds in user and system mode, all threads
 */
export function cpuTimeMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The name in parentheses may hold anything; fields are counted from behind it: utime is 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msPerTick
}
