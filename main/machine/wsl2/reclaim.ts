// Gives memory and disk that Linux does not need back to Windows.
import { AppError } from '../../../preload/errors'
import { takenBytes } from './compact'
import { scripts } from './distribution-scripts'
import type { Wsl } from './wsl-program'

const kibibyte = 1024

/**
 * Drops caches, of the whole VM that all distributions share; nothing in them is lost. In bytes that Linux holds less:
 * WSL passes them on by itself. @throws machine.reclaim-failed
 */
export async function reclaimMemory(wsl: Wsl, signal?: AbortSignal): Promise<number> {
  const output = await request(wsl, 'memory', signal)
  const [before = 0, after = 0] = [...output.matchAll(/^MemFree:\s+(\d+) kB$/gm)].map(([, kib]) =>
    Number(kib),
  )
  return Math.max(0, after - before) * kibibyte
}

/**
 * Tells Windows which blocks are free. Its file becomes smaller at once when it is sparse, and when it is compacted
 * otherwise. In bytes that the file takes less. @throws machine.reclaim-failed
 */
export async function reclaimDisk(wsl: Wsl, disk: string, signal?: AbortSignal): Promise<number> {
  const before = await takenBytes(disk)
  await request(wsl, 'disk', signal)
  return Math.max(0, before - (await takenBytes(disk)))
}

async function request(wsl: Wsl, what: 'memory' | 'disk', signal?: AbortSignal): Promise<string> {
  const { exitCode, output } = await wsl.exec([scripts.reclaim, what], { signal })
  if (exitCode === 0) return output
  throw new AppError('machine.reclaim-failed', { detail: `${what}: exit code ${exitCode} ${output}`.trim() })
}
