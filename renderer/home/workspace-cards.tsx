// Cards of workspaces that have no containers here yet: what each brings, and the way to look at it.
import type { CSSProperties, ReactNode } from 'react'
import type { Workspace } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { Status } from '../components/status'
import { projectColor } from '../containers/project-color'
import { formatWhole } from '../i18n/format'
import { useT } from '../stores/preferences'
import { showSection } from '../stores/ui'
import { isElsewhere } from '../workspaces/port-words'
import { showWorkspace } from '../workspaces/view-state'

export function WorkspaceCard({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const { id, title, project, services, seeds, ports, run, changes, source } = workspace
  const moved = ports.filter((port) => isElsewhere(port, port.hostPort)).length
  const count = services.length
  const look = (): void => {
    showWorkspace(id)
    showSection('workspaces')
  }
  return (
    <article className="card project-card" aria-label={legible(title)}>
      <header>
        <span className="swatch" style={{ '--c': projectColor(project) } as CSSProperties} />
        <button type="button" className="project-name" title={legible(title)} onClick={look}>
          <span className="truncate">{legible(title)}</span>
        </button>
        <span className="project-state">
          <Status shape="stop" />
          <span className="truncate">
            {t(source.kind === 'catalogue' ? 'workspaces.catalogue' : 'workspaces.team')}
          </span>
        </span>
        <Button size="sm" aria-label={t('home.reviewOf', { name: title })} onClick={look}>
          {t('home.review')}
        </Button>
      </header>
      <div className="workspace-facts-short">
        <p>{seeds.length > 0 ? t('home.servicesWithData', { count }) : t('home.services', { count })}</p>
        {moved > 0 && <p>{t('home.portsMove', { count: moved })}</p>}
        {changes.length > 0 && <p>{t('workspaces.changed', { name: title })}</p>}
      </div>
      {run?.state === 'done' && run.endedAt !== undefined && (
        <footer>{t('home.tookLast', { time: formatWhole(t, run.endedAt - run.startedAt) })}</footer>
      )}
    </article>
  )
}
