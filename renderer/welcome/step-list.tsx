// The steps of a start: done with their real times, the active one counting, the waiting ones with what they took last.
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Machine, MachineStep } from '../../preload/model'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes, formatBytesPair, formatDuration, formatMemoryPair, formatWhole } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'

export const StepList = ({ machine }: { readonly machine: Machine }): ReactNode => (
  <ol className="card step-list">
    {machine.steps.map((step) => (
      <Step key={step.id} step={step} machine={machine} />
    ))}
  </ol>
)

function Step({ step, machine }: { step: MachineStep; machine: Machine }): ReactNode {
  const t = useT()
  const { state, progress } = step
  return (
    <li className={`step is-${state}`} aria-current={state === 'active' ? 'step' : undefined}>
      <StepMark state={state} />
      <div>
        <b>{t(`step.${step.id}`)}</b>
        <p>{factsOf(t, step, machine)}</p>
        {state === 'active' && progress && progress.total > 0 && (
          <ProgressBar label={t(`step.${step.id}`)} share={progress.done / progress.total} />
        )}
      </div>
      <small>{state === 'active' ? <Counting step={step} /> : timeOf(t, step)}</small>
    </li>
  )
}

function StepMark({ state }: { state: MachineStep['state'] }): ReactNode {
  if (state === 'done') {
    return (
      <span className="step-mark ok">
        <Check className="icon" />
      </span>
    )
  }
  if (state === 'failed') {
    return (
      <span className="step-mark bad">
        <X className="icon" />
      </span>
    )
  }
  return state === 'active' ? (
    <span className="step-mark">
      <span className="status start large" />
    </span>
  ) : (
    <span className="step-mark idle" />
  )
}

/** Facts where the step brought some, else what the step is about. */
function factsOf(t: Translate, step: MachineStep, machine: Machine): string {
  const facts = step.facts ?? {}
  const parts: string[] = []
  if (typeof facts.kernel === 'string') parts.push(t('step.factKernel', { kernel: facts.kernel }))
  if (typeof facts.version === 'string') parts.push(t('step.factVersion', { version: facts.version }))
  if (typeof facts.memoryBytes === 'number') {
    parts.push(t('step.factMemory', { size: formatMemoryPair(0, facts.memoryBytes).total }))
  }
  if (typeof facts.sizeBytes === 'number')
    parts.push(t('step.factSize', { size: formatBytes(facts.sizeBytes) }))
  if (step.id === 'vm' && machine.accelerator === 'tcg') parts.push(t('step.factEmulated'))
  if (step.state === 'active' && step.progress?.unit === 'bytes' && step.progress.total > 0) {
    parts.push(t('pull.of', formatBytesPair(step.progress.done, step.progress.total)))
  }
  return parts.length > 0 ? parts.join(', ') : t(`step.${step.id}Text`)
}

function timeOf(t: Translate, step: MachineStep): string {
  if (step.ms !== undefined) return formatDuration(t, step.ms)
  return step.expectedMs === undefined ? '' : t('welcome.about', { time: formatWhole(t, step.expectedMs) })
}

function Counting({ step }: { step: MachineStep }): ReactNode {
  const t = useT()
  const now = useNow('second')
  return `${formatWhole(t, Math.max(0, now - (step.startedAt ?? now)))}…`
}
