// Knows which containers ended because memory ran out. The engine's own word for it is set at the end of a run and not
// corrected: 20.10 forgets it when it hears of the memory only after the end, as on a busy computer, and all versions
// say it of a container of which one program ran out of memory and that somebody stopped long after.
import type { Container } from '../../preload/model'
import type { EngineEvent } from './events'

/** Far more than run out of memory; those that went while nobody listened are never known to be gone. */
const mostKnown = 1000

interface Told {
  /** When memory last ran out in it, and when it was last asked to end; epoch ms of the engine's clock. */
  readonly memory?: number
  readonly asked?: number
}

export interface EndCauses {
  note(event: Pick<EngineEvent, 'id' | 'gone' | 'told'>): void
  /** The container, and whether it was memory that ended its last run. */
  judge(container: Container): Container
}

export function createEndCauses(): EndCauses {
  const known = new Map<string, Told>()
  return {
    note: ({ id, gone, told }) => {
      if (gone) known.delete(id)
      if (!told) return
      const before = known.get(id)
      // Put at the end again: what is dropped is what was told of longest ago.
      known.delete(id)
      known.set(id, { ...before, [told.what]: Math.max(told.at, before?.[told.what] ?? 0) })
      for (const oldest of known.keys()) {
        if (known.size <= mostKnown) break
        known.delete(oldest)
      }
    },
    judge: (container) => {
      const { id, exitCode, startedAt = 0 } = container
      const told = known.get(id)
      if (exitCode === undefined || !told) return container
      // What was told before this run is about another one.
      const inThisRun = (at: number | undefined): number | undefined =>
        at !== undefined && at >= startedAt ? at : undefined
      const memory = inThisRun(told.memory)
      const asked = inThisRun(told.asked)
      const ranOut = container.oomKilled === true || memory !== undefined
      return { ...container, oomKilled: ranOut && (asked === undefined || (memory ?? 0) > asked) }
    },
  }
}
