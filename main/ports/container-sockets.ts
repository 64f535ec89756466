// Reads the sockets of containers from their own side: the tables of their network, as the kernel keeps them.
import type { Protocol } from '../../preload/model'

/** A row of `/proc/<pid>/net/{tcp,udp}`; `state` by include/net/tcp_states.h in hexadecimal. */
export interface SocketRow {
  readonly protocol: Protocol
  readonly localPort: number
  /** Only a program in the same container can reach it. */
  readonly onLoopback: boolean
  readonly state: string
  /** Tells connections apart: both ends as the kernel prints them. */
  readonly ends: string
}

/** A container, and the port of its own that is asked about. */
export interface PortInside {
  readonly containerId: string
  readonly port: number
}

/** Rows by container id; what cannot be read is absent. */
export type ReadSockets = (
  asked: readonly PortInside[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, readonly SocketRow[]>>

/** Runs `sh -c` where the containers are; undefined when that is not possible. */
export type RunBeside = (command: string, signal: AbortSignal) => Promise<string | undefined>

const idPattern = /^[0-9a-f]{12,64}$/

/** A machine that was just suspended does not answer, and nobody else's forward should wait for it. In ms. */
const readDeadlineMs = 30_000

export const containerSockets =
  (run: RunBeside, deadlineMs = readDeadlineMs): ReadSockets =>
  async (asked, signal) => {
    const known = asked.filter(({ containerId }) => idPattern.test(containerId))
    if (known.length === 0) return new Map()
    const either = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
    return parseContainerSockets((await run(command(known), either).catch(() => undefined)) ?? '')
  }

/**
 * A container's processes are found by their control group, which has its id in its name. The number that the engine
 * tells may be one of another process namespace, or another process's by now.
 */
function command(asked: readonly PortInside[]): string {
  const ids = [...new Set(asked.map(({ containerId }) => containerId))].join('|')
  const numbers = new Set(asked.map(({ port }) => port.toString(16).toUpperCase().padStart(4, '0')))
  const row = `^ *[0-9]+: ([0-9A-F]+:(${[...numbers].join('|')}) [0-9A-F]+:[0-9A-F]{4} [0-9A-F]{2}) .*`
  const rows = (protocol: Protocol): string =>
    `sed -nE 's/${row}/${protocol} \\1/p' $net/${protocol} $net/${protocol}6 2>/dev/null`
  return `seen=
grep -oHEm1 '${ids}' /proc/[0-9]*/cgroup 2>/dev/null | while IFS=: read -r file id; do
  case " $seen " in *" $id "*) continue ;; esac
  seen="$seen $id"
  net=\${file%/cgroup}/net
  echo "of $id"
  ${rows('tcp')}
  ${rows('udp')}
done`
}

export function parseContainerSockets(text: string): Map<string, SocketRow[]> {
  const found = new Map<string, SocketRow[]>()
  let rows: SocketRow[] = []
  for (const line of text.split('\n')) {
    const [, id] = /^of ([0-9a-f]+)$/.exec(line) ?? []
    if (id !== undefined) found.set(id, (rows = []))
    const [, protocol, local = '', port = '', remote = '', state = ''] =
      /^(tcp|udp) ([\dA-F]+):([\dA-F]{4}) ([\dA-F]+:[\dA-F]{4}) ([\dA-F]{2})$/.exec(line) ?? []
    if (protocol === undefined) continue
    rows.push({
      protocol: protocol as Protocol,
      localPort: parseInt(port, 16),
      onLoopback: isLoopback(local),
      state,
      ends: `${local}:${port} ${remote}`,
    })
  }
  return found
}

/** 127.0.0.0/8, ::1, and the former written as IPv6; words of 32 bits, little-endian. */
const isLoopback = (hex: string): boolean =>
  /^[\dA-F]{6}7F$/.test(hex) || hex === `${'0'.repeat(24)}01000000` || /^0{16}FFFF0000[\dA-F]{6}7F$/.test(hex)
