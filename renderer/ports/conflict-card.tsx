// A conflict that is broken now: the port, who has it, what that means, and what to do.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { useT } from '../stores/preferences'
import { adviceFor, describeConflict, fixEffect } from './conflict-words'
import { FixButtons } from './fix-buttons'
import { WhyConflict } from './why-conflict'

export function ConflictCard({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const t = useT()
  const { title, text } = describeConflict(t, conflict)
  const [first] = conflict.fixes
  const advice = adviceFor(t, conflict)
  const { hostPort } = conflict.binding
  return (
    <article className="conflict-card">
      <div className="conflict-number">
        <span className="jack bad" />
        <b>{hostPort}</b>
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
        {first && <p className="help">{fixEffect(t, conflict, first)}</p>}
      </div>
    </article>
  )
}
