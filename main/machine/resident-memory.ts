// How much of this computer's memory a process holds: from /proc on Linux, from `ps` elsewhere.
import { readFile } from 'node:fs/promises'
import { run } from '../base/child'

const bytesPerKibibyte = 1024

/** In bytes; 0 when there is no such process. */
export async function residentBytes(pid: number): Promise<number> {
  const text =
    process.platform === 'linux'
      ? (/^VmRSS:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ??
        '')
      : (await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout
  return (Number(text.trim()) || 0) * bytesPerKibibyte
}
