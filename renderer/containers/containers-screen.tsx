// The containers: filter and order above, the list, the bar for a selection, and the drawer with one of them in detail.
import { useRef, type ReactNode } from 'react'
import { EngineOff } from '../shell/engine-off'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { useUi } from '../stores/ui'
import { ExportPanels } from '../images/job-panels'
import { useUpdates } from '../images/updates'
import { lazyPart } from '../shell/lazy-part'
import { BulkBar } from './bulk-bar'
import { ContainerList } from './container-list'
import { ContainersHead } from './containers-head'
import { useContainerKeys } from './keys'
import { useBlockedKey, useRows } from './use-rows'

const DetailsDrawer = lazyPart(async () => (await import('../details/details-drawer')).DetailsDrawer)
const ProjectLogs = lazyPart(async () => (await import('../logs/project-logs')).ProjectLogs)

export function ContainersScreen(): ReactNode {
  const rows = useRows()
  const ready = useEngineReady()
  const connected = useIsConnected()
  const opened = useUi((state) => state.details?.id)
  const project = useUi((state) => state.projectLogs)
  const hasDrawer = opened !== undefined || project !== undefined
  const wide = useUi((state) => state.wideDetails) && hasDrawer
  const filter = useRef<HTMLDivElement>(null)
  useContainerKeys(rows, filter)
  useUpdates()
  return (
    <div className={`split ${hasDrawer ? 'has-drawer' : ''} ${wide ? 'is-wide' : ''}`.trimEnd()}>
      <div className="split-main">
        <div ref={filter}>
          <ContainersHead />
        </div>
        {!ready && <EngineOff />}
        <ExportPanels />
        <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
          <ContainerList rows={rows} />
        </div>
        <ConflictNews />
        <BulkBar />
      </div>
      {opened !== undefined && <DetailsDrawer key={opened} id={opened} />}
      {project !== undefined && <ProjectLogs key={project} project={project} />}
    </div>
  )
}

/** Tells screen readers about blocked ports, once per change of their number. */
function ConflictNews(): ReactNode {
  const t = useT()
  const blocked = useBlockedKey()
  const count = blocked === '' ? 0 : blocked.split(' ').length
  return (
    <span className="visually-hidden" role="status">
      {count > 0 && t('containers.portConflicts', { count })}
    </span>
  )
}
