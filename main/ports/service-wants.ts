// What services of Swarm want of this computer's ports; they have them as long as they exist.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PortBinding } from '../../preload/model'
import type { Items } from '../base/collection'
import type { KnownWant, WantsStore } from './port-wants'

export interface ServiceWithPorts {
  readonly id: string
  readonly name: string
  readonly ports: readonly PortBinding[]
}

export type MoveServicePort = (
  id: string,
  binding: PortBinding,
  toPort: number,
  signal?: AbortSignal,
) => Promise<void>

/** Ports that a service has already, by its id or name. */
export const portsOfService =
  (services: StoreApi<Items<ServiceWithPorts>>) =>
  (idOrName: string): readonly PortBinding[] =>
    [...services.getState().values()].find(({ id, name }) => id.startsWith(idOrName) || name === idOrName)
      ?.ports ?? []

export function serviceWants(services: StoreApi<Items<ServiceWithPorts>>, move: MoveServicePort): WantsStore {
  const wantsOf = ({ id, name, ports }: ServiceWithPorts): KnownWant[] =>
    ports.map((binding) => ({
      id: `service/${id.slice(0, 12)}/${binding.protocol}/${binding.hostPort}`,
      kind: 'service',
      name,
      binding,
      up: true,
      move: (toPort, signal) => move(id, binding, toPort, signal),
    }))
  const read = (): readonly KnownWant[] => [...services.getState().values()].flatMap(wantsOf)
  const store: WantsStore = createStore<readonly KnownWant[]>(read)
  services.subscribe(() => store.setState(read(), true))
  return store
}
