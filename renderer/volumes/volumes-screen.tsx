// The volumes: how much they take and when that was measured, the list, and what a volume is.
import { BookOpen, FileDown, Plus, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Volume } from '../../preload/model'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { ListSearch } from '../components/list-search'
import { formatAgo, formatBytes } from '../i18n/format'
import { EngineOff } from '../shell/engine-off'
import { useNow } from '../stores/clock'
import { dailyBackups, useEngineReady, volumeBackups, volumes, volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { closeVolume, openDialog, useUi } from '../stores/ui'
import { setDaily } from './daily-backup'
import { measure, useMeasurement } from './measure'
import { ticks, VolumeBulkBar } from './selection'
import { VolumeDrawer } from './volume-drawer'
import { VolumeList } from './volume-list'
import { lastBackups, useUnused, useVolumeView } from './volume-rows'
import { VolumeTransfers } from './volume-transfers'
import { WhyAbout } from '../why/why-word'

export function VolumesScreen(): ReactNode {
  const ready = useEngineReady()
  const connected = useIsConnected()
  const opened = useUi((state) => state.volume)
  const exists = volumes.use((state) => opened !== undefined && state.items.has(opened))
  useMeasurement()
  return (
    <div className={`split is-images ${exists ? 'has-drawer' : ''}`.trimEnd()} onKeyDown={onKeyDown}>
      <div className="split-main">
        <VolumesHead />
        <VolumeTransfers />
        {!ready && <EngineOff />}
        <NoBackup />
        <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
          <VolumeList />
        </div>
        <VolumeBulkBar />
        <VolumesFoot />
      </div>
      {exists && opened !== undefined && <VolumeDrawer key={opened} id={opened} />}
    </div>
  )
}

/** Esc closes what is open, then clears what is ticked, unless it ends something else. */
function onKeyDown(event: KeyboardEvent): void {
  const { target, currentTarget, key, defaultPrevented } = event
  if (key !== 'Escape' || defaultPrevented || !(target instanceof Element)) return
  if (!currentTarget.contains(target) || target.closest('input')) return
  if (useUi.getState().volume === undefined) ticks.clear()
  else closeVolume()
}

/** Data of this size is worth a word. */
const muchBytes = 500_000_000

/** The largest named volume that has no restore point, if it is large. */
function NoBackup(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const bytes = volumeSizes(({ value }) => value?.bytes)
  const saved = volumeBackups.use(useShallow((state) => lastBackups(state.items.values())))
  const known = volumeBackups.use((state) => state.loaded)
  const daily = dailyBackups(({ value }) => value?.volumes)
  const id = volumes.use(({ items }) => {
    const sizeOf = (one: Volume): number => bytes?.[one.id] ?? 0
    const large = [...items.values()].filter(
      (one) =>
        !one.anonymous &&
        saved[one.id] === undefined &&
        daily?.includes(one.id) !== true &&
        sizeOf(one) >= muchBytes,
    )
    return large.sort((a, b) => sizeOf(b) - sizeOf(a))[0]?.id
  })
  if (!known || !ready || id === undefined) return null
  return (
    <div className="note warn no-backup">
      <TriangleAlert className="icon" />
      <span className="grow">
        <b className="medium">{t('volumes.noBackup', { name: id, size: formatBytes(bytes?.[id] ?? 0) })}</b>{' '}
        {t('volumes.noBackupWhy')}
      </span>
      <Button size="sm" onClick={() => setDaily(id, true)}>
        {t('volumes.daily')}
      </Button>
    </div>
  )
}

function VolumesHead(): ReactNode {
  const t = useT()
  const filter = useVolumeView((state) => state.filter)
  const total = volumes.use((state) => state.items.size)
  const unused = useUnused().length
  const ready = useEngineReady()
  const search = useVolumeView((state) => state.search)
  return (
    <div className="page-head volumes-head">
      <h1>{t('volumes.title')}</h1>
      <WhyAbout word="volume" />
      {total > 0 && <Sizes />}
      <span className="grow" />
      <ListSearch
        label={t('volumes.search')}
        value={search}
        onChange={(typed) => useVolumeView.setState({ search: typed })}
      />
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
      <Button className="page-main" disabled={!ready} onClick={() => openDialog({ kind: 'create-volume' })}>
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
      <span className="sub no-wrap size-12 beside-none" role="status">
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
