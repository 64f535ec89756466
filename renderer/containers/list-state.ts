// The state of the container list: filter, order, cursor and selection. Rows subscribe to their own part only. The order
// and the grouping are settings, so that they are as somebody left them; what would hide containers begins anew.
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Settings } from '../../preload/model'
import { settings } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'
import type { View } from './arrange'

export interface ListState extends Pick<View, 'filter' | 'query'> {
  /** Key of the row that keys act on. */
  readonly cursor: string | undefined
  /** True once somebody was in the list: before that, no row is marked. */
  readonly used: boolean
  /** Key of the row that takes the focus, until one has it. */
  readonly wantsFocus: string | undefined
  /** Grows when a key moved the cursor, so that the row takes the focus. */
  readonly focusTurn: number
  readonly selected: ReadonlySet<string>
  /** Where a selection with Shift began. */
  readonly anchor: string | undefined
}

export const useList = create<ListState>(() => ({
  filter: 'all',
  query: '',
  cursor: undefined,
  used: false,
  wantsFocus: undefined,
  focusTurn: 0,
  selected: new Set(),
  anchor: undefined,
}))

export const useIsCursor = (key: string): boolean => useList((state) => state.cursor === key)
export const useIsSelected = (key: string): boolean => useList((state) => state.selected.has(key))

export const setCursor = (key: string): void =>
  useList.setState({ cursor: key, used: true, wantsFocus: undefined })

export const focusRow = (key: string): void =>
  useList.setState(({ focusTurn }) => ({
    cursor: key,
    used: true,
    wantsFocus: key,
    focusTurn: focusTurn + 1,
  }))

export const clearSelection = (): void => useList.setState({ selected: new Set(), anchor: undefined })

export const selectOnly = (ids: readonly string[]): void => useList.setState({ selected: new Set(ids) })

export function toggleSelected(id: string): void {
  useList.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    return { selected: next, anchor: id }
  })
}

/** Selects everything from the anchor to `id`, in the order shown. */
export function extendSelection(id: string, order: readonly string[]): void {
  useList.setState(({ anchor, selected }) => {
    const from = anchor === undefined ? -1 : order.indexOf(anchor)
    const to = order.indexOf(id)
    if (from < 0 || to < 0) return { selected: new Set([...selected, id]), anchor: id }
    return { selected: new Set([...selected, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]) }
  })
}

/** A click on a heading: sorts by it, a second one turns the order. */
export function sortBy(sort: View['sort']): void {
  const now = arrangementOf(settings.getState().value)
  changeSettings({
    containerOrder: sort,
    containerOrderDescending: now.sort === sort && !now.descending,
  })
}

export type Arrangement = Pick<View, 'sort' | 'descending' | 'grouped'>

const arrangementOf = (value: Settings | undefined): Arrangement => ({
  sort: value?.containerOrder ?? 'name',
  descending: value?.containerOrderDescending ?? false,
  grouped: value?.containersByProject ?? true,
})

export const useArrangement = (): Arrangement => settings(useShallow((state) => arrangementOf(state.value)))
