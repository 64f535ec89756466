// What needs a decision: port conflicts and warnings, each with its first way out beside it.
import { Gauge, HardDrive, MemoryStick, ScrollText, X } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PortConflict, ResourceWarning, WarningKind } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { describeConflict } from '../ports/conflict-words'
import { FixButton } from '../ports/fix-buttons'
import { conflicts, warnings } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { chooseRemedy, dismissWarning, useRemedyOf } from './remedies'
import { describeWarning, remedyLabel } from './warning-words'

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
  const t = useT()
  const Icon = icons[warning.kind]
  const { title, text } = describeWarning(t, warning)
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
      {warning.remedies.slice(0, 1).map((remedy) => (
        <Button
          key={remedy.id}
          size="sm"
          busy={applying === remedy.id}
          disabled={applying !== undefined}
          onClick={() => chooseRemedy(warning, remedy)}
        >
          {remedyLabel(t, warning, remedy)}
        </Button>
      ))}
      <IconButton label={`${t('warning.dismiss')}: ${title}`} onClick={() => dismissWarning(warning)}>
        <X className="icon icon-14" />
      </IconButton>
    </div>
  )
}
