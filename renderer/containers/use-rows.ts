// The rows of the list, renewed only when their order changes: what happens inside a row is the row's own matter.
import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { conflicts, containers, forwards } from '../stores/mirrors'
import { arrange, countAll, rowOfKey, type Counts, type Row } from './arrange'
import { useFolds } from './folds'
import { useArrangement, useList } from './list-state'
import { blockedContainers } from './port-states'
import { usesNow } from './uses'

/** The set of blocked containers as text, so that it is the same value while nothing changes. */
export function useBlockedKey(): string {
  const known = forwards.use((state) => state.items)
  const clashes = conflicts.use((state) => state.items)
  return useMemo(
    () => [...blockedContainers(known.values(), clashes.values())].sort().join(' '),
    [known, clashes],
  )
}

const setOf = (key: string): Set<string> => new Set(key === '' ? [] : key.split(' '))

export function useRows(): readonly Row[] {
  const chosen = useList(useShallow(({ filter, query }) => ({ filter, query })))
  const view = { ...chosen, ...useArrangement() }
  const folded = useFolds()
  const blocked = useBlockedKey()
  const keys = containers.use(
    useShallow((state) => {
      const uses = view.sort === 'cpu' || view.sort === 'memory' ? usesNow() : undefined
      const rows = arrange([...state.items.values()], view, setOf(blocked), new Set(folded), uses)
      return rows.map((row) => row.key)
    }),
  )
  return useMemo(() => keys.map(rowOfKey), [keys])
}

export function useCounts(): Counts {
  const blocked = useBlockedKey()
  return containers.use(useShallow((state) => countAll(state.items.values(), setOf(blocked))))
}
