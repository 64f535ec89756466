// Several ports of this computer of which a container gets one: as people write it, and as they are told.
import type { PortBinding, PortRange } from './model'

/** `8000-8010`; undefined for anything else, a single port included. */
export function readRange(text: string): PortRange | undefined {
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim()) ?? []
  const [first, last] = [Number(from), Number(to)]
  return first >= 1 && last <= 65_535 && first < last ? { first, last } : undefined
}

type Ports = Pick<PortBinding, 'hostPort' | 'hostRange'>

/** Where somebody reads on: `8000`, or `8000–8010`. */
export const portText = ({ hostPort, hostRange }: Ports): string =>
  hostRange ? `${hostRange.first}–${hostRange.last}` : String(hostPort)

/** As Docker and Compose write it: `8000`, `8000-8010`, or nothing for any free port. */
export const writePort = ({ hostPort, hostRange }: Ports): string =>
  hostRange ? `${hostRange.first}-${hostRange.last}` : hostPort === 0 ? '' : String(hostPort)

/** As Docker and Compose write the address before a port: nothing for all, `127.0.0.1:`, `[::1]:`. */
export const writeAddress = (address: string): string => {
  if (address === '' || address === '0.0.0.0') return ''
  return address.includes(':') ? `[${address}]:` : `${address}:`
}

export const isOneOf = ({ first, last }: PortRange, port: number): boolean => port >= first && port <= last

/** Whether this is the port that is asked for, or one of those. */
export const asksFor = ({ hostPort, hostRange }: Ports, port: number): boolean =>
  hostRange ? isOneOf(hostRange, port) : hostPort === port

export const countOf = ({ first, last }: PortRange): number => last - first + 1
