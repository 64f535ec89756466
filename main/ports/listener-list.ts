// The list of listeners as it is shown: forwards told from programs, ranges that the system keeps, no doubles.
import type { PortListener } from '../../preload/model'
import { knownProgram } from './known-program'
import { mayClash, leadsToContainers, type Situation } from './planner'
import { portKey, push } from './port-index'
import { hasItsPorts } from './port-holder'
import { placeOf } from './quick-look'
import type { Listener } from './listener'

/** What is shown of a listener that leads to no container, kept as long as its reader keeps the listener itself. */
const plain = new WeakMap<Listener, PortListener>()

function plainOf(listener: Listener): PortListener {
  const before = plain.get(listener)
  if (before) return before
  const id = `${listener.protocol}/${listener.address}:${listener.port}`
  const known = knownProgram(listener)
  // A spread that comes last costs a tenth of one that comes first, and this is done for thousands.
  const shown: PortListener =
    known === undefined ? { id, kind: 'process', ...listener } : { id, kind: 'process', known, ...listener }
  plain.set(listener, shown)
  return shown
}

export function describeListeners(situation: Situation): PortListener[] {
  const containerAt = containersByPort(situation)
  const shown = new Map<string, PortListener>()
  for (const listener of situation.listeners) {
    const itself = plainOf(listener)
    const before = shown.get(itself.id)
    const id = before && before.pid !== listener.pid ? `${itself.id} ${listener.pid ?? ''}` : itself.id
    const containerId = containerAt(listener)
    if (containerId !== undefined) shown.set(id, { ...itself, id, kind: 'forward', containerId })
    else shown.set(id, id === itself.id ? itself : { ...itself, id })
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
  const open = new Map<number, { readonly address: string; readonly containerId: string }[]>()
  for (const container of situation.containers) {
    if (!hasItsPorts(container)) continue
    for (const binding of container.ports) {
      const { protocol, hostPort, hostAddress } = binding
      const forward = situation.forwards.get(placeOf(binding))
      if (forward?.state === 'open' && forward.containerId === container.id)
        push(open, portKey(protocol, hostPort), { address: hostAddress, containerId: container.id })
    }
  }
  return (listener) => {
    const here = open.get(portKey(listener.protocol, listener.port))
    return (
      here?.find(({ address }) => address === listener.address) ??
      here?.find(({ address }) => leadsToContainers(listener) && mayClash(address, listener.address))
    )?.containerId
  }
}
