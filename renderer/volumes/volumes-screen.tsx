// The volumes: how much they take and when that was measured, the list, and what a volume is.
import { BookOpen, FileDown, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { formatAgo, formatBytes } from '../i18n/format'
import { EngineOff } from '../shell/engine-off'
import { useNow } from '../stores/clock'
import { useEngineReady, volumes, volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { openDialog } from '../stores/ui'
import { measure, useMeasurement } from './measure'
import { VolumeList } from './volume-list'
import { useUnused, useVolumeView } from './volume-rows'
import { VolumeTransfers } from './volume-transfers'
import { WhyAbout } from '../why/why-word'

export function VolumesScreen(): ReactNode {
  const ready = useEngineReady()
  const connected = useIsConnected()
  useMeasurement()
  return (
    <>
      <VolumesHead />
      <VolumeTransfers />
      {!ready && <EngineOff />}
      <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
        <VolumeList />
      </div>
      <VolumesFoot />
    </>
  )
}

function VolumesHead(): ReactNode {
  const t = useT()
  const filter = useVolumeView((state) => state.filter)
  const total = volumes.use((state) => state.items.size)
  const unused = useUnused().length
  const ready = useEngineReady()
  return (
    <div className="page-head">
      <h1>{t('volumes.title')}</h1>
      <WhyAbout word="volume" />
      {total > 0 && <Sizes />}
      <span className="grow" />
      <Segmented
        label={t('list.filter')}
        value={filter}
        onChange={(value) => useVolumeView.setState({ filter: value })}
        options={[
          { value: 'all', label: t('list.all'), count: total },
          { value: 'used', label: t('images.inUse'), count: total - unused },
          { value: 'unused', label: t('images.notUsed'), count: unused },
        ]}
      />
      {unused > 0 && (
        <Button disabled={!ready} onClick={() => openDialog({ kind: 'prune-volumes' })}>
          {t('volumes.prune')}
        </Button>
      )}
      <Button disabled={!ready} onClick={() => openDialog({ kind: 'restore-volume' })}>
        <FileDown className="icon" />
        {t('volumes.restore')}
      </Button>
      <Button disabled={!ready} onClick={() => openDialog({ kind: 'create-volume' })}>
        <Plus className="icon" />
        {t('volumes.new')}
      </Button>
    </div>
  )
}

/** The sum, how old it is, and the button that measures again. */
function Sizes(): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const sizes = volumeSizes(({ value }) => value)
  const ready = useEngineReady()
  if (sizes === undefined) return null
  const { measuredAt, measuring, bytes } = sizes
  const sum = Object.values(bytes).reduce((total, one) => total + one, 0)
  return (
    <>
      {measuredAt !== undefined && <span className="sub no-wrap">{formatBytes(sum)}</span>}
      <span className="sub no-wrap size-12" role="status">
        {measuring
          ? t('volumes.measuring')
          : measuredAt !== undefined && t('volumes.measured', { time: formatAgo(t, measuredAt, now) })}
      </span>
      {!measuring && (
        <Button kind="ghost" size="sm" disabled={!ready} onClick={measure}>
          {measuredAt === undefined ? t('volumes.measure') : t('volumes.measureAgain')}
        </Button>
      )}
    </>
  )
}

function VolumesFoot(): ReactNode {
  const t = useT()
  return (
    <p className="page-note">
      <BookOpen className="icon" />
      <span>{t('volumes.about')}</span>
    </p>
  )
}
