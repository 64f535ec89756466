// Marks what was searched for in a text.
import { Fragment, type ReactNode } from 'react'

/** Upper and lower case are the same. The first `ending` units are the end of a match that begins elsewhere. */
export function highlight(text: string, search: string, ending = 0): ReactNode {
  if (search === '') return text
  if (ending > 0) {
    const end = <mark key="end">{text.slice(0, ending)}</mark>
    return [end, <Fragment key="rest">{highlight(text.slice(ending), search)}</Fragment>]
  }
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
