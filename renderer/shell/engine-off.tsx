// Stands above the last known rows while the engine does not answer: why, and the button that starts it.
import { Power } from 'lucide-react'
import type { ReactNode } from 'react'
import { errorTexts } from '../../preload/error-texts'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { formatWhole } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useEngine, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { SetupProgress, useWslSetup } from '../wsl/setup-progress'
import { engineState } from '../../preload/engine-state'
import { resumeMachine, startMachine, useMachinePending } from './machine-actions'

export function EngineOff(): ReactNode {
  const t = useT()
  const machine = useMachine()
  const engine = useEngine()
  const pending = useMachinePending()
  const { can, text } = engineState(machine, engine)
  const start = (can.start || can.resume) && (
    <Button
      kind="primary"
      size="sm"
      disabled={pending !== undefined}
      onClick={can.resume ? resumeMachine : startMachine}
    >
      {can.resume ? t('engine.resume') : t('engine.start')}
    </Button>
  )
  const setup = useWslSetup()
  if (setup) {
    return (
      <div className="engine-off">
        <SetupProgress setup={setup} />
      </div>
    )
  }
  const failure = machine?.failure ?? engine?.error
  if (failure && (machine?.state === 'failed' || machine?.driver === 'none')) {
    return (
      <div className="engine-off">
        {/* An error that brings its own way out needs no second button for the same. */}
        <ErrorCard error={failure} actions={errorTexts[failure.code].action ? undefined : start} />
      </div>
    )
  }
  const attached = machine?.driver === 'none'
  const paused = machine?.state === 'paused'
  const off = machine?.state === 'stopped' || machine?.state === 'absent'
  return (
    <div className="engine-off">
      <div className="card engine-card" role="status">
        {off || paused ? <Power className="icon" /> : <span className="status start" aria-hidden="true" />}
        <div className="grow">
          <b>{attached ? t('engine.offAttached') : off ? t('engine.off') : t(text)}</b>
          <p className="text-2 size-12">
            {attached ? (
              t('engine.offAttachedWhy')
            ) : off ? (
              t('engine.offWhy')
            ) : paused ? (
              t('engine.pausedWhy')
            ) : (
              <Elapsed />
            )}
          </p>
        </div>
        {start}
      </div>
    </div>
  )
}

function Elapsed(): ReactNode {
  const t = useT()
  const now = useNow('second')
  const since = useMachine()?.since ?? now
  return formatWhole(t, Math.max(0, now - since))
}
