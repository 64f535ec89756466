// What is a port and an address of this computer, and when two addresses cannot both have the same port.
import { isIP, isIPv6 } from 'node:net'
import { AppError } from '../../preload/errors'

export const allIpv4 = '0.0.0.0'
export const allIpv6 = '::'
const highestPort = 65_535

/** `0.0.0.0` for what means all addresses. @throws port.bad-address */
export function normalAddress(address: string): string {
  if (address === '') return allIpv4
  if (isIP(address) === 0)
    throw new AppError('port.bad-address', { params: { address: address.slice(0, 80) } })
  return address
}

/** Takes what somebody typed or sent, too. @throws port.bad-port */
export function checkPortNumber(port: unknown): asserts port is number {
  if (typeof port !== 'number' || !isPort(port) || port === 0)
    throw new AppError('port.bad-port', {
      params: { port: typeof port === 'number' ? port : String(port).slice(0, 80) },
    })
}

/**
 * The same address, or one of them means all of the same family. `::` often takes IPv4 along, but not always,
 * which only a real attempt to bind can tell.
 */
export function overlaps(a: string, b: string): boolean {
  if (isIPv6(a) !== isIPv6(b)) return false
  const all = isIPv6(a) ? allIpv6 : allIpv4
  return a === b || a === all || b === all
}

/** Whether a program may listen there, as far as the number goes. */
export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= highestPort
