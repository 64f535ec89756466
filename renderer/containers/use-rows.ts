// The rows of the list, renewed only when their order changes: what happens inside a row is the row's own matter.
import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { containers, forwards, settings } from '../stores/mirrors'
import { arrange, countAll, rowOfKey, type Counts, type Row } from './arrange'
import { useList } from './list-state'
import { blockedContainers } from './port-states'

const noFolds: readonly string[] = []

/** The set of blocked containers as text, so that it is the same value while nothing changes. */
const useBlockedKey = (): string =>
  forwards.use((state) => [...blockedContainers(state.items.values())].sort().join(' '))

const setOf = (key: string): Set<string> => new Set(key === '' ? [] : key.split(' '))

export function useRows(): readonly Row[] {
  const { filter, sort, descending, grouped } = useList(
    useShallow(({ filter: f, sort: s, descending: d, grouped: g }) => ({
      filter: f,
      sort: s,
      descending: d,
      grouped: g,
    })),
  )
  const folded = settings((state) => state.value?.collapsedProjects ?? noFolds)
  const blocked = useBlockedKey()
  const keys = containers.use(
    useShallow((state) => {
      const view = { filter, sort, descending, grouped }
      return arrange([...state.items.values()], view, setOf(blocked), new Set(folded)).map((row) => row.key)
    }),
  )
  return useMemo(() => keys.map(rowOfKey), [keys])
}

export function useCounts(): Counts {
  const blocked = useBlockedKey()
  return containers.use(useShallow((state) => countAll(state.items.values(), setOf(blocked))))
}
