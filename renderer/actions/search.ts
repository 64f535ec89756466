// Which actions fit what was typed, the best and the recently used first.
import { translator, type Translate } from '../i18n/translate'
import type { Action } from './action'
import { score } from './match'

const languages = [translator('en'), translator('ko')]
const mostShown = 50
/** So much is a recent one worth, less for each step back. */
const recentBonus = 3

export interface Found {
  readonly action: Action
  readonly recent: boolean
}

/** `recent` has the newest first. Without a query: the recent ones, then the rest as they stand. */
export function search(
  actions: readonly Action[],
  query: string,
  recent: readonly string[],
): readonly Found[] {
  const place = new Map(recent.map((id, index) => [id, index]))
  const typed = query.trim().toLowerCase()
  const found = actions.flatMap((action, index) => {
    const at = place.get(action.id)
    const bonus = at === undefined ? 0 : recentBonus * (1 - at / (recent.length + 1))
    if (typed === '') return [{ action, recent: at !== undefined, value: bonus > 0 ? 1000 + bonus : -index }]
    const value = best(action, typed)
    return value === undefined ? [] : [{ action, recent: at !== undefined, value: value + bonus }]
  })
  return found
    .toSorted((a, b) => b.value - a.value)
    .slice(0, mostShown)
    .map(({ action, recent: used }) => ({ action, recent: used }))
}

/** By its name in either language, its detail and its further words. */
function best(action: Action, typed: string): number | undefined {
  const scores = languages.flatMap((t) => score(textOf(action, t), typed) ?? [])
  return scores.length === 0 ? undefined : Math.max(...scores)
}

const longestText = 400

const textOf = (action: Action, t: Translate): string =>
  [action.name(t), action.detail?.(t), action.words]
    .map((part) => part?.slice(0, longestText))
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
