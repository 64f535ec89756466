// What the machine costs this computer and how it is doing inside: counters and gauges, read in one go.
import { linkAbort } from '../base/linked-abort'
import { parseDiskBytes, parseNetworkBytes, parsePressure, parseProcessorTicks } from '../base/linux-figures'
import { parseMeminfo, type LinuxMemory } from '../base/meminfo'
import type { Driver } from './driver'

export interface MachineFigures {
  /** CPU time that the machine has used, in ms. */
  readonly cpuMs: number
  /** What the machine's process holds of this computer's memory; absent where that cannot be told. */
  readonly heldBytes?: number
  /** What its data disk takes of this computer's. */
  readonly takenBytes?: number
  /** What follows is absent while the machine is paused. */
  readonly memory?: LinuxMemory
  readonly pressure?: { readonly cpu: number; readonly memory: number; readonly io: number }
  /** Since the machine's start. */
  readonly diskBytes?: number
  readonly networkBytes?: number
  /** Room for the engine's data. */
  readonly disk?: { readonly usedBytes: number; readonly totalBytes: number }
}

const deadlineMs = 5_000
/** USER_HZ is 100 wherever Linux runs for us (proc(5)). */
const msPerTick = 10
const mark = '-- portside --'

/** One shell for everything: starting programs is what costs most in an emulated machine. */
const command = [
  'head -n 1 /proc/stat; cat /proc/meminfo',
  'for resource in cpu memory io; do',
  `  echo '${mark}'; cat /proc/pressure/$resource 2>/dev/null`,
  'done',
  `echo '${mark}'; cat /proc/diskstats`,
  `echo '${mark}'; cat /proc/net/dev`,
  `echo '${mark}'; stat -f -c '%b %f %S' /var/lib/docker`,
  'true',
].join('\n')

/** Undefined while the machine does not run. `asleep` says that what is inside cannot answer. */
export async function readFigures(
  driver: Pick<Driver, 'guest' | 'cost'>,
  asleep: boolean,
  signal?: AbortSignal,
): Promise<MachineFigures | undefined> {
  const limit = linkAbort([signal], deadlineMs)
  try {
    const cost = await driver.cost?.({ signal: limit.signal })
    const inside = asleep
      ? undefined
      : await driver.guest?.exec(command, { signal: limit.signal }).then(({ output }) => parseFigures(output))
    if (cost === undefined && inside === undefined) return undefined
    return {
      cpuMs: cost?.cpuMs ?? 0,
      ...inside,
      ...(cost && { cpuMs: cost.cpuMs, heldBytes: cost.heldBytes }),
      ...(cost?.diskBytes === undefined ? {} : { takenBytes: cost.diskBytes }),
    }
  } finally {
    limit.dispose()
  }
}

/** Undefined when the text is not what the command prints on Linux. */
export function parseFigures(text: string): MachineFigures | undefined {
  const [first = '', cpu = '', memory = '', io = '', disks = '', networks = '', room = ''] = text.split(
    `${mark}\n`,
  )
  const inside = parseMeminfo(first)
  if (!inside) return undefined
  const pressure = { cpu: parsePressure(cpu), memory: parsePressure(memory), io: parsePressure(io) }
  const disk = parseRoom(room)
  return {
    cpuMs: (parseProcessorTicks(first)?.busy ?? 0) * msPerTick,
    memory: inside,
    ...(isKnown(pressure) ? { pressure } : {}),
    diskBytes: parseDiskBytes(disks),
    networkBytes: parseNetworkBytes(networks),
    ...(disk ? { disk } : {}),
  }
}

const isKnown = (pressure: {
  readonly [K in 'cpu' | 'memory' | 'io']: number | undefined
}): pressure is NonNullable<MachineFigures['pressure']> =>
  Object.values(pressure).every((share) => share !== undefined)

/** Blocks, free ones, and bytes in one, as stat(1) prints them. */
function parseRoom(text: string): MachineFigures['disk'] {
  const [blocks = NaN, free = NaN, size = NaN] = text.trim().split(/\s+/).map(Number)
  const totalBytes = blocks * size
  return totalBytes > 0 ? { totalBytes, usedBytes: totalBytes - free * size } : undefined
}
