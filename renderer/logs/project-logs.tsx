// The drawer with the logs of all containers of a project together, in the order of time.
import { Maximize2, Minimize2, X } from 'lucide-react'
import { useMemo, type CSSProperties, type ReactNode } from 'react'
import { IconButton } from '../components/button'
import { projectColor } from '../containers/project-color'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDetails, toggleWideDetails, useUi } from '../stores/ui'
import { Logs } from './log-pane'
import { sourcesOf, type Source } from './sources'

/** The containers of a project as sources of its logs. */
export function useProjectSources(project: string): readonly Source[] {
  // As text, which is the same value while nothing changes.
  const key = containers.use(({ items }) => JSON.stringify(sourcesOf(project, items.values())))
  return useMemo(() => JSON.parse(key) as readonly Source[], [key])
}

export function ProjectLogs({ project }: { readonly project: string }): ReactNode {
  const t = useT()
  const wide = useUi((state) => state.wideDetails)
  const sources = useProjectSources(project)
  return (
    <aside className="drawer" aria-label={t('logs.title', { name: project })}>
      <header className="drawer-head">
        <span className="swatch" style={{ '--c': projectColor(project) } as CSSProperties} />
        <div className="grow">
          <h2 className="truncate" title={project}>
            {project}
          </h2>
          <p className="truncate text-2 size-12">{t('logs.ofProject', { count: sources.length })}</p>
        </div>
        <IconButton label={wide ? t('details.shrink') : t('details.expand')} onClick={toggleWideDetails}>
          {wide ? <Minimize2 className="icon icon-14" /> : <Maximize2 className="icon icon-14" />}
        </IconButton>
        <IconButton label={t('details.close')} onClick={closeDetails}>
          <X className="icon" />
        </IconButton>
      </header>
      <Logs sources={sources} name={project} />
    </aside>
  )
}
