// Which lines of a log are shown and which of them match: worked out for new lines only, while nothing else changes.
import { useMemo, useState } from 'react'
import type { Level } from './levels'
import type { NumberedLine } from './log-ring'

export interface Wanted {
  readonly search: string
  /** None means all. */
  readonly levels: ReadonlySet<Level>
  /** Hides lines that do not match. */
  readonly onlyMatches: boolean
}

export interface Found {
  readonly shown: readonly NumberedLine[]
  /** Numbers of the lines that match the search, in order. */
  readonly matches: readonly number[]
}

interface Known extends Found {
  readonly key: string
  readonly first: number
  readonly last: number
}

export function find(lines: readonly NumberedLine[], wanted: Wanted, known?: Known): Known {
  const key = JSON.stringify([wanted.search, [...wanted.levels], wanted.onlyMatches])
  const first = lines[0]?.number ?? 0
  const last = lines.at(-1)?.number ?? 0
  const goesOn = known?.key === key && lines.length > 0 && first >= known.first && first <= known.last + 1
  const fresh = goesOn ? lines.slice(Math.max(0, known.last + 1 - first)) : lines
  const search = wanted.search.toLowerCase()
  const shown: NumberedLine[] = goesOn ? known.shown.slice(indexOfNumber(known.shown, first)) : []
  const matches: number[] = goesOn ? known.matches.filter((number) => number >= first) : []
  for (const line of fresh) {
    if (wanted.levels.size > 0 && !(line.level && wanted.levels.has(line.level))) continue
    const isMatch = search !== '' && (endBefore(line, search) + line.plain).toLowerCase().includes(search)
    if (isMatch) matches.push(line.number)
    if (isMatch || search === '' || !wanted.onlyMatches) shown.push(line)
  }
  return { key, first, last, shown, matches }
}

/** As much of what the line goes on with as a match that ends in the line can take: one there alone is found there. */
const endBefore = ({ before = '' }: NumberedLine, search: string): string =>
  search.length < 2 ? '' : before.slice(1 - search.length)

/** The beginning of a match that ends in the line, where that lies in what the line goes on with. */
export function beginsBefore(line: NumberedLine, search: string): string {
  const end = endBefore(line, search)
  if (end === '') return ''
  const at = (end + line.plain.slice(0, search.length - 1)).toLowerCase().indexOf(search.toLowerCase())
  return at < 0 ? '' : end.slice(at)
}

/** Index of the first line whose number is at least `number`; lines are in the order of their numbers. */
export function indexOfNumber(lines: readonly NumberedLine[], number: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.number ?? 0) < number) low = middle + 1
    else high = middle
  }
  return low
}

/** Remembers what it found, for the next time. */
class Finder {
  #known: Known | undefined

  find(lines: readonly NumberedLine[], wanted: Wanted): Found {
    this.#known = find(lines, wanted, this.#known)
    return this.#known
  }
}

export function useFound(lines: readonly NumberedLine[], wanted: Wanted): Found {
  const [finder] = useState(() => new Finder())
  const { search, levels, onlyMatches } = wanted
  return useMemo(
    () =>
      search === '' && levels.size === 0
        ? { shown: lines, matches: [] }
        : finder.find(lines, { search, levels, onlyMatches }),
    [finder, lines, search, levels, onlyMatches],
  )
}
