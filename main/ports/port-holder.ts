// Says in plain words who holds a port: the container that published it, or the program that listens.
import { AppError } from '../../preload/errors'
import type { Container, PortHolder, PortRange, Protocol } from '../../preload/model'
import { overlaps } from '../base/port-address'
import { knownNames, knownProgram } from './known-program'
import type { Listener } from './listener'

export interface Wanted {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
}

/** Ports that a container keeps while it is up. */
export const hasItsPorts = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused'

export function findContainer(containers: Iterable<Container>, wanted: Wanted): PortHolder | undefined {
  for (const container of containers) {
    if (!hasItsPorts(container)) continue
    const binding = container.ports.find(
      (one) =>
        one.hostPort === wanted.port &&
        one.protocol === wanted.protocol &&
        overlaps(one.hostAddress, wanted.address),
    )
    if (binding)
      return {
        kind: 'container',
        name: container.name,
        containerId: container.id,
        address: binding.hostAddress,
      }
  }
  return undefined
}

export const findListener = (listeners: readonly Listener[], wanted: Wanted): Listener | undefined =>
  listeners.find(
    (one) =>
      one.port === wanted.port && one.protocol === wanted.protocol && overlaps(one.address, wanted.address),
  )

/** A listener on all IPv6 addresses is the only suspect left when the port is held and no other is found. */
export const findSuspect = (listeners: readonly Listener[], wanted: Wanted): Listener | undefined =>
  findListener(listeners, wanted) ??
  listeners.find(
    (one) => one.port === wanted.port && one.protocol === wanted.protocol && one.address === '::',
  )

export function holderOfListener(listener: Listener | undefined, wanted: Wanted): PortHolder {
  if (listener?.process === undefined)
    return {
      kind: 'unknown',
      name: '',
      address: listener?.address ?? wanted.address,
      ...(listener?.user === undefined ? {} : { user: listener.user }),
      ...(listener?.otherUser === true ? { otherUser: true } : {}),
    }
  const { process, pid, command, user, address, services } = listener
  const known = knownProgram(listener)
  return {
    kind: 'process',
    name: process,
    address,
    ...(known === undefined ? {} : { known }),
    ...(services === undefined ? {} : { services }),
    ...(pid === undefined ? {} : { pid }),
    ...(command === undefined ? {} : { command }),
    ...(user === undefined ? {} : { user }),
  }
}

/** `mysqld (PID 4312)` */
export const nameHolder = (holder: PortHolder): string =>
  holder.pid === undefined ? holder.name : `${holder.name} (PID ${holder.pid})`

/** `AirPlay Receiver: ControlCenter (PID 412)`, for those who do not know what ControlCenter does there. */
export const explainHolder = (holder: PortHolder): string => {
  const services = holder.name === 'svchost.exe' ? holder.services?.join(', ') : undefined
  const known = holder.known === undefined ? services : knownNames[holder.known]
  return known === undefined ? nameHolder(holder) : `${known}: ${nameHolder(holder)}`
}

/** The error of a port that somebody else holds, naming them when they are known. */
export function takenBy(port: number, holder: PortHolder | undefined, detail?: string): AppError {
  const words = detail === undefined ? {} : { detail }
  if (holder?.kind === 'container')
    return new AppError('port.taken-by-container', { params: { port, container: holder.name }, ...words })
  if (holder?.kind === 'process')
    return new AppError('port.taken-by-process', { params: { port, holder: nameHolder(holder) }, ...words })
  return new AppError('port.taken', { params: { port }, ...words })
}

/** The error of a range of which no port can be had, naming who has the first. */
export function rangeTakenBy({ first, last }: PortRange, holder: PortHolder | undefined): AppError {
  if (holder === undefined || holder.kind === 'unknown')
    return new AppError('port.range-taken', { params: { first, last } })
  return new AppError('port.range-taken-by', { params: { first, last, holder: nameHolder(holder) } })
}
