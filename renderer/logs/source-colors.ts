// The colours of services whose logs are read together: each its own, and the same on every start.
import { hashOf } from '../containers/project-color'
import type { Source } from './sources'

/** As many as there are in theme/tokens.css, apart from the grey one. */
const colors = [1, 2, 3, 4, 5, 7, 8, 9, 10].map((number) => `var(--p-${number})`)

/** By the names of the sources. Containers of one service share a colour; beyond nine services some are shared. */
export function sourceColors(sources: readonly Source[]): ReadonlyMap<string, string> {
  const services = new Map<string, string>()
  const taken = new Set<number>()
  for (const service of [...new Set(sources.map(serviceOf))].sort()) {
    let at = hashOf(service) % colors.length
    // The next free one: which service takes whose place is the same as long as the same services are there.
    while (taken.size < colors.length && taken.has(at)) at = (at + 1) % colors.length
    taken.add(at)
    services.set(service, colors[at] ?? 'var(--p-6)')
  }
  return new Map(sources.map((source) => [source.name, services.get(serviceOf(source)) ?? 'var(--p-6)']))
}

const serviceOf = ({ service, name }: Source): string => service ?? name
