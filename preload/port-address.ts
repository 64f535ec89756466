// Where a published port is reached on this computer.
import type { PortBinding } from './model'

/** Addresses that mean this computer are written as `localhost`. */
export const shownHost = (address: string): string =>
  ['', '0.0.0.0', '::', '127.0.0.1', '::1'].includes(address)
    ? 'localhost'
    : address.includes(':')
      ? `[${address}]`
      : address

/** As programs are told: `localhost:3306`. */
export const placeOf = ({ hostAddress, hostPort }: PortBinding): string =>
  `${shownHost(hostAddress)}:${hostPort}`

export const portAddress = (binding: PortBinding): string => `http://${placeOf(binding)}`
