// What this computer as a whole is doing: counters for rates, gauges for memory and disk.
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { cpus, freemem, totalmem } from 'node:os'
import { parseDiskBytes, parseNetworkBytes, parseProcessorTicks } from '../base/linux-figures'
import { parseMeminfo } from '../base/meminfo'
import type { DiskRoom } from '../../preload/model'

export interface ComputerFigures {
  /** Busy and all time of the processors, in any unit. */
  readonly busy: number
  readonly all: number
  readonly memoryUsedBytes: number
  /** Since some start; absent where the system does not tell. */
  readonly diskBytes?: number
  readonly networkBytes?: number
}

/** Linux tells everything in four files; elsewhere a library knows whom to ask. */
export const readComputer = (platform: NodeJS.Platform = process.platform): Promise<ComputerFigures> =>
  platform === 'linux' ? readLinux() : readElsewhere()

/** The kernel answers from memory, at once; a thread for each of these would cost several times the reading. */
function readProc(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, 'utf8')
  } catch {
    return ''
  }
}

async function readLinux(): Promise<ComputerFigures> {
  const [stat, meminfo, disks, networks] = ['stat', 'meminfo', 'diskstats', 'net/dev'].map(readProc)
  return {
    ...(parseProcessorTicks(stat ?? '') ?? processorTimes()),
    memoryUsedBytes: parseMeminfo(meminfo ?? '')?.usedBytes ?? totalmem() - freemem(),
    diskBytes: parseDiskBytes(disks ?? ''),
    networkBytes: parseNetworkBytes(networks ?? ''),
  }
}

/** systeminformation asks the system's own tools, which takes a while on Windows; rates count the time it took. */
export async function readElsewhere(): Promise<ComputerFigures> {
  const { fsStats, mem, networkStats } = await import('systeminformation')
  const [memory, disk, networks] = await Promise.all([mem(), fsStats(), networkStats('*')])
  const outer = networks.filter(({ iface }) => !/^(?:lo|utun|bridge|awdl|llw|vmenet|vEthernet)/i.test(iface))
  const networkBytes = outer.reduce((sum, one) => sum + one.rx_bytes + one.tx_bytes, 0)
  const diskBytes = (disk as { tx?: number } | null)?.tx
  return {
    ...processorTimes(),
    memoryUsedBytes: memory.total - memory.available,
    ...(typeof diskBytes === 'number' && diskBytes > 0 ? { diskBytes } : {}),
    ...(outer.length > 0 && Number.isFinite(networkBytes) ? { networkBytes } : {}),
  }
}

function processorTimes(): { readonly busy: number; readonly all: number } {
  let busy = 0
  let all = 0
  for (const { times } of cpus()) {
    const sum = Object.values(times).reduce((total, ms) => total + ms, 0)
    all += sum
    busy += sum - times.idle
  }
  return { busy, all }
}

/** The disk that a folder is on; undefined when it cannot be told. */
export async function readDiskRoom(folder: string): Promise<DiskRoom | undefined> {
  try {
    const { blocks, bfree, bavail, bsize } = await statfs(folder)
    // What only the system may still write is not room for us.
    const totalBytes = (blocks - bfree + bavail) * bsize
    return { totalBytes, usedBytes: (blocks - bfree) * bsize }
  } catch {
    return undefined
  }
}
