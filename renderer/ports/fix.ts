// Applies a way out of a port conflict: marks it meanwhile, asks before a program is stopped, says how it went.
import { create } from 'zustand'
import type { PortConflict, PortFix } from '../../preload/model'
import { placeOf } from '../../preload/port-address'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { openDialog } from '../stores/ui'

/** The fix that is being applied, by the id of its conflict. */
const useFixing = create<{ readonly byConflict: ReadonlyMap<string, string> }>(() => ({
  byConflict: new Map(),
}))

export const useFixOf = (conflictId: string): string | undefined =>
  useFixing((state) => state.byConflict.get(conflictId))

const mark = (conflictId: string, fixId: string | undefined): void =>
  useFixing.setState(({ byConflict }) => {
    const next = new Map(byConflict)
    if (fixId === undefined) next.delete(conflictId)
    else next.set(conflictId, fixId)
    return { byConflict: next }
  })

/** A program is stopped, and Windows changed, only after what that means was shown and confirmed. */
export function chooseFix(conflict: PortConflict, fix: PortFix): void {
  if (fix.kind === 'stop-process') openDialog({ kind: 'stop-process', conflictId: conflict.id, fix })
  else if (fix.kind === 'free-reserved') openDialog({ kind: 'free-reserved', conflictId: conflict.id, fix })
  else void applyFix(conflict, fix)
}

export async function applyFix(conflict: PortConflict, fix: PortFix): Promise<void> {
  if (useFixing.getState().byConflict.has(conflict.id)) return
  mark(conflict.id, fix.id)
  try {
    await contract().ports.applyFix({ conflictId: conflict.id, fixId: fix.id })
    if (fix.kind === 'move') sayMoved(conflict, fix.toPort)
    else if (fix.kind === 'free-reserved') say('ports.freed', { port: fix.port })
    else say('ports.stopped', { name: fix.name })
  } catch (error) {
    reportError(error)
  } finally {
    mark(conflict.id, undefined)
  }
}

function sayMoved({ wantedBy, containerName, binding }: PortConflict, toPort: number): void {
  const place = placeOf({ ...binding, hostPort: toPort })
  if (wantedBy === 'container') say('ports.moved', { container: containerName, place })
  else say('ports.movedPlanned', { name: containerName, place })
}
