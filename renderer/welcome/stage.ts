// Where the first five minutes are, and how they are left.
import { changeSettings } from '../stores/preferences'
import { readiness, settings, useEngineReady, useMachine } from '../stores/mirrors'
import { useUi, type WelcomeStage } from '../stores/ui'

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
  if (typeof asked === 'object') return asked.stage
  if (ready) return 'run'
  const rests = resting === 'absent' || resting === 'stopped'
  const bad = looked?.checks.some(({ state }) => state === 'bad') ?? false
  // What kept a later start from succeeding has its own card there.
  return !seen && rests && (bad || looked?.checkedAt === undefined) ? 'check' : 'start'
}

export const showStage = (stage: WelcomeStage): void => useUi.setState({ welcome: { stage } })

/** Whoever waited for the engine goes on when it is there; whoever only came to see the first start is let in. */
export function goOnWhenReady(): void {
  if (typeof useUi.getState().welcome === 'object') showStage('run')
}

/** Neither asked for again by itself nor lost: Home leads back to it. */
export function leaveWelcome(): void {
  useUi.setState({ welcome: 'skipped' })
  if (settings.getState().value?.welcomeSeen === false) changeSettings({ welcomeSeen: true })
}
