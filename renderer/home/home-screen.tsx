// The first screen: what needs you, the projects with their addresses, what Docker takes, what was done lately.
import { FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { isRunning } from '../containers/arrange'
import { useUsesWatch } from '../containers/uses'
import { useResources } from '../resources/use-resources'
import { EngineOff } from '../shell/engine-off'
import { containers, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { Meters } from './meters'
import { NeedsYou, useNeeds } from './needs-you'
import { ProjectCards } from './project-cards'
import { Learn } from './learn'
import { Recently } from './recently'
import { RunNew } from './run-new'

export function HomeScreen(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const needs = useNeeds()
  const running = containers.use((state) => [...state.items.values()].filter(isRunning).length)
  const { reading, history } = useResources('1h')
  useUsesWatch()
  return (
    <>
      <div className="page-head">
        <h1>{t('home.title')}</h1>
        <span className="sub truncate" role="status">
          {/* What was last seen is no longer known while the engine does not answer. */}
          {ready && `${t('home.runs', { count: running })} `}
          {ready && (needs.count > 0 ? t('home.needs', { count: needs.count }) : t('home.needsNothing'))}
        </span>
        <span className="grow" />
        <Button onClick={() => openDialog({ kind: 'open-project' })}>
          <FolderOpen className="icon" />
          {t('projects.open')}
        </Button>
      </div>
      {!ready && <EngineOff />}
      <div className="home" tabIndex={0} role="region" aria-label={t('home.title')}>
        <div className="home-column">
          <NeedsYou needs={needs} />
          <ProjectCards />
          <RunNew />
        </div>
        <div className="home-column">
          <Meters reading={reading} history={history} />
          <Recently />
          <Learn />
        </div>
      </div>
    </>
  )
}
