// How much of a computer a machine may have, and has when nobody chose. All sizes in bytes.

const gibibyte = 1024 ** 3
export const memoryStep = gibibyte / 4

export interface Range {
  readonly least: number
  readonly most: number
  /** What it is when nobody chose. */
  readonly usual: number
}

export interface MachineLimits {
  readonly cpus: Range
  readonly memoryBytes: Range
  readonly diskBytes: Range
  readonly swapBytes: Range
}

const memory = { least: gibibyte, usualLeast: 2 * gibibyte, usualShare: 0.25, usualMost: 8 * gibibyte }
/** What the system itself needs, whatever is chosen. */
const keptForComputer = 1.5 * gibibyte
const usualCpus = 4

/** `hostMemoryBytes` is all that this computer has. */
export function machineLimits(hostCpus: number, hostMemoryBytes: number): MachineLimits {
  const most = Math.max(memory.least, whole(hostMemoryBytes - keptForComputer))
  const quarter = whole(hostMemoryBytes * memory.usualShare)
  return {
    cpus: { least: 1, most: Math.max(1, hostCpus), usual: Math.max(1, Math.min(hostCpus, usualCpus)) },
    memoryBytes: {
      least: memory.least,
      most,
      usual: Math.min(Math.max(memory.usualLeast, quarter), memory.usualMost, most),
    },
    diskBytes: { least: 16 * gibibyte, most: 2048 * gibibyte, usual: 256 * gibibyte },
    swapBytes: { least: 0, most: 16 * gibibyte, usual: 0 },
  }
}

/** In steps that a slider has, too. */
const whole = (bytes: number): number => Math.floor(bytes / memoryStep) * memoryStep
