// Asks before a restore point goes.
import type { ReactNode } from 'react'
import { AskDialog } from '../components/ask-dialog'
import { formatBytes } from '../i18n/format'
import { volumeBackups } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { formatMoment } from './moment'

export function RemoveBackupDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const backup = volumeBackups.use((state) => state.items.get(id))
  if (!backup) return null
  return (
    <AskDialog
      title={t('volumes.removeBackupTitle', { time: formatMoment(language, backup.at), name: backup.volume })}
      text={t('volumes.removeBackupWhy', { size: formatBytes(backup.sizeBytes) })}
      keep={t('volumes.keep')}
      confirm={{
        label: t('volumes.removeBackup'),
        run: () => void contract().volumes.removeBackup({ backupId: id }).catch(reportError),
      }}
    />
  )
}
