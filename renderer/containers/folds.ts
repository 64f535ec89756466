// Which projects are closed in the list. Who looks for something sees all that is found: nothing is closed meanwhile.
import { settings } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'
import { useList } from './list-state'

const none: readonly string[] = []
const isSought = ({ query }: { readonly query: string }): boolean => query.trim() !== ''

export const useIsSought = (): boolean => useList(isSought)

export function useFolds(): readonly string[] {
  const sought = useIsSought()
  const folds = settings((state) => state.value?.collapsedProjects ?? none)
  return sought ? none : folds
}

export const useIsFolded = (id: string): boolean => {
  const sought = useIsSought()
  const folded = settings((state) => state.value?.collapsedProjects.includes(id) ?? false)
  return folded && !sought
}

export const isFolded = (id: string): boolean =>
  !isSought(useList.getState()) && (settings.getState().value?.collapsedProjects.includes(id) ?? false)

export function toggleFolded(id: string): void {
  if (isSought(useList.getState())) return
  const folded = settings.getState().value?.collapsedProjects ?? none
  const next = folded.includes(id) ? folded.filter((project) => project !== id) : [...folded, id]
  changeSettings({ collapsedProjects: next })
}
