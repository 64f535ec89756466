// The list of volumes: size, who uses it, its last restore point; a press opens one.
import { Check, HardDrive, Plus, Trash2, TriangleAlert } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Volume } from '../../preload/model'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Empty, SkeletonRows } from '../components/empty'
import { GridList, GridRow, type RowPlace } from '../components/grid-list'
import { RowMenu } from '../components/row-menu'
import { orderOf, SortHeading } from '../components/sort-heading'
import { Status } from '../components/status'
import { describeState } from '../containers/describe-state'
import { formatAgo, formatBytes, formatExact } from '../i18n/format'
import { useNow } from '../stores/clock'
import {
  dailyBackups,
  useEngineReady,
  useVolume,
  volumeBackups,
  volumes,
  volumeSizes,
} from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useLanguage, useT } from '../stores/preferences'
import { openDialog, openVolume, useUi } from '../stores/ui'
import { ticks } from './selection'
import { VolumeMenu } from './volume-drawer'
import {
  arrangeVolumes,
  lastBackups,
  sortVolumesBy,
  titleOf,
  useUsedVolumesKey,
  useTrashedUserOf,
  useUsersOf,
  useVolumeView,
  type VolumeSort,
} from './volume-rows'

const none: Readonly<Record<string, number>> = {}

export function VolumeList(): ReactNode {
  const t = useT()
  const view = useVolumeView()
  const used = useUsedVolumesKey()
  const bytes = volumeSizes(({ value }) => value?.bytes ?? none)
  const backups = volumeBackups.use(useShallow((state) => lastBackups(state.items.values())))
  const ids = volumes.use(
    useShallow((state) =>
      arrangeVolumes(state.items.values(), new Set(used.split(' ')), bytes, view, backups),
    ),
  )
  ticks.useOnly(ids)
  if (ids.length === 0) return <NoVolumes />
  return (
    <GridList
      label={t('volumes.title')}
      ids={ids}
      head={<Head shown={ids} />}
      onDelete={(id) => openDialog({ kind: 'remove-volume', id })}
      onSpace={ticks.toggle}
      onEnter={openVolume}
      row={(place) => <VolumeRow {...place} />}
    />
  )
}

function Head({ shown }: { readonly shown: readonly string[] }): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head volume-grid" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <ticks.TickAll shown={shown} />
      </span>
      <Heading column="name" label={t('list.name')} />
      <Heading column="size" label={t('list.size')} className="align-right" />
      <span role="columnheader">{t('list.usedBy')}</span>
      <Heading column="backup" label={t('volumes.lastBackup')} />
      <span role="columnheader">
        <span className="visually-hidden">{t('list.actions')}</span>
      </span>
    </div>
  )
}

function Heading({ column, ...props }: { column: VolumeSort; label: string; className?: string }): ReactNode {
  const view = useVolumeView()
  return <SortHeading {...props} order={orderOf(column, view)} onSort={() => sortVolumesBy(column)} />
}

const VolumeRow = memo(function VolumeRow(place: RowPlace): ReactNode {
  const volume = useVolume(place.id)
  const users = useUsersOf(place.id)
  const trashed = useTrashedUserOf(place.id)
  const now = useNow('minute')
  const t = useT()
  const size = volumeSizes(({ value }) => value?.bytes[place.id])
  const busy = usePending(place.id) !== undefined
  const opened = useUi((state) => state.volume === place.id)
  const ticked = ticks.useIs(place.id)
  if (!volume) return null
  return (
    <GridRow place={place} className="volume-grid" onOpen={openVolume} isOpen={opened || ticked}>
      <span role="gridcell">
        <Checkbox
          checked={ticked}
          label={t('common.select', { name: titleOf(t, volume) })}
          tabIndex={place.isCursor ? 0 : -1}
          onChange={() => ticks.toggle(place.id)}
        />
      </span>
      <NameCell volume={volume} used={users.length > 0} />
      <span role="gridcell" className="align-right">
        {busy ? t('pending.remove') : <Size bytes={size} />}
      </span>
      <span role="gridcell" className="truncate size-12">
        <Users users={users} now={now} trashed={trashed} />
      </span>
      <span role="gridcell" className="truncate">
        <LastBackup volume={volume} bytes={size} used={users.length > 0} />
      </span>
      <Actions volume={volume} tabIndex={place.isCursor ? 0 : -1} />
    </GridRow>
  )
})

