// Marks what was searched for in a text.
import type { ReactNode } from 'react'

/** Upper and lower case are the same. */
export function highlight(text: string, search: string): ReactNode {
  if (search === '') return text
  const parts: ReactNode[] = []
  const lower = text.toLowerCase()
  const wanted = search.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>)
    from = at + wanted.length
  }
  parts.push(text.slice(from))
  return parts
}
