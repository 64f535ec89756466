// Ports that will be asked for by what is no container yet: Compose projects, workspaces, services of Swarm.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PortBinding, PortWant } from '../../preload/model'
import { writePort } from '../../preload/port-range'

/** One binding that somebody wants, with what can be done about it. */
export interface KnownWant extends PortWant {
  /** True while it should be reachable on this computer already, as the port of a service that runs. */
  readonly up?: boolean
  /** Gives it another port of this computer for this user only; absent where that cannot be done. */
  readonly move?: (toPort: number, signal?: AbortSignal, toLast?: number) => Promise<void>
}

export type WantsStore = StoreApi<readonly KnownWant[]>

export interface PortWants {
  /** All wants of all sources. */
  readonly store: WantsStore
  /**
   * Adds a source, which replaces its array whenever what it wants changes. It may name what containers want as
   * well: a want of a project whose container has the same port is left out. Returns the way to take it out again.
   */
  add(source: WantsStore): () => void
}

export function createPortWants(): PortWants {
  const store: WantsStore = createStore<readonly KnownWant[]>(() => [])
  const sources = new Set<WantsStore>()
  const gather = (): void => {
    const all = distinct([...sources].flatMap((source) => source.getState()))
    if (all.length > 0 || store.getState().length > 0) store.setState(all, true)
  }
  return {
    store,
    add: (source) => {
      sources.add(source)
      const unsubscribe = source.subscribe(gather)
      gather()
      return () => {
        unsubscribe()
        sources.delete(source)
        gather()
      }
    },
  }
}

/** A workspace may have been opened as a project, too: it is one want then. */
function distinct(wants: readonly KnownWant[]): readonly KnownWant[] {
  const seen = new Map<string, KnownWant>()
  for (const want of wants) {
    const { binding, project, id, name } = want
    // Each of those that share a range needs one of it.
    const apart = binding.hostRange ? `${name} ${binding.containerPort}` : ''
    const place = project === undefined ? id : `${project} ${binding.protocol}/${writePort(binding)} ${apart}`
    const known = seen.get(place)
    if (!known || (known.kind !== want.kind && want.move && !known.move)) seen.set(place, want)
  }
  return [...seen.values()]
}

/** `0` is any free port, or one of a range until the engine took one: neither can be in the way. */
export const asksForPort = ({ hostPort }: PortBinding): boolean => hostPort > 0
