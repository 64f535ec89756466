// The last builds, the newest first and open: steps with time and cache hits, output, errors at their line.
import { Hammer } from 'lucide-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { EngineOff } from '../shell/engine-off'
import { builds, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { BuildCard } from './build-card'
import { WhyAbout } from '../why/why-word'

export function BuildsScreen(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const ids = builds.use(
    useShallow((state) =>
      [...state.items.values()].sort((a, b) => b.startedAt - a.startedAt).map(({ id }) => id),
    ),
  )
  const open = (): void => openDialog({ kind: 'build' })
  return (
    <>
      <div className="page-head">
        <h1>{t('builds.title')}</h1>
        <WhyAbout word="dockerfile" />
        <span className="grow" />
        <Button disabled={!ready} onClick={open}>
          <Hammer className="icon" />
          {t('builds.new')}
        </Button>
      </div>
      {!ready && <EngineOff />}
      {ids.length === 0 && ready && (
        <Empty icon={Hammer} title={t('builds.empty')} text={t('builds.emptyWhy')}>
          <Button kind="primary" onClick={open}>
            {t('builds.new')}
          </Button>
        </Empty>
      )}
      <div className="builds">
        {ids.map((id, index) => (
          <BuildCard key={id} id={id} openAtFirst={index === 0} />
        ))}
      </div>
    </>
  )
}
