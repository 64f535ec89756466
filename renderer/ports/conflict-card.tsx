// A conflict that is broken now: the port, who has it, what that means, and what to do.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { portText } from '../../preload/port-range'
import { formatAgo } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import { adviceFor, describeConflict } from './conflict-words'
import { FixButtons } from './fix-buttons'
import { WhyConflict } from './why-conflict'

export function ConflictCard({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const t = useT()
  const { title, text } = describeConflict(t, conflict)
  const advice = adviceFor(t, conflict)
  const now = useNow('minute')
  return (
    <article className="conflict-card">
      <div className="conflict-number">
        <span className="row g8">
          <span className="jack bad" />
          <PortNumber binding={conflict.binding} />
        </span>
        <small>{t('ports.seen', { ago: formatAgo(t, conflict.since, now) })}</small>
      </div>
      <div className="conflict-text">
        <h2>{title}</h2>
        <p>
          {text} <WhyConflict conflict={conflict} />
        </p>
        {advice !== undefined && <p className="help">{advice}</p>}
      </div>
      <div className="conflict-fixes">
        <FixButtons conflict={conflict} />
      </div>
    </article>
  )
}

const PortNumber = ({ binding }: Pick<PortConflict, 'binding'>): ReactNode => (
  <b className={binding.hostRange ? 'range' : undefined}>{portText(binding)}</b>
)

/** A conflict that is over, for a moment. */
export function FixedCard({
  conflict,
  text,
}: {
  readonly conflict: PortConflict
  readonly text: string
}): ReactNode {
  return (
    <article className="conflict-card fixed">
      <div className="conflict-number">
        <span className="row g8">
          <span className="jack ok" />
          <PortNumber binding={conflict.binding} />
        </span>
      </div>
      <div className="conflict-text">
        <h2>{text}</h2>
      </div>
    </article>
  )
}
