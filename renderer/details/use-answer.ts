// Asks the app one question while a pane is shown; asks again when the container changes or somebody wants it fresh.
import { useEffect, useState } from 'react'
import type { Contract } from '../../preload/contract'
import { isAbort, isAppError, serialiseError, type SerialisedError } from '../../preload/errors'
import { useSession } from '../stores/session'

export interface Answer<T> {
  readonly value: T | undefined
  readonly error: SerialisedError | undefined
  refresh(): void
}

export type Question<T> = (contract: Contract, signal: AbortSignal) => Promise<T>

/** `ask` must be the same function for the same question; `key` says when to ask anew. The last value stays meanwhile. */
export function useAnswer<T>(ask: Question<T>, key: unknown): Answer<T> {
  const contract = useSession((state) => state.contract)
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<{ value?: T; error?: SerialisedError }>({})
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    ask(contract, abort.signal).then(
      (value) => setState({ value }),
      (error: unknown) => {
        if (abort.signal.aborted || isAbort(error) || isAppError(error, 'internal.disconnected')) return
        setState({ error: serialiseError(error) })
      },
    )
    return () => abort.abort()
  }, [contract, ask, key, turn])
  return { value: state.value, error: state.error, refresh: () => setTurn((now) => now + 1) }
}
