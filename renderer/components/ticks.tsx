// The rows of a list that are ticked, one set per list: nobody acts on what is not to be seen.
import { useEffect, type ReactNode } from 'react'
import { create } from 'zustand'
import { useT } from '../stores/preferences'
import { Checkbox } from './choices'

export interface Ticks {
  useIs(id: string): boolean
  useAll(): ReadonlySet<string>
  toggle(id: string): void
  clear(): void
  /** Forgets what is gone or not in the list any more. */
  useOnly(shown: readonly string[]): void
  readonly TickAll: (props: { readonly shown: readonly string[] }) => ReactNode
}

export function createTicks(): Ticks {
  const useTicks = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }))
  const clear = (): void => useTicks.setState({ ids: new Set() })
  return {
    useIs: (id) => useTicks((state) => state.ids.has(id)),
    useAll: () => useTicks((state) => state.ids),
    toggle: (id) =>
      useTicks.setState(({ ids }) => {
        const next = new Set(ids)
        if (!next.delete(id)) next.add(id)
        return { ids: next }
      }),
    clear,
    useOnly: (shown) =>
      useEffect(() => {
        const { ids } = useTicks.getState()
        if (ids.size === 0) return
        const kept = shown.filter((id) => ids.has(id))
        if (kept.length !== ids.size) useTicks.setState({ ids: new Set(kept) })
      }, [shown]),
    TickAll: function TickAll({ shown }) {
      const t = useT()
      const count = useTicks((state) => state.ids.size)
      return (
        <Checkbox
          label={t('common.selectAll')}
          checked={count === 0 ? false : count >= shown.length ? true : 'mixed'}
          onChange={() => (count > 0 ? clear() : useTicks.setState({ ids: new Set(shown) }))}
        />
      )
    },
  }
}
