// The connection to the app: dials, runs all watches over it, and dials again with growing pauses when it closes.
import { create } from 'zustand'
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { connect } from '../../preload/rpc-client'
import type { Dial } from '../api'
import { withSubjects } from './subjects'
import { dismissErrorOf } from './toasts'
import { runWatches } from './watches'

export interface Session {
  readonly state: 'connecting' | 'open' | 'lost'
  /** False until a connection was open once. */
  readonly everOpen: boolean
  readonly contract: Contract | undefined
}

export const useSession = create<Session>(() => ({
  state: 'connecting',
  everOpen: false,
  contract: undefined,
}))

/** False while what is shown may be out of date. */
export const useIsConnected = (): boolean => useSession((state) => state.state === 'open')

/** The contract over the present connection. @throws internal.disconnected */
export function contract(): Contract {
  const { contract: current } = useSession.getState()
  if (!current) throw new AppError('internal.disconnected')
  return current
}

const firstPauseMs = 250
const longestPauseMs = 5000

/** Keeps a connection until `signal` aborts. */
export async function keepSession(dial: Dial, signal: AbortSignal): Promise<void> {
  let pause = firstPauseMs
  while (!signal.aborted) {
    try {
      const transport = await dial(signal)
      pause = firstPauseMs
      const current = withSubjects(connect(transport), dismissErrorOf)
      const closed = new Promise<void>((resolve) => transport.onClose(resolve))
      const over = new AbortController()
      useSession.setState({ state: 'open', everOpen: true, contract: current })
      runWatches(current, AbortSignal.any([signal, over.signal]))
      await Promise.race([closed, aborted(signal)])
      over.abort()
      transport.close()
    } catch (error) {
      console.info('no connection to the app yet', error)
    }
    useSession.setState({ state: 'lost', contract: undefined })
    await nextTry(pause, signal)
    pause = Math.min(pause * 2, longestPauseMs)
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Waits the pause out, or less: when the computer is online again or the window is looked at. */
function nextTry(pause: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      document.removeEventListener('visibilitychange', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, pause)
    window.addEventListener('online', done)
    document.addEventListener('visibilitychange', done)
    signal.addEventListener('abort', done)
  })
}
