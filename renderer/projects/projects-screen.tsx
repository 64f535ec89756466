// Compose projects: the list of those that are known, or the page of the one that is open.
import { ChevronRight, FolderOpen } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import type { ComposeProject } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { Status } from '../components/status'
import { projectColor } from '../containers/project-color'
import { projects } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog, openProject, useUi } from '../stores/ui'
import { ProjectPage } from './project-page'
import { projectShapes } from './project-words'
import { WhyAbout } from '../why/why-word'

export function ProjectsScreen(): ReactNode {
  const open = useUi((state) => state.project)
  const project = projects.use((state) => (open === undefined ? undefined : state.items.get(open)))
  return project ? <ProjectPage key={project.id} project={project} /> : <ProjectList />
}

function ProjectList(): ReactNode {
  const t = useT()
  const all = projects.use((state) => state.items)
  const loaded = projects.use((state) => state.loaded)
  const list = [...all.values()].sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0) || (a.id < b.id ? -1 : 1))
  const open = (): void => openDialog({ kind: 'open-project' })
  return (
    <>
      <div className="page-head">
        <h1>{t('projects.title')}</h1>
        <WhyAbout word="compose" />
        <span className="grow" />
        <Button onClick={open}>
          <FolderOpen className="icon" />
          {t('projects.open')}
        </Button>
      </div>
      {loaded && list.length === 0 && (
        <Empty icon={FolderOpen} title={t('projects.empty')} text={t('projects.emptyWhy')}>
          <Button kind="primary" onClick={open}>
            {t('projects.open')}
          </Button>
        </Empty>
      )}
      <ul className="project-list">
        {list.map((project) => (
          <ProjectItem key={project.id} project={project} />
        ))}
      </ul>
    </>
  )
}

function ProjectItem({ project }: { readonly project: ComposeProject }): ReactNode {
  const t = useT()
  const { id, state, services, files } = project
  return (
    <li>
      <button type="button" className="card project-item" onClick={() => openProject(id)}>
        <span className="swatch" style={{ '--c': projectColor(id) } as CSSProperties} />
        <b className="truncate">{legible(id)}</b>
        <Status shape={projectShapes[state]} />
        <span className="no-wrap">
          {t(`projects.state.${state}`)}
          {services.length > 0 && ` · ${t('projects.serviceCount', { count: services.length })}`}
        </span>
        <span className="grow truncate text-2 size-12" title={files?.files.join(', ')}>
          {files?.files[0] ?? ''}
        </span>
        <ChevronRight className="icon icon-14" />
      </button>
    </li>
  )
}
