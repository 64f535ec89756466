// The rows of the network list: who is on a network, and the order.
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Network } from '../../preload/model'
import { containers, networks, trash } from '../stores/mirrors'

/** A container that never ran knows its networks by name only. */
export const isOn = (container: Container, network: Network): boolean =>
  container.networks.some((one) => one.id === network.id || one.id === network.name)

export const useContainersOn = (network: Network | undefined): readonly Container[] =>
  containers.use(
    useShallow((state) =>
      network === undefined ? [] : [...state.items.values()].filter((one) => isOn(one, network)),
    ),
  )

/** Networks of people's own that no container is attached to, nor one in the Trash; empty until the containers are known. */
export function useUnusedNetworks(): readonly Network[] {
  const known = containers.use((state) => state.loaded)
  const used = containers.use(
    useShallow((state) => [
      ...new Set([...state.items.values()].flatMap((one) => one.networks.map(({ id }) => id))),
    ]),
  )
  const kept = trash.use(useShallow((state) => [...state.items.values()].flatMap((one) => one.networks)))
  const all = networks.use(useShallow((state) => [...state.items.values()]))
  if (!known) return []
  const needed = new Set([...used, ...kept])
  return all.filter((one) => !one.builtIn && !needed.has(one.id) && !needed.has(one.name))
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Part of a name that must occur in the list; empty for all. */
export const useNetworkView = create<{ readonly search: string }>(() => ({ search: '' }))

/** By its own name, or that of its project. */
const found = ({ name, project = '' }: Network, search: string): boolean =>
  [name, project].some((text) => text.toLowerCase().includes(search.toLowerCase()))

/** Ids in the order shown: people's own by name, then those that come with the engine. */
export const arrangeNetworks = (all: Iterable<Network>, search = ''): string[] =>
  [...all]
    .filter((network) => found(network, search.trim()))
    .sort((a, b) => Number(a.builtIn) - Number(b.builtIn) || collator.compare(a.name, b.name))
    .map((network) => network.id)
