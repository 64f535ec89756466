// What is shown until the engine was ready for the first time: the real steps of the start, or why it failed.
import { useEffect, useState, type ReactNode } from 'react'
import type { Engine, Machine } from '../../preload/model'
import { ErrorCard } from '../components/error-card'
import { formatWhole } from '../i18n/format'
import { useEngine, useEngineReady, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { lastStartMs } from './progress'
import { SetupProgress, useWslSetup } from '../wsl/setup-progress'
import { CheckStage } from './check-stage'
import { FourWords } from './four-words'
import { RunStage } from './run-stage'
import { goOnWhenReady, useStage } from './stage'
import { StartBar } from './start-bar'
import { StepList } from './step-list'
import { WelcomeFoot } from './welcome-foot'
import { WelcomeSide } from './welcome-side'

export function Welcome(): ReactNode {
  const machine = useMachine()
  return (
    <div className="welcome">
      <WelcomeSide machine={machine} />
      <main className="welcome-main">
        <div className="welcome-drag" />
        <div className="welcome-content">
          <Stage />
        </div>
      </main>
    </div>
  )
}

function Stage(): ReactNode {
  const stage = useStage()
  if (stage === 'check') return <CheckStage />
  return stage === 'run' ? <RunStage /> : <StartStage />
}

function StartStage(): ReactNode {
  const machine = useMachine()
  const engine = useEngine()
  const ready = useEngineReady()
  const [wasReady] = useState(ready)
  const unattached = machine?.driver === 'none' ? (machine.failure ?? engine?.error) : undefined
  useEffect(() => {
    if (ready && !wasReady) goOnWhenReady()
  }, [ready, wasReady])
  return (
    <>
      <Headline machine={machine} engine={engine} />
      {machine && machine.driver !== 'none' && <MachineStart machine={machine} />}
      {unattached && <ErrorCard error={unattached} />}
      {machine?.state !== 'failed' && <FourWords waiting={isUnderWay(machine) && !ready} />}
      <WelcomeFoot machine={machine} />
    </>
  )
}

const isUnderWay = (machine: Machine | undefined): boolean =>
  machine?.state === 'creating' || machine?.state === 'starting' || machine?.state === 'running'

function MachineStart({ machine }: { machine: Machine }): ReactNode {
  const { state, failure, steps } = machine
  const underWay = isUnderWay(machine)
  const ready = useEngineReady()
  const setup = useWslSetup()
  return (
    <>
      {setup ? (
        <SetupProgress setup={setup} />
      ) : (
        state === 'failed' && failure && <ErrorCard error={failure} />
      )}
      {underWay && !ready && <StartBar steps={steps} />}
      {(underWay || state === 'failed') && steps.length > 0 && <StepList machine={machine} />}
    </>
  )
}

function Headline({
  machine,
  engine,
}: {
  machine: Machine | undefined
  engine: Engine | undefined
}): ReactNode {
  const t = useT()
  const last = machine && lastStartMs(machine.steps)
  const ready = useEngineReady()
  const [title, text] = ((): readonly [string, string] => {
    if (ready) return [t('engine.running'), t('welcome.readySub')]
    if (machine?.driver === 'none') {
      if (machine.state === 'failed') return [t('engine.offAttached'), t('welcome.failedSub')]
      return engine?.error
        ? [t('engine.offAttached'), t('engine.offAttachedWhy')]
        : [t('welcome.attachTitle'), t('welcome.attachSub')]
    }
    switch (machine?.state) {
      case 'failed':
        return [t('welcome.failedTitle'), t('welcome.failedSub')]
      case 'stopped':
      case 'absent':
        return [t('welcome.stoppedTitle'), t('welcome.stoppedSub')]
      case 'pausing':
      case 'paused':
        return [t('engine.paused'), t('engine.pausedWhy')]
      case 'stopping':
        return [t('welcome.stoppingTitle'), t('welcome.stoppedSub')]
      default:
        return [
          t('welcome.title'),
          last === undefined ? t('welcome.first') : t('welcome.again', { time: formatWhole(t, last) }),
        ]
    }
  })()
  return (
    <>
      <h1>{title}</h1>
      <p className="sub">{text}</p>
    </>
  )
}
