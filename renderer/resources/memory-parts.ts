// How this computer's memory is divided: by what each really holds, so that the parts are never more than the whole.
import type { ResourceReading } from '../../preload/model'

/** In bytes; `machine` is the sum of the three after it. */
export interface MemoryParts {
  readonly others: number
  readonly machine: number
  readonly containers: number
  readonly cache: number
  readonly system: number
  readonly free: number
}

export function memoryParts({ sample, computer, machine: inside }: ResourceReading): MemoryParts {
  const total = computer.memoryBytes
  const used = Math.min(total, sample.computer?.memoryBytes ?? 0)
  // An attached engine has no machine of its own: its containers are programs of this computer.
  const machine = inside ? Math.min(used, sample.machine?.memoryBytes ?? 0) : 0
  const containers = Math.min(machine, sample.containers?.memoryBytes ?? 0)
  const cache = Math.min(machine - containers, inside?.cacheBytes ?? 0)
  return {
    others: used - machine,
    machine,
    containers,
    cache,
    system: machine - containers - cache,
    free: total - used,
  }
}
