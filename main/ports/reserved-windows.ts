// The ranges of ports that Windows keeps for itself, for Hyper-V, containers and services.
import type { Protocol } from '../../preload/model'
import { run } from '../base/child'
import type { ReservedRange } from './planner'

export interface ReadReserved {
  (signal?: AbortSignal): Promise<readonly ReservedRange[]>
  /** Makes the next reading a fresh one. */
  forget?(): void
}

/** Needs no administrator. Nothing on other systems, which have no such ranges. */
export const reservedReader = (platform: NodeJS.Platform = process.platform): ReadReserved =>
  platform === 'win32' ? remembering(readReservedRanges) : async () => []

/** The ranges change with restarts of Windows services, not while somebody types. */
const freshMs = 60_000

function remembering(read: ReadReserved): ReadReserved {
  let last: { readonly at: number; readonly ranges: readonly ReservedRange[] } | undefined
  const remembered: ReadReserved = async (signal) => {
    const now = performance.now()
    if (!last || now - last.at > freshMs) last = { at: now, ranges: await read(signal) }
    return last.ranges
  }
  remembered.forget = () => (last = undefined)
  return remembered
}

async function readReservedRanges(signal?: AbortSignal): Promise<readonly ReservedRange[]> {
  const read = async (family: string, protocol: Protocol): Promise<ReservedRange[]> => {
    const args = ['interface', family, 'show', 'excludedportrange', `protocol=${protocol}`]
    const { stdout } = await run('netsh.exe', args, { windowsHide: true, ...(signal ? { signal } : {}) })
    return parseExcludedRanges(stdout, protocol)
  }
  const lists = await Promise.all(
    ['ipv4', 'ipv6'].flatMap((family) => [read(family, 'tcp'), read(family, 'udp')]),
  )
  const distinct = new Map(lists.flat().map((one) => [`${one.protocol} ${one.first} ${one.last}`, one]))
  return [...distinct.values()]
}

/**
 * Rows are two numbers and a star for ranges that an administrator made; the words around them follow the language
 * of Windows. Such a range is not given away by itself, and stays usable for the one who asks for a port in it.
 */
export function parseExcludedRanges(text: string, protocol: Protocol): ReservedRange[] {
  return [...text.matchAll(/^[ \t]*(\d+)[ \t]+(\d+)[ \t]*(\*?)[ \t]*\r?$/gm)].flatMap(
    ([, from, to, star]) => {
      const [first, last] = [Number(from), Number(to)]
      return first >= 1 && last >= first && last <= 65_535
        ? [{ protocol, first, last, ...(star === '*' ? { administered: true as const } : {}) }]
        : []
    },
  )
}
