// The list of listeners as it is shown: forwards told from programs, ranges that the system keeps, no doubles.
import type { PortListener } from '../../preload/model'
import { knownProgram } from './known-program'
import { mayClash, leadsToContainers, type Situation } from './planner'
import { hasItsPorts } from './port-holder'
import { placeOf } from './quick-look'
import type { Listener } from './listener'

export function describeListeners(situation: Situation): PortListener[] {
  const containerAt = containersByPort(situation)
  const shown = new Map<string, PortListener>()
  for (const listener of situation.listeners) {
    const { protocol, address, port, pid } = listener
    const place = `${protocol}/${address}:${port}`
    const id = shown.has(place) && shown.get(place)?.pid !== pid ? `${place} ${pid ?? ''}` : place
    const containerId = containerAt(listener)
    const known = knownProgram(listener)
    // Most are plain, and are copied in one step.
    const described: PortListener =
      containerId === undefined
        ? { ...listener, id, kind: 'process' }
        : { ...listener, id, kind: 'forward', containerId }
    shown.set(id, known === undefined ? described : { ...described, known })
  }
  for (const { protocol, first, last } of situation.reserved)
    shown.set(`reserved ${protocol}/${first}-${last}`, {
      id: `reserved ${protocol}/${first}-${last}`,
      kind: 'reserved',
      protocol,
      address: '0.0.0.0',
      port: first,
      lastPort: last,
    })
  return [...shown.values()]
}

/** Finds the container that a listener leads to: the program that forwards, at a place that a container has. */
function containersByPort(situation: Situation): (listener: Listener) => string | undefined {
  const open = new Map<string, { readonly address: string; readonly containerId: string }[]>()
  const add = (protocol: string, port: number, address: string, containerId: string): void => {
    const key = `${protocol}/${port}`
    open.set(key, [...(open.get(key) ?? []), { address, containerId }])
  }
  for (const container of situation.containers) {
    if (!hasItsPorts(container)) continue
    for (const binding of container.ports) {
      const { protocol, hostPort, hostAddress } = binding
      const forward = situation.forwards.get(placeOf(binding))
      if (forward?.state === 'open' && forward.containerId === container.id)
        add(protocol, hostPort, hostAddress, container.id)
    }
  }
  return (listener) => {
    const here = open.get(`${listener.protocol}/${listener.port}`) ?? []
    return (
      here.find(({ address }) => address === listener.address) ??
      here.find(({ address }) => leadsToContainers(listener) && mayClash(address, listener.address))
    )?.containerId
  }
}
