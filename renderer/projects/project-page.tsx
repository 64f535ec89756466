// One project: what it lacks, what is being done, its services as table and graph, logs, files, and all its actions.
import { ChevronLeft, Download, Eye, Hammer, PackageOpen, RotateCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ComposeProject, ComposeRequest, ComposeServiceConfig } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { PlayIcon, StopIcon } from '../components/icons'
import { Status } from '../components/status'
import { run } from '../images/job-card'
import { ProjectLogsTab } from './project-logs-tab'
import { composeActions } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog, openProject } from '../stores/ui'
import { ActionCards } from './action-card'
import { FilesTab } from './files-tab'
import { FindingsCard } from './findings-card'
import { projectShapes } from './project-words'
import { ServiceGraph } from './service-graph'
import { ServicesTable } from './services-table'
import { useConfig } from './use-config'
import { ExportCard } from '../workspaces/export-card'

const tabs = ['services', 'logs', 'files'] as const
type Tab = (typeof tabs)[number]

export function ProjectPage({ project }: { readonly project: ComposeProject }): ReactNode {
  const [tab, setTab] = useState<Tab>('services')
  const [turn, setTurn] = useState(0)
  const { id, state, missing } = project
  const asked = useConfig(id, `${turn} ${state} ${missing.length}`)
  const again = (): void => setTurn((before) => before + 1)
  const [logsOf, setLogsOf] = useState('')
  const busy = useBusy(id)
  const act = (request: ComposeRequest): void =>
    run(() => contract().compose.begin({ projectId: id, request }))
  const showLogs = (service: string): void => {
    setLogsOf(service)
    setTab('logs')
  }
  return (
    <>
      <Head {...{ project, busy, act }} services={asked.config?.services} />
      <Tabs tab={tab} choose={setTab} />
      <div
        className={`project-body is-${tab}`}
        role="tabpanel"
        id={`project-${tab}`}
        aria-labelledby={`tab-${tab}`}
      >
        {tab === 'services' && (
          <>
            {asked.error && <ErrorCard error={asked.error} announce={false} />}
            <ActionCards project={id} />
            <ExportCard project={id} />
            {asked.findings && <FindingsCard projectId={id} findings={asked.findings} onMended={again} />}
            {asked.config && (
              <>
                <section className="card">
                  <ServicesTable {...{ project, busy, act, showLogs }} services={asked.config.services} />
                </section>
                <section className="card">
                  <ServiceGraph project={project} services={asked.config.services} />
                </section>
              </>
            )}
          </>
        )}
        {tab === 'logs' && <ProjectLogsTab project={id} service={logsOf} choose={setLogsOf} />}
        {tab === 'files' && <FilesTab project={project} onSaved={again} />}
      </div>
    </>
  )
}

/** While something is done with the project, nothing else can be; to watch is to wait. */
const useBusy = (id: string): boolean =>
  composeActions.use((all) =>
    [...all.items.values()].some(
      (one) => one.projectId === id && one.state === 'active' && one.request.verb !== 'watch',
    ),
  )

function Tabs({ tab, choose }: { readonly tab: Tab; readonly choose: (tab: Tab) => void }): ReactNode {
  const t = useT()
  return (
    <div
      className="tabs project-tabs"
      role="tablist"
      aria-label={t('projects.parts')}
      onKeyDown={(event) => {
        const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        const next = tabs[(tabs.indexOf(tab) + way + tabs.length) % tabs.length]
        if (way === 0 || next === undefined) return
        choose(next)
        document.getElementById(`tab-${next}`)?.focus()
      }}
    >
      {tabs.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={one === tab}
          aria-controls={`project-${one}`}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => choose(one)}
        >
          {t(`projects.tab.${one}`)}
        </button>
      ))}
    </div>
  )
}

interface HeadProps {
  readonly project: ComposeProject
  readonly busy: boolean
  /** Undefined until they are known. */
  readonly services: readonly ComposeServiceConfig[] | undefined
  readonly act: (request: ComposeRequest) => void
}

function Head({ project, busy, services, act }: HeadProps): ReactNode {
  const t = useT()
  const { id, state, files } = project
  const all = { services: [] }
  const builds = services?.some((one) => one.builds) !== false
  const watches = services?.some((one) => one.watches) !== false
  const icon = (
    verb: 'restart' | 'pull' | 'build' | 'watch',
    Icon: typeof Eye,
    missing?: string,
  ): ReactNode => (
    <IconButton
      label={missing ?? t(`projects.do.${verb}`)}
      disabled={busy || missing !== undefined}
      onClick={() => act({ verb, ...all })}
    >
      <Icon className="icon" />
    </IconButton>
  )
  return (
    <div className="page-head project-head">
      <IconButton label={t('projects.back')} onClick={() => openProject(undefined)}>
        <ChevronLeft className="icon" />
      </IconButton>
      <div className="project-name">
        <h1 className="truncate">{legible(id)}</h1>
        <span className="truncate text-2 size-12" title={files?.files.join(', ')}>
          <Status shape={projectShapes[state]} /> {t(`projects.state.${state}`)}
          {files?.files[0] !== undefined && ` · ${files.files[0]}`}
        </span>
      </div>
      <span className="grow" />
      {files && icon('pull', Download)}
      {files && icon('build', Hammer, builds ? undefined : t('projects.nothingToBuild'))}
      {files && icon('watch', Eye, watches ? undefined : t('projects.nothingToWatch'))}
      {state !== 'absent' && icon('restart', RotateCw)}
      {files && state !== 'absent' && (
        <IconButton
          label={t('export.open')}
          onClick={() => openDialog({ kind: 'workspace-export', project: id })}
        >
          <PackageOpen className="icon" />
        </IconButton>
      )}
      {state === 'absent' ? (
        <Button
          kind="ghost"
          onClick={() => {
            run(() => contract().compose.forget({ projectId: id }))
            openProject(undefined)
          }}
        >
          {t('projects.forget')}
        </Button>
      ) : (
        <Button disabled={busy} onClick={() => openDialog({ kind: 'down-project', id })}>
          {t('projects.downAsk')}
        </Button>
      )}
      {(state === 'running' || state === 'partly') && (
        <Button disabled={busy} onClick={() => act({ verb: 'stop', ...all })}>
          <StopIcon className="icon-14" />
          {t('projects.do.stop')}
        </Button>
      )}
      {files && (
        <Button kind="primary" disabled={busy} onClick={() => act({ verb: 'up', ...all })}>
          <PlayIcon className="icon-14" />
          {t('projects.do.up')}
        </Button>
      )}
    </div>
  )
}
