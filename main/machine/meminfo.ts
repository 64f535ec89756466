// Reads /proc/meminfo: what the guest uses is what it could not give to a new program.

export interface GuestMemory {
  readonly totalBytes: number
  readonly usedBytes: number
}

const bytesPerKibibyte = 1024

/** Undefined when the text is not what Linux prints. */
export function parseMeminfo(text: string): GuestMemory | undefined {
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? NaN) * bytesPerKibibyte
  const totalBytes = read('MemTotal')
  const usedBytes = totalBytes - read('MemAvailable')
  return Number.isFinite(usedBytes) ? { totalBytes, usedBytes } : undefined
}
