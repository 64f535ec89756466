// Gives back to Windows what the file of the machine's disk takes and does not need, and tells how much that was.
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { formatBytes } from '../i18n/format'
import { SettingRow, SettingsCard } from '../settings/settings-card'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'

export function CompactDisk(): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const compact = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    try {
      const { freedBytes } = await contract().wsl.compactDisk()
      say('wsl.compacted', { bytes: formatBytes(freedBytes) })
    } catch (error) {
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <SettingsCard title={t('wsl.disk')}>
      <SettingRow title={t('wsl.compactWhat')} help={t('wsl.compactWhy')}>
        <Button size="sm" busy={busy} onClick={() => void compact()}>
          {t(busy ? 'wsl.compacting' : 'wsl.compact')}
        </Button>
      </SettingRow>
    </SettingsCard>
  )
}
