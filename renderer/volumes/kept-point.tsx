// Whether a restore point stays by itself, and what is written about it.
import { useState, type ReactNode } from 'react'
import type { VolumeBackup } from '../../preload/model'
import { Checkbox } from '../components/choices'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

const longest = 200

export function KeptPoint({ backup }: { readonly backup: VolumeBackup }): ReactNode {
  const t = useT()
  const { id, kind, kept = false, note = '' } = backup
  const [typed, setTyped] = useState(note)
  const keep = (wanted: boolean, text: string): void =>
    void contract().volumes.keepBackup({ backupId: id, kept: wanted, note: text.trim() }).catch(reportError)
  const write = (): void => {
    if (typed.trim() !== note) keep(kept, typed)
  }
  return (
    <>
      {kind === 'automatic' && (
        <label className="row g8" title={t('volumes.keepPointWhy')}>
          <Checkbox checked={kept} onChange={() => keep(!kept, typed)} />
          {t('volumes.keepPoint')}
        </label>
      )}
      <label className="row g8">
        <span className="no-wrap">{t('volumes.note')}</span>
        <span className="input grow">
          <input
            value={typed}
            maxLength={longest}
            placeholder={t('volumes.noteHint')}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={write}
            onKeyDown={(event) => {
              if (event.key === 'Enter') write()
            }}
          />
        </span>
      </label>
    </>
  )
}
