// The list of volumes: size, who uses it, age; copy its name and remove it.
import { Braces, Copy, CopyPlus, FolderOpen, HardDrive, Plus, Save, Trash2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Volume } from '../../preload/model'
import { Button } from '../components/button'
import { Empty, SkeletonRows } from '../components/empty'
import { GridList, GridRow, type RowPlace } from '../components/grid-list'
import { MenuItem, MenuLine } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { orderOf, SortHeading } from '../components/sort-heading'
import { Status } from '../components/status'
import { describeState } from '../containers/describe-state'
import { formatAgo, formatBytes } from '../i18n/format'
import { run } from '../images/job-card'
import { copyText } from '../stores/clipboard'
import { useNow } from '../stores/clock'
import { saveFile } from '../stores/files'
import { useEngineReady, useVolume, volumes, volumeSizes } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog } from '../stores/ui'
import {
  arrangeVolumes,
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
  const ids = volumes.use(
    useShallow((state) => arrangeVolumes(state.items.values(), new Set(used.split(' ')), bytes, view)),
  )
  if (ids.length === 0) return <NoVolumes />
  return (
    <GridList
      label={t('volumes.title')}
      ids={ids}
      head={<Head />}
      onDelete={(id) => openDialog({ kind: 'remove-volume', id })}
      row={(place) => <VolumeRow {...place} />}
    />
  )
}

function Head(): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head volume-grid" role="row" aria-rowindex={1}>
      <Heading column="name" label={t('list.name')} />
      <Heading column="size" label={t('list.size')} className="align-right" />
      <span role="columnheader">{t('list.usedBy')}</span>
      <Heading column="created" label={t('list.created')} />
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
  if (!volume) return null
  const { createdAt } = volume
  return (
    <GridRow place={place} className="volume-grid">
      <NameCell volume={volume} used={users.length > 0} />
      <span role="gridcell" className="align-right">
        {busy ? t('pending.remove') : <Size bytes={size} />}
      </span>
      <span role="gridcell" className="truncate size-12">
        <Users users={users} now={now} trashed={trashed} />
      </span>
      <span
        role="gridcell"
        className="text-3 size-12 truncate"
        title={createdAt === undefined ? undefined : new Date(createdAt).toLocaleString()}
      >
        {createdAt !== undefined && formatAgo(t, createdAt, now)}
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

const save = (id: string, name: string): void =>
  run(() => saveFile(`${name}.tar.gz`, (target) => contract().volumes.save({ id, target })))

function Actions({ volume, tabIndex }: { volume: Volume; tabIndex: number }): ReactNode {
  const t = useT()
  return (
    <div className="row-actions" role="gridcell">
      <RowMenu name={titleOf(t, volume)} tabIndex={tabIndex}>
        <MenuItem onSelect={() => openDialog({ kind: 'volume-files', id: volume.id })}>
          <FolderOpen className="icon" />
          {t('volumes.files')}
        </MenuItem>
        <MenuItem
          onSelect={() =>
            openDialog({ kind: 'inspect', service: 'volumes', id: volume.id, name: titleOf(t, volume) })
          }
        >
          <Braces className="icon" />
          {t('details.inspect')}
        </MenuItem>
        <MenuItem onSelect={() => copyText(volume.id)}>
          <Copy className="icon" />
          {t('volumes.copyName')}
        </MenuItem>
        <MenuItem onSelect={() => save(volume.id, titleOf(t, volume))}>
          <Save className="icon" />
          {t('volumes.save')}
        </MenuItem>
        <MenuItem onSelect={() => openDialog({ kind: 'clone-volume', id: volume.id })}>
          <CopyPlus className="icon" />
          {t('volumes.cloneMenu')}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => openDialog({ kind: 'remove-volume', id: volume.id })}>
          <Trash2 className="icon" />
          {t('volumes.remove')}
        </MenuItem>
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
        <Button size="sm" onClick={() => useVolumeView.setState({ filter: 'all' })}>
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
