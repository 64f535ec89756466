// The log files of containers inside the machine: their sizes, and emptying one. Docker's API tells neither.
import type { LogSize } from './reclaim-plan'

export type RunInGuest = (
  command: string,
  signal?: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly output: string }>

const folder = '/var/lib/docker/containers'
const containerId = /^[0-9a-f]{64}$/
const sizeLine = /^(\d+) ([0-9a-f]{64})\/\2-json\.log(?:\.\d+)?(?:\.gz)?$/

/** Of the engine's usual log driver; others keep no such files. */
export async function readLogSizes(run: RunInGuest, signal?: AbortSignal): Promise<LogSize[]> {
  const { output } = await run(`cd ${folder} && stat -c '%s %n' */*-json.log* 2>/dev/null; true`, signal)
  return parseLogSizes(output)
}

/** Files that rotated count to the log they came from. */
export function parseLogSizes(output: string): LogSize[] {
  const sizes = new Map<string, number>()
  for (const line of output.split('\n')) {
    const [, bytes, id] = sizeLine.exec(line) ?? []
    if (id !== undefined) sizes.set(id, (sizes.get(id) ?? 0) + Number(bytes))
  }
  return [...sizes].map(([id, bytes]) => ({ containerId: id, bytes }))
}

/**
 * Empties the file that is written to, in place, because the engine holds it open and appends; removes rotated ones.
 * @throws Error with the words of the machine
 */
export async function emptyLog(run: RunInGuest, id: string, signal?: AbortSignal): Promise<void> {
  if (!containerId.test(id)) throw new Error(`not the id of a container: ${id.slice(0, 80)}`)
  const file = `${folder}/${id}/${id}-json.log`
  const { exitCode, output } = await run(`[ -f ${file} ] && : > ${file} && rm -f ${file}.*`, signal)
  if (exitCode !== 0) throw new Error(output.trim() || `exit code ${exitCode}`)
}
