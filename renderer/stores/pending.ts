// What was asked for and is not done yet, by the id of the thing: buttons and rows say so.
import { create } from 'zustand'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import { passSubject } from './subjects'
import { reportTold } from './toasts'

export type PendingKind = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'remove'

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
  const outcome = await attempt(id, kind, run)
  if (outcome.error) reportTold(outcome.error)
  return outcome.done
}

export interface Outcome {
  /** False also for a thing that something else is being done with. */
  readonly done: boolean
  readonly error?: SerialisedError
}

/** Like {@link act}, for callers that tell the errors of several together. */
export async function attempt(id: string, kind: PendingKind, run: () => Promise<unknown>): Promise<Outcome> {
  if (isPending(id)) return { done: false }
  set(id, { kind, since: Date.now() })
  try {
    await run()
    return { done: true }
  } catch (error) {
    if (isAbort(error)) return { done: false }
    const data = serialiseError(error)
    passSubject(error, data)
    return { done: false, error: data }
  } finally {
    set(id, undefined)
  }
}
