// Lists of things by their port, cheap enough for thousands of them in each look.
import type { Protocol } from '../../preload/model'

/** A number, as those of thousands of listeners are made in each look. */
export const portKey = (protocol: Protocol, port: number): number =>
  protocol === 'tcp' ? port : port + 65_536

export function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const known = map.get(key)
  if (known) known.push(item)
  else map.set(key, [item])
}
