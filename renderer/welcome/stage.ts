// Where the first five minutes are, and how they are left.
import type { Readiness } from '../../preload/model'
import { startMachine } from '../shell/machine-actions'
import { changeSettings } from '../stores/preferences'
import { readiness, settings, useEngineReady, useMachine } from '../stores/mirrors'
import { useUi, type WelcomeStage } from '../stores/ui'
import { asksNow, useAsksForHome } from './home-answer'

/** Shown when it was asked for, or never seen; undefined until that is known. */
export function useWelcomeShown(): boolean | undefined {
  const asked = useUi((state) => state.welcome)
  const seen = settings((state) => state.value?.welcomeSeen)
  if (asked === 'skipped') return false
  if (asked !== 'auto') return true
  return seen === undefined ? undefined : !seen
}

/** The stage that was asked for, or the first that is not behind the person. */
export function useStage(): WelcomeStage {
  const asked = useUi((state) => state.welcome)
  const seen = settings((state) => state.value?.welcomeSeen) ?? true
  const ready = useEngineReady()
  const resting = useMachine()?.state
  const looked = readiness((state) => state.value)
  const asks = useAsksForHome()
  if (typeof asked === 'object') return asked.stage
  if (ready) return 'run'
  const rests = resting === 'absent' || resting === 'stopped'
  const bad = isInTheWay(looked)
  // What kept a later start from succeeding has its own card there.
  return !seen && rests && (bad || asks || looked?.checkedAt === undefined) ? 'check' : 'start'
}

export const showStage = (stage: WelcomeStage): void => useUi.setState({ welcome: { stage } })

/** Whoever waited for the engine goes on when it is there; whoever only came to see the first start is let in. */
export function goOnWhenReady(): void {
  if (typeof useUi.getState().welcome === 'object') showStage('run')
}

const isInTheWay = (looked: Readiness | undefined): boolean =>
  looked?.checks.some(({ state }) => state === 'bad') ?? false

/** Neither asked for again by itself nor lost: Home leads back to it. */
export function leaveWelcome(): void {
  // Only the question kept the engine from starting by itself; without an answer nothing is shared.
  const goesAhead = asksNow() && !isInTheWay(readiness.getState().value)
  useUi.setState({ welcome: 'skipped' })
  if (settings.getState().value?.welcomeSeen === false) changeSettings({ welcomeSeen: true })
  if (goesAhead) startMachine()
}
