// The drawer with one volume: what can be done with it, how large it is, who uses it, and its restore points.
import { Archive, Braces, Copy, CopyPlus, FolderOpen, HardDrive, Save, Trash2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Volume } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { MenuItem, MenuLine } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { Status } from '../components/status'
import { describeState } from '../containers/describe-state'
import { formatAgo } from '../i18n/format'
import { run } from '../images/job-card'
import { copyText } from '../stores/clipboard'
import { useNow } from '../stores/clock'
import { saveFile } from '../stores/files'
import { useEngineReady, useVolume } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { closeVolume, openDetails, openDialog, showSection } from '../stores/ui'
import { backUp } from './back-up'
import { RestorePoints } from './restore-points'
import { titleOf, useUsersOf } from './volume-rows'
import { VolumeSize } from './volume-size'

export function VolumeDrawer({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const volume = useVolume(id)
  if (!volume) return null
  return (
    <aside className="drawer image-drawer" aria-label={t('volumes.detailsOf', { name: titleOf(t, volume) })}>
      <Head volume={volume} />
      <Actions volume={volume} />
      <div className="image-scroll">
        <VolumeSize volume={volume} />
        <UsedBy volume={volume} />
        <RestorePoints volume={volume} />
      </div>
    </aside>
  )
}

function Head({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const name = titleOf(t, volume)
  const about = [
    volume.project === undefined ? '' : t('volumes.ofProject', { name: volume.project }),
    volume.driver === 'local' ? '' : t('volumes.ofDriver', { name: volume.driver }),
    volume.createdAt === undefined ? '' : t('volumes.madeAgo', { time: formatAgo(t, volume.createdAt, now) }),
  ].filter(Boolean)
  return (
    <header className="drawer-head">
      <span className="tile lg">
        <HardDrive className="icon" />
      </span>
      <div className="grow">
        <h2 className="truncate" title={volume.id}>
          {name}
        </h2>
        <p className="truncate text-2 size-12">{about.join(' · ')}</p>
      </div>
      <IconButton label={t('volumes.closeDetails')} onClick={closeVolume}>
        <X className="icon" />
      </IconButton>
    </header>
  )
}

function Actions({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const { id } = volume
  return (
    <div className="image-actions">
      <Button kind="primary" disabled={!ready} onClick={() => backUp(id)}>
        <Archive className="icon" />
        {t('volumes.backUpNow')}
      </Button>
      <Button disabled={!ready} onClick={() => openDialog({ kind: 'clone-volume', id })}>
        <CopyPlus className="icon" />
        {t('volumes.cloneShort')}
      </Button>
      <Button disabled={!ready} onClick={() => openDialog({ kind: 'volume-files', id })}>
        <FolderOpen className="icon" />
        {t('volumes.browse')}
      </Button>
      <span className="grow" />
      <RowMenu name={titleOf(t, volume)} tabIndex={0}>
        <VolumeMenu volume={volume} />
      </RowMenu>
    </div>
  )
}

/** What is in the menu of a row and of the drawer alike. */
export function VolumeMenu({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const { id } = volume
  const name = titleOf(t, volume)
  const save = (): void =>
    run(() => saveFile(`${name}.tar.gz`, (target) => contract().volumes.save({ id, target })))
  return (
    <>
      <MenuItem onSelect={() => openDialog({ kind: 'volume-files', id })}>
        <FolderOpen className="icon" />
        {t('volumes.files')}
      </MenuItem>
      <MenuItem onSelect={() => openDialog({ kind: 'inspect', service: 'volumes', id, name })}>
        <Braces className="icon" />
        {t('details.inspect')}
      </MenuItem>
      <MenuItem onSelect={() => copyText(id)}>
        <Copy className="icon" />
        {t('volumes.copyName')}
      </MenuItem>
      <MenuItem onSelect={() => backUp(id)}>
        <Archive className="icon" />
        {t('volumes.backUpNow')}
      </MenuItem>
      <MenuItem onSelect={save}>
        <Save className="icon" />
        {t('volumes.save')}
      </MenuItem>
      <MenuItem onSelect={() => openDialog({ kind: 'clone-volume', id })}>
        <CopyPlus className="icon" />
        {t('volumes.cloneMenu')}
      </MenuItem>
      <MenuLine />
      <MenuItem danger onSelect={() => openDialog({ kind: 'remove-volume', id })}>
        <Trash2 className="icon" />
        {t('volumes.remove')}
      </MenuItem>
    </>
  )
}

function UsedBy({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const users = useUsersOf(volume.id)
  const show = (container: string): void => {
    openDetails(container)
    showSection('containers')
  }
  return (
    <section className="image-section" aria-label={t('list.usedBy')}>
      <h3>{t('list.usedBy')}</h3>
      {users.length === 0 && <p className="text-2 size-12">{t('images.notUsed')}</p>}
      <div className="chips">
        {users.map((container) => {
          const { shape, label } = describeState(t, container, false, now)
          return (
            <button
              type="button"
              className="chip user-chip"
              key={container.id}
              onClick={() => show(container.id)}
            >
              <Status shape={shape} label={label} />
              {container.name}
            </button>
          )
        })}
      </div>
    </section>
  )
}
