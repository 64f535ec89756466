// Conflicts that are not there yet: stopped containers and closed workspaces that could not start as things are.
import type { ReactNode } from 'react'
import type { PortConflict } from '../../preload/model'
import { portText } from '../../preload/port-range'
import { Button } from '../components/button'
import { formatList } from '../i18n/format'
import { workspaces } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { showSection } from '../stores/ui'
import { showWorkspace } from '../workspaces/view-state'
import { describeLater, describeOneOfMany } from './conflict-words'
import { FixButton } from './fix-buttons'
import { byWanter, type LaterGroup } from './later-groups'
import { WhyConflict } from './why-conflict'

/** Of the others the sentence itself says enough. */
const tellsMore: ReadonlySet<PortConflict['kind']> = new Set(['reserved', 'privileged'])

export interface LaterCardProps {
  readonly conflicts: readonly PortConflict[]
  /** Something cannot start now already. */
  readonly broken: boolean
}

export function LaterCard({ conflicts, broken }: LaterCardProps): ReactNode {
  const t = useT()
  const groups = byWanter(conflicts)
  return (
    <section className="card later-card" aria-labelledby="ports-later">
      <header className="card-head">
        <h2 id="ports-later">{t('ports.later')}</h2>
        {groups.length > 0 && <span className="count-badge warn">{groups.length}</span>}
      </header>
      <div className="card-body">
        {groups.length === 0 && (
          <p className="text-2 size-12">{t(broken ? 'ports.laterNoOther' : 'ports.laterNone')}</p>
        )}
        {groups.map((group) => (
          <LaterRow key={group.key} group={group} />
        ))}
      </div>
    </section>
  )
}

function LaterRow({ group }: { readonly group: LaterGroup }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const { first, all } = group
  const workspace = workspaces.use((state) =>
    first.wantedBy === 'workspace'
      ? [...state.items.values()].find(({ project }) => project === first.project)
      : undefined,
  )
  const alone = all.length === 1
  const ports = all.map(({ binding }) => portText(binding))
  const name = group.name
  const targets = all.flatMap(({ movesTo }) => movesTo ?? [])
  return (
    <div className="later-row">
      <span className={`jack ${all.every(({ kind }) => kind === 'reserved') ? 'res' : 'plan'}`} />
      <b>
        {alone && !first.binding.hostRange
          ? t('ports.port', { port: first.binding.hostPort })
          : t('ports.ports', { ports: formatList(language, ports) })}
      </b>
      {workspace ? (
        <Button
          size="sm"
          onClick={() => {
            showWorkspace(workspace.id)
            showSection('workspaces')
          }}
        >
          {t('ports.review')}
        </Button>
      ) : (
        alone && <MoveButton conflict={first} />
      )}
      <p>
        {targets.length === all.length
          ? t('ports.movesItself', { name: workspace?.title ?? name, ports: formatList(language, targets) })
          : alone
            ? describeLater(t, first)
            : t(first.wantedBy === 'container' ? 'ports.laterMany' : 'ports.plannedMany', {
                container: name,
                name,
              })}{' '}
        {alone && tellsMore.has(first.kind) && <WhyConflict conflict={first} />}
      </p>
      {(!alone || targets.length > 0) && (
        <ul className="later-ports">
          {all.map((conflict) => (
            <li key={conflict.id}>
              <span>
                {describeOneOfMany(t, conflict)}{' '}
                {!alone && tellsMore.has(conflict.kind) && <WhyConflict conflict={conflict} />}
              </span>
              {!alone && <MoveButton conflict={conflict} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function MoveButton({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const move = conflict.fixes.find((fix) => fix.kind === 'move')
  return move && <FixButton conflict={conflict} fix={move} small short />
}
