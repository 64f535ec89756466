// Reads /proc/meminfo: what is used is what Linux could not give to a new program.

export interface LinuxMemory {
  readonly totalBytes: number
  readonly usedBytes: number
  /** Files kept only to be quick; given up as soon as a program needs the room. */
  readonly cacheBytes: number
}

const bytesPerKibibyte = 1024

/** Undefined when the text is not what Linux prints. */
export function parseMeminfo(text: string): LinuxMemory | undefined {
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? NaN) * bytesPerKibibyte
  const totalBytes = read('MemTotal')
  const usedBytes = totalBytes - read('MemAvailable')
  if (!Number.isFinite(usedBytes)) return undefined
  const cache = read('Buffers') + read('Cached') + read('SReclaimable') - read('Shmem')
  return { totalBytes, usedBytes, cacheBytes: Math.max(0, cache) || 0 }
}