function NameCell({ volume, used }: { volume: Volume; used: boolean }): ReactNode {
  const t = useT()
  const about = [
    volume.project === undefined ? '' : t('volumes.ofProject', { name: volume.project }),
    volume.driver === 'local' ? '' : t('volumes.ofDriver', { name: volume.driver }),
  ].filter(Boolean)
  return (
    <div className="list-name" role="gridcell">
      <span className={`tile ${used ? '' : 'off'}`.trimEnd()}>
        <HardDrive className="icon" />
      </span>
      <span className="text truncate" title={volume.id}>
        <b>{titleOf(t, volume)}</b>
        {about.length > 0 && <small>{about.join(' · ')}</small>}
      </span>
    </div>
  )
}

function Size({ bytes }: { bytes: number | undefined }): ReactNode {
  const t = useT()
  if (bytes !== undefined) return formatBytes(bytes)
  return (
    <span className="text-3" title={t('volumes.unknownSize')}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('volumes.unknownSize')}</span>
    </span>
  )
}

interface UsersProps {
  readonly users: readonly Container[]
  readonly now: number
  /** Of a container in the Trash. */
  readonly trashed: string | undefined
}

function Users({ users, now, trashed }: UsersProps): ReactNode {
  const t = useT()
  const [only] = users
  if (!only && trashed !== undefined)
    return (
      <span className="row g6 text-2" title={t('volumes.inTrashWhy', { name: trashed })}>
        <Trash2 className="icon icon-14" />
        <span className="truncate">{t('volumes.inTrash', { name: trashed })}</span>
      </span>
    )
  if (!only) return <span className="text-3">{t('images.notUsed')}</span>
  const names = users.map((one) => one.name).join(', ')
  return (
    <span className="row g6 text-2" title={names}>
      {users.length === 1 && <UserStatus container={only} now={now} />}
      <span className="truncate">
        {users.length === 1 ? only.name : t('images.containers', { count: users.length })}
      </span>
    </span>
  )
}

function UserStatus({ container, now }: { container: Container; now: number }): ReactNode {
  const { shape, label } = describeState(useT(), container, false, now)
  return <Status shape={shape} label={label} />
}

interface LastBackupProps {
  readonly volume: Volume
  readonly bytes: number | undefined
  readonly used: boolean
}

function LastBackup({ volume, bytes, used }: LastBackupProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const at = volumeBackups.use((state) => lastBackups(state.items.values())[volume.id])
  const failed = dailyBackups(({ value }) => value?.failed[volume.id])
  if (failed)
    return (
      <span className="row g6 warn size-12" title={formatExact(language, failed.at)}>
        <TriangleAlert className="icon icon-14" />
        <span className="truncate">{t('volumes.backupFailed', { time: formatAgo(t, failed.at, now) })}</span>
      </span>
    )
  if (at !== undefined)
    return (
      <span className="row g6 text-2 size-12" title={formatExact(language, at)}>
        <Check className="icon icon-14" />
        <span className="truncate">{formatAgo(t, at, now)}</span>
      </span>
    )
  // Nothing was in it when it was measured; what uses it may have written since.
  if (bytes === 0 && !used) return <span className="text-3 size-12">{t('volumes.notNeeded')}</span>
  // Data of a container that nobody thought of by name is as lost as any, but nobody waits for a warning of each.
  if (volume.anonymous) return <span className="text-3 size-12">{t('volumes.never')}</span>
  return (
    <span className="row g6 warn size-12">
      <TriangleAlert className="icon icon-14" />
      <span className="truncate">{t('volumes.never')}</span>
    </span>
  )
}

function Actions({ volume, tabIndex }: { volume: Volume; tabIndex: number }): ReactNode {
  const t = useT()
  return (
    <div className="row-actions" role="gridcell">
      <RowMenu name={titleOf(t, volume)} tabIndex={tabIndex}>
        <VolumeMenu volume={volume} />
      </RowMenu>
    </div>
  )
}

function NoVolumes(): ReactNode {
  const t = useT()
  const loaded = volumes.use((state) => state.loaded)
  const any = volumes.use((state) => state.items.size > 0)
  const ready = useEngineReady()
  if (!ready && !any) return null
  if (!loaded) return <SkeletonRows label={t('volumes.loading')} />
  if (any)
    return (
      <Empty title={t('volumes.noMatch')} text="">
        <Button size="sm" onClick={() => useVolumeView.setState({ filter: 'all', search: '' })}>
          {t('containers.showAll')}
        </Button>
      </Empty>
    )
  return (
    <Empty icon={HardDrive} title={t('volumes.empty')} text={t('volumes.emptyWhy')}>
      <Button kind="primary" onClick={() => openDialog({ kind: 'create-volume' })}>
        <Plus className="icon" />
        {t('volumes.emptyAction')}
      </Button>
    </Empty>
  )
}
