// What was asked for and is not done yet, by the id of the thing: buttons and rows say so.
import { create } from 'zustand'
import { reportError } from './toasts'

export type PendingKind = 'start' | 'stop' | 'restart' | 'remove'

export interface Pending {
  readonly kind: PendingKind
  /** Epoch ms. */
  readonly since: number
}

const usePendingStore = create<{ readonly byId: ReadonlyMap<string, Pending> }>(() => ({ byId: new Map() }))

export const usePending = (id: string): Pending | undefined => usePendingStore((state) => state.byId.get(id))

export const isPending = (id: string): boolean => usePendingStore.getState().byId.has(id)

const set = (id: string, pending: Pending | undefined): void =>
  usePendingStore.setState(({ byId }) => {
    const next = new Map(byId)
    if (pending) next.set(id, pending)
    else next.delete(id)
    return { byId: next }
  })

/** Runs one action on one thing, marks it meanwhile and reports an error. Resolves to whether it worked. */
export async function act(id: string, kind: PendingKind, run: () => Promise<unknown>): Promise<boolean> {
  if (isPending(id)) return false
  set(id, { kind, since: Date.now() })
  try {
    await run()
    return true
  } catch (error) {
    reportError(error)
    return false
  } finally {
    set(id, undefined)
  }
}
