// What applying the engine's settings costs now.
import { containers, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'

export function useEffectWords(): { readonly runs: boolean; readonly effect: string } {
  const t = useT()
  const runs = useMachine()?.state === 'running'
  const count = containers.use(
    (state) => [...state.items.values()].filter((one) => one.state === 'running').length,
  )
  if (!runs) return { runs, effect: t('daemon.willStart') }
  return { runs, effect: count > 0 ? t('daemon.willRestart', { count }) : t('daemon.willRestartNone') }
}
