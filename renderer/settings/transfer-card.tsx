// Settings to take along: written to a file, read from one.
import { useRef, useState, type ReactNode } from 'react'
import type { ImportedSettings } from '../../preload/model'
import { Button } from '../components/button'
import { downloadBlob } from '../components/download'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { SettingRow, SettingsCard } from './settings-card'

const reasons = {
  unknown: 'settings.leftUnknown',
  'bad-value': 'settings.leftBadValue',
  'out-of-range': 'settings.leftOutOfRange',
  managed: 'settings.leftManaged',
} as const

async function exportSettings(): Promise<void> {
  const { text } = await contract().settings.exportSettings()
  downloadBlob(new Blob([text], { type: 'application/json' }), 'portside-settings.json')
}

export function TransferCard(): ReactNode {
  const t = useT()
  const chooser = useRef<HTMLInputElement>(null)
  const [imported, setImported] = useState<ImportedSettings>()
  const read = async (file: File | undefined): Promise<void> => {
    if (file) setImported(await contract().settings.importSettings({ text: await file.text() }))
  }
  return (
    <SettingsCard title={t('settings.transfer')}>
      <SettingRow title={t('settings.transferTitle')} help={t('settings.transferWhy')}>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t('settings.import')}
          onChange={(event) => {
            void read(event.target.files?.[0]).catch(reportError)
            event.target.value = ''
          }}
        />
        <Button onClick={() => void exportSettings().catch(reportError)}>{t('settings.export')}</Button>
        <Button onClick={() => chooser.current?.click()}>{t('settings.import')}</Button>
      </SettingRow>
      {imported && (
        <div role="status" className="help">
          <p>{t('settings.imported', { count: imported.changed.length })}</p>
          {imported.left.map(({ name, why }) => (
            <p key={name} className="help warn">
              {t(reasons[why], { name })}
            </p>
          ))}
        </div>
      )}
    </SettingsCard>
  )
}
