// What needs a decision: port conflicts and warnings, each with its first way out beside it.
import { Gauge, HardDrive, MemoryStick, ScrollText } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PortConflict, ResourceWarning, WarningKind } from '../../preload/model'
import { describeWarning, remedyLabel } from '../../preload/warning-words'
import { Button } from '../components/button'
import { describeConflict } from '../ports/conflict-words'
import { FixButton } from '../ports/fix-buttons'
import { conflicts, warnings } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'
import { chooseRemedy, useRemedyOf } from './remedies'
import { WarningWhy } from './warning-why'

export interface Needs {
  readonly conflicts: readonly PortConflict[]
  readonly warnings: readonly ResourceWarning[]
  readonly count: number
}

export function useNeeds(): Needs {
  const broken = conflicts.use(
    useShallow((state) => [...state.items.values()].filter(({ when }) => when === 'now')),
  )
  const told = warnings.use(useShallow((state) => [...state.items.values()]))
  return { conflicts: broken, warnings: told, count: broken.length + told.length }
}

export function NeedsYou({ needs }: { readonly needs: Needs }): ReactNode {
  const t = useT()
  if (needs.count === 0) return null
  return (
    <section className="card needs-you" aria-label={t('home.needsYou')}>
      {needs.conflicts.map((conflict) => (
        <ConflictNeed key={conflict.id} conflict={conflict} />
      ))}
      {needs.warnings.map((warning) => (
        <WarningNeed key={warning.id} warning={warning} />
      ))}
    </section>
  )
}

function ConflictNeed({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const t = useT()
  const { title, text } = describeConflict(t, conflict)
  const [first] = conflict.fixes
  return (
    <div className="need">
      <span className="jack bad" />
      <div className="grow">
        <b>{title}</b>
        <p>{text}</p>
      </div>
      <WhyAbout word="portMapping" wide />
      {first && <FixButton conflict={conflict} fix={first} small />}
    </div>
  )
}

const icons: Readonly<Record<WarningKind, ComponentType<{ className?: string }>>> = {
  'memory-pressure': MemoryStick,
  'out-of-memory': MemoryStick,
  'host-disk': HardDrive,
  'machine-disk': HardDrive,
  'runaway-cpu': Gauge,
  'log-growth': ScrollText,
  'large-log': ScrollText,
}

export function WarningNeed({ warning }: { readonly warning: ResourceWarning }): ReactNode {
  const language = useLanguage()
  const Icon = icons[warning.kind]
  const { title, text } = describeWarning(language, warning)
  const applying = useRemedyOf(warning.id)
  return (
    <div className="need">
      <span className="need-warning">
        <Icon className="icon" />
      </span>
      <div className="grow">
        <b>{title}</b>
        <p>{text}</p>
      </div>
      <WarningWhy warning={warning} />
      {warning.remedies.slice(0, 1).map((remedy) => (
        <Button
          key={remedy.id}
          size="sm"
          busy={applying === remedy.id}
          disabled={applying !== undefined}
          onClick={() => chooseRemedy(warning, remedy)}
        >
          {remedyLabel(language, warning, remedy)}
        </Button>
      ))}
    </div>
  )
}
