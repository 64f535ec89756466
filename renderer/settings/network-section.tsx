// How the engine reaches the internet: proxy and trusted certificate authorities.
import { useId, useState, type ReactNode } from 'react'
import { isAppError } from '../../preload/errors'
import type { Settings } from '../../preload/model'
import { Segmented, Switch } from '../components/choices'
import { changeSettings, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { SettingRow, SettingsCard } from './settings-card'
import { useSettings } from './use-settings'

type ProxyField = 'httpProxy' | 'httpsProxy' | 'noProxy'

export function NetworkSection(): ReactNode {
  const t = useT()
  const settings = useSettings()
  if (!settings) return null
  return (
    <>
      <SettingsCard title={t('settings.proxy')} note={t('settings.proxyWhy')}>
        <SettingRow name="proxyMode" title={t('settings.proxyMode')}>
          <Segmented
            label={t('settings.proxyMode')}
            value={settings.proxyMode}
            onChange={(proxyMode) => changeSettings({ proxyMode })}
            options={[
              { value: 'system', label: t('settings.system') },
              { value: 'manual', label: t('settings.proxyManual') },
              { value: 'none', label: t('settings.proxyNone') },
            ]}
          />
        </SettingRow>
        {settings.proxyMode === 'manual' && (
          <>
            <ProxyInput name="httpProxy" label={t('settings.httpProxy')} settings={settings} />
            <ProxyInput name="httpsProxy" label={t('settings.httpsProxy')} settings={settings} />
            <ProxyInput name="noProxy" label={t('settings.noProxy')} settings={settings} />
          </>
        )}
      </SettingsCard>
      <SettingsCard title={t('settings.certificates')}>
        <SettingRow
          name="hostCertificates"
          title={t('settings.hostCertificates')}
          help={t('settings.hostCertificatesWhy')}
        >
          <Switch
            label={t('settings.hostCertificates')}
            hideLabel
            checked={settings.hostCertificates}
            onChange={(hostCertificates) => changeSettings({ hostCertificates })}
          />
        </SettingRow>
      </SettingsCard>
    </>
  )
}

interface ProxyInputProps {
  readonly name: ProxyField
  readonly label: string
  readonly settings: Settings
}

/** Saved when it is left or Enter is pressed; what cannot be saved stays, to be corrected. */
function ProxyInput({ name, label, settings }: ProxyInputProps): ReactNode {
  const t = useT()
  const help = useId()
  const [draft, setDraft] = useState<string>()
  const [bad, setBad] = useState(false)
  const save = async (): Promise<void> => {
    if (draft === undefined) return
    try {
      await contract().settings.update({ change: { [name]: draft.trim() } })
      setDraft(undefined)
    } catch (error) {
      if (isAppError(error, 'settings.bad-value')) setBad(true)
      else reportError(error)
    }
  }
  return (
    <label className="field">
      <span className="label">{label}</span>
      <span className={`input ${bad ? 'is-bad' : ''}`.trimEnd()}>
        <input
          className="mono"
          value={draft ?? settings[name]}
          placeholder={name === 'noProxy' ? 'localhost,.example.com' : 'http://proxy.example.com:3128'}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={bad}
          aria-describedby={bad ? help : undefined}
          onChange={(event) => {
            setDraft(event.target.value)
            setBad(false)
          }}
          onBlur={() => void save()}
          onKeyDown={(event) => event.key === 'Enter' && void save()}
        />
      </span>
      {bad && (
        <span className="help bad" id={help}>
          {t('settings.proxyBad')}
        </span>
      )}
    </label>
  )
}
