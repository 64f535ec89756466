// The restore points of a volume on a line of time: one is opened for what putting it back means.
import { useState, type ReactNode } from 'react'
import type { Volume, VolumeBackup } from '../../preload/model'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { formatBytes, formatList } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useEngineReady, volumeSizes, volumeTransfers } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { DailyButton, DailyFailed } from './daily-backup'
import { KeptPoint } from './kept-point'
import { formatMoment } from './moment'
import { useBackupsOf, useUsersOf } from './volume-rows'

export function RestorePoints({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const backups = useBackupsOf(volume.id)
  const [opened, setOpened] = useState<string>()
  const total = backups.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <section className="image-section" aria-label={t('volumes.points')}>
      <h3 className="row g8 points-head">
        {t('volumes.points')}
        {backups.length > 0 && (
          <span
            className="text-2 size-12 regular truncate"
            title={t('volumes.pointsSize', { size: formatBytes(total) })}
          >
            {t('volumes.pointsSize', { size: formatBytes(total) })}
          </span>
        )}
        <span className="grow" />
        <DailyButton id={volume.id} />
      </h3>
      <DailyFailed id={volume.id} />
      {backups.length === 0 ? (
        <p className="text-2 size-12">{t('volumes.noPoints')}</p>
      ) : (
        <ol className="points">
          <Now volume={volume} />
          {backups.map((backup) => (
            <Point
              key={backup.id}
              backup={backup}
              isOpen={opened === backup.id}
              onOpen={() => setOpened(opened === backup.id ? undefined : backup.id)}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

function Now({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const bytes = volumeSizes(({ value }) => value?.bytes[volume.id])
  const users = useUsersOf(volume.id).filter(({ state }) => state === 'running')
  const facts = [
    bytes === undefined ? '' : formatBytes(bytes),
    users.length === 0 ? '' : t('volumes.usedNow', { names: users.map(({ name }) => name).join(', ') }),
  ].filter(Boolean)
  return (
    <li className="point is-now">
      <span className="point-head">
        <b className="medium">{t('volumes.now')}</b>
        <small className="truncate">{facts.join(' · ')}</small>
      </span>
    </li>
  )
}

/** A diamond for what a person asked to keep, or began with a restore. */
const markOf = ({ kind, kept, note }: VolumeBackup): string =>
  kept || note ? 'is-kept' : kind === 'before-restore' ? 'is-before' : ''

interface PointProps {
  readonly backup: VolumeBackup
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function Point({ backup, isOpen, onOpen }: PointProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const said = backup.note ? t('volumes.quoted', { note: backup.note }) : t(`volumePoint.${backup.kind}`)
  const about = backup.kept ? t('volumes.andKept', { about: said }) : said
  return (
    <li className={`point ${markOf(backup)} ${isOpen ? 'is-open' : ''}`}>
      <button type="button" className="point-head" aria-expanded={isOpen} onClick={onOpen}>
        <b className="medium no-wrap">{formatMoment(language, backup.at, now)}</b>
        <small className="truncate grow" title={about}>
          {about}
        </small>
        <span className="text-2 size-12 no-wrap">{formatBytes(backup.sizeBytes)}</span>
      </button>
      {isOpen && <Open backup={backup} />}
    </li>
  )
}

function Open({ backup }: { readonly backup: VolumeBackup }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const ready = useEngineReady()
  const [saveFirst, setSaveFirst] = useState(true)
  const users = useUsersOf(backup.volume).filter(({ state }) => state === 'running' || state === 'paused')
  const busy = volumeTransfers.use((state) =>
    [...state.items.values()].some(
      ({ name, kind, state: at }) => name === backup.volume && kind === 'put-back' && at === 'active',
    ),
  )
  const restore = (): void =>
    void contract().volumes.putBack({ backupId: backup.id, saveFirst }).catch(reportError)
  const names = formatList(
    language,
    users.map(({ name }) => name),
  )
  return (
    <div className="point-open">
      <p>
        {users.length > 0 && `${t('volumes.stopMeanwhile', { names, count: users.length })} `}
        {t(saveFirst ? 'volumes.replacedSaved' : 'volumes.replacedLost')}
      </p>
      <label className="row g8">
        <Checkbox checked={saveFirst} onChange={() => setSaveFirst(!saveFirst)} />
        {t('volumes.saveFirst')}
      </label>
      <KeptPoint backup={backup} />
      <div className="row g8 wrap">
        <Button
          size="sm"
          kind={saveFirst ? 'primary' : 'danger-solid'}
          disabled={!ready || busy}
          busy={busy}
          onClick={restore}
        >
          {t('volumes.putBack')}
        </Button>
        <Button
          size="sm"
          disabled={!ready}
          onClick={() => openDialog({ kind: 'clone-volume', id: backup.volume, point: backup.id })}
        >
          {t('volumes.cloneBackup')}
        </Button>
        <Button
          size="sm"
          kind="ghost"
          onClick={() => openDialog({ kind: 'remove-volume', id: backup.volume, point: backup.id })}
        >
          {t('volumes.removeBackupMenu')}
        </Button>
      </div>
    </div>
  )
}
