// The two ways out when nothing else helps: one that keeps everything, and one that keeps nothing.
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { SettingRow, SettingsCard } from './settings-card'

export function RepairCard(): ReactNode {
  const t = useT()
  return (
    <SettingsCard title={t('settings.trouble')}>
      <SettingRow title={t('settings.repair')} help={t('settings.repairWhy')}>
        <Button onClick={() => openDialog({ kind: 'repair-machine' })}>{t('settings.repairAsk')}</Button>
      </SettingRow>
      <SettingRow title={t('settings.erase')} help={t('settings.eraseWhy')}>
        <Button kind="danger" onClick={() => openDialog({ kind: 'erase-machine' })}>
          {t('settings.eraseAsk')}
        </Button>
      </SettingRow>
    </SettingsCard>
  )
}
