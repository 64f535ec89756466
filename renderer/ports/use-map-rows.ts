// The rows of the port map from what the window knows, and the watch of listeners while the page is shown.
import { useEffect, useMemo } from 'react'
import { conflicts, containers, forwards, listeners, portLook } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { whileVisible } from '../stores/visible'
import { follow } from '../stores/watches'
import { mapRows, type MapFilter, type PortMapRows } from './map-rows'

export function useMapRows(filter: MapFilter, search: string): PortMapRows {
  const all = listeners.use((state) => state.items)
  const known = containers.use((state) => state.items)
  const open = forwards.use((state) => state.items)
  const clashes = conflicts.use((state) => state.items)
  return useMemo(
    () =>
      mapRows({
        listeners: [...all.values()],
        containers: [...known.values()],
        conflicts: [...clashes.values()],
        forwards: open,
        filter,
        search,
      }),
    [all, known, clashes, open, filter, search],
  )
}

export function useListenersWatch(): void {
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    whileVisible(abort.signal, (signal) => {
      void follow(contract.ports.watchListeners({ signal }), listeners.apply, signal)
      void follow(contract.ports.watchLook({ signal }), (value) => portLook.setState({ value }), signal)
    })
    return () => abort.abort()
  }, [contract])
}
