// Applies a way out of a port conflict: marks it meanwhile, asks before a program is stopped, says how it went.
import { create } from 'zustand'
import type { PortConflict, PortFix } from '../../preload/model'
import { placeOf } from '../../preload/port-address'
import type { Key, Values } from '../i18n/texts'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { openDialog } from '../stores/ui'

interface Fixing {
  /** As it was when the fix was chosen: what is being changed looks odd meanwhile. */
  readonly conflict: PortConflict
  readonly fix: PortFix
  readonly done: boolean
}

/** Fixes that are being applied, and those that just were, by the id of their conflict. */
const useFixing = create<{ readonly byConflict: ReadonlyMap<string, Fixing> }>(() => ({
  byConflict: new Map(),
}))

/** How long a conflict that is over is still shown as such. In ms. */
const fixedForMs = 2_000

export const useFixings = (): ReadonlyMap<string, Fixing> => useFixing((state) => state.byConflict)

export const useFixOf = (conflictId: string): string | undefined =>
  useFixing((state) => state.byConflict.get(conflictId)?.fix.id)

const mark = (conflictId: string, fixing: Fixing | undefined): void =>
  useFixing.setState(({ byConflict }) => {
    const next = new Map(byConflict)
    if (fixing === undefined) next.delete(conflictId)
    else next.set(conflictId, fixing)
    return { byConflict: next }
  })

/** A program is stopped, and Windows changed, only after what that means was shown and confirmed. */
export function chooseFix(conflict: PortConflict, fix: PortFix): void {
  if (fix.kind === 'stop-process') openDialog({ kind: 'stop-process', conflictId: conflict.id, fix })
  else if (fix.kind === 'free-reserved') openDialog({ kind: 'free-reserved', conflictId: conflict.id, fix })
  else void applyFix(conflict, fix)
}

export async function applyFix(conflict: PortConflict, fix: PortFix): Promise<void> {
  const { id } = conflict
  if (useFixing.getState().byConflict.has(id)) return
  mark(id, { conflict, fix, done: false })
  try {
    await contract().ports.applyFix({ conflictId: id, fixId: fix.id })
    tellOutcome(say, conflict, fix)
    mark(id, { conflict, fix, done: true })
    setTimeout(() => mark(id, undefined), fixedForMs)
  } catch (error) {
    mark(id, undefined)
    reportError(error)
  }
}

/** Says what was done, as a toast or as a text. */
export function tellOutcome<R>(
  tell: <K extends Key>(key: K, ...values: Values<K>) => R,
  { wantedBy, containerName, binding }: PortConflict,
  fix: PortFix,
): R {
  switch (fix.kind) {
    case 'move': {
      const place = placeOf({ ...binding, hostPort: fix.toPort })
      return wantedBy === 'container'
        ? tell('ports.moved', { container: containerName, place })
        : tell('ports.movedPlanned', { name: containerName, place })
    }
    case 'free-reserved':
      return tell('ports.freed', { port: fix.port })
    case 'stop-process':
    case 'stop-holder':
    case 'stop-wanter':
      return tell('ports.stopped', { name: fix.name })
  }
}
