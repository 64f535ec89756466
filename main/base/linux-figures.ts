// Counters that Linux prints under /proc: bytes of disks and networks, time of processors, pressure.

/** diskstats counts these, whatever a disk's own sectors are (kernel: Documentation/admin-guide/iostats). */
const bytesPerSector = 512
/** Whole disks; partitions, loops and device mapper would count the same bytes again. */
const wholeDisk = /^(?:[hsv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/
/** What leads nowhere outside of this Linux, or leads there over another one of these. */
const innerInterface = /^(?:lo|veth|docker|br-|virbr|tap|tun|vnet|ps-)/

/** Bytes read and written by all disks since the start, from /proc/diskstats. */
export function parseDiskBytes(diskstats: string): number {
  let sectors = 0
  for (const line of diskstats.split('\n')) {
    const [, , name = '', , , read = '', , , , written = ''] = line.trim().split(/\s+/)
    if (wholeDisk.test(name)) sectors += (Number(read) || 0) + (Number(written) || 0)
  }
  return sectors * bytesPerSector
}

/** Bytes received and sent by all interfaces to the outside since the start, from /proc/net/dev. */
export function parseNetworkBytes(netDev: string): number {
  let bytes = 0
  for (const line of netDev.split('\n')) {
    const match = /^\s*([^\s:]+):\s*(\d[\d\s]*)$/.exec(line)
    if (!match || innerInterface.test(match[1] ?? '')) continue
    const fields = (match[2] ?? '').trim().split(/\s+/)
    if (fields.length < 16) continue
    bytes += Number(fields[0]) + Number(fields[8])
  }
  return bytes
}

/** Ticks of the `cpu` line of /proc/stat: busy ones (waiting for a disk is not busy) and all. */
export function parseProcessorTicks(
  stat: string,
): { readonly busy: number; readonly all: number } | undefined {
  // Guest time, the ninth and tenth, is part of user time already.
  const ticks = /^cpu +([\d ]+)$/m.exec(stat)?.[1]?.trim().split(/ +/).slice(0, 8).map(Number)
  if (ticks === undefined || ticks.length < 4) return undefined
  const all = ticks.reduce((sum, value) => sum + value, 0)
  return { all, busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0) }
}

/** Share of the last ten seconds, 0 to 1, in which some task waited: the `some` line of /proc/pressure/<what>. */
export function parsePressure(text: string): number | undefined {
  const percent = Number(/^some avg10=(\d+(?:\.\d+)?) /m.exec(text)?.[1] ?? NaN)
  return Number.isFinite(percent) ? percent / 100 : undefined
}
