// Conflicts that are not there yet: stopped containers that could not be started as things are.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { useT } from '../stores/preferences'
import { describeLater } from './conflict-words'
import { FixButton } from './fix-buttons'
import { WhyConflict } from './why-conflict'

/** Of the others the sentence itself says enough. */
const tellsMore: ReadonlySet<PortConflict['kind']> = new Set(['reserved', 'privileged'])

export function LaterCard({ conflicts }: { readonly conflicts: readonly PortConflict[] }): ReactNode {
  const t = useT()
  return (
    <section className="card later-card" aria-labelledby="ports-later">
      <header className="card-head">
        <h2 id="ports-later">{t('ports.later')}</h2>
        {conflicts.length > 0 && <span className="count-badge warn">{conflicts.length}</span>}
      </header>
      <div className="card-body">
        {conflicts.length === 0 && <p className="text-2 size-12">{t('ports.laterNone')}</p>}
        {conflicts.map((conflict) => {
          const move = conflict.fixes.find((fix) => fix.kind === 'move')
          return (
            <div className="later-row" key={conflict.id}>
              <span className={`jack ${conflict.kind === 'reserved' ? 'res' : 'plan'}`} />
              <b>{t('ports.port', { port: conflict.binding.hostPort })}</b>
              {move && <FixButton conflict={conflict} fix={move} small />}
              <p>
                {describeLater(t, conflict)}{' '}
                {tellsMore.has(conflict.kind) && <WhyConflict conflict={conflict} />}
              </p>
            </div>
          )
        })}
      </div>
    </section>
  )
}
