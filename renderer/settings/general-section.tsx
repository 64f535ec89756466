// Language and appearance, when Portside starts, and when the engine sleeps.
import type { ReactNode } from 'react'
import { inDesktopApp } from '../api'
import { Segmented, Switch } from '../components/choices'
import { formatWhole } from '../i18n/format'
import { appInfo, useMachine } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { SettingRow, SettingsCard } from './settings-card'
import { TransferCard } from './transfer-card'
import { useFeature, useOwnMachine, useSettings } from './use-settings'

const sleepChoices = [0, 5, 15, 30, 60, 120] as const
const minuteMs = 60_000

export const GeneralSection = (): ReactNode => (
  <>
    <AppearanceCard />
    <StartCard />
    <SleepCard />
    <TransferCard />
  </>
)

function AppearanceCard(): ReactNode {
  const t = useT()
  const settings = useSettings()
  return (
    <SettingsCard title={t('settings.appearance')}>
      <SettingRow name="language" title={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={settings?.language ?? 'system'}
          onChange={(value) => changeSettings({ language: value })}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'en', label: 'English' },
            { value: 'ko', label: '한국어' },
          ]}
        />
      </SettingRow>
      <SettingRow name="theme" title={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={settings?.theme ?? 'system'}
          onChange={(value) => changeSettings({ theme: value })}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
        />
      </SettingRow>
      <SettingRow title={t('settings.letterKeys')} help={t('settings.letterKeysWhy')}>
        <Switch
          label={t('settings.letterKeys')}
          hideLabel
          checked={settings?.letterKeys ?? true}
          onChange={(letterKeys) => changeSettings({ letterKeys })}
        />
      </SettingRow>
    </SettingsCard>
  )
}

const endTexts = {
  ask: 'settings.onQuitAsk',
  stop: 'settings.onQuitStop',
  save: 'settings.onQuitSave',
  leave: 'settings.onQuitLeave',
} as const

function StartCard(): ReactNode {
  const t = useT()
  const settings = useSettings()
  const canStart = appInfo((state) => state.value?.canStartAtLogin ?? false)
  const canSave = useFeature('saved-state')
  const own = useOwnMachine()
  const desktop = inDesktopApp()
  if (!settings || (!canStart && !own)) return null
  const ends = [
    ...(desktop ? (['ask'] as const) : []),
    'stop' as const,
    ...(canSave ? (['save'] as const) : []),
    ...(desktop ? (['leave'] as const) : []),
  ]
  return (
    <SettingsCard title={t('settings.startAndEnd')}>
      {canStart && (
        <SettingRow
          name="startAtLogin"
          title={t('settings.startAtLogin')}
          help={t('settings.startAtLoginWhy')}
        >
          <Switch
            label={t('settings.startAtLogin')}
            hideLabel
            checked={settings.startAtLogin}
            onChange={(startAtLogin) => changeSettings({ startAtLogin })}
          />
        </SettingRow>
      )}
      {own && ends.length > 1 && (
        <SettingRow name="onQuit" title={t('settings.onQuit')} help={t('settings.onQuitWhy')}>
          <Segmented
            label={t('settings.onQuit')}
            // Without a desktop nobody is asked, and nothing is left behind: it is shut down.
            value={ends.includes(settings.onQuit) ? settings.onQuit : 'stop'}
            onChange={(onQuit) => changeSettings({ onQuit })}
            options={ends.map((value) => ({ value, label: t(endTexts[value]) }))}
          />
        </SettingRow>
      )}
    </SettingsCard>
  )
}

function SleepCard(): ReactNode {
  const t = useT()
  const settings = useSettings()
  const own = useOwnMachine()
  const canPause = useFeature('pause')
  const resumeMs = useMachine()?.resumeMs
  if (!settings || !own || !canPause) return null
  const minutes = settings.sleepAfterMinutes
  // A value that was set elsewhere stays among the choices.
  const choices = [...new Set([...sleepChoices, minutes])].toSorted((a, b) => a - b)
  return (
    <SettingsCard title={t('settings.sleep')} note={t('settings.sleepWhy')}>
      <SettingRow
        name="sleepAfterMinutes"
        title={t('settings.sleepAfter')}
        {...(resumeMs === undefined ? {} : { help: t('settings.lastWake', { ms: resumeMs }) })}
      >
        <select
          className="select"
          aria-label={t('settings.sleepAfter')}
          value={minutes}
          onChange={(event) => changeSettings({ sleepAfterMinutes: Number(event.target.value) })}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice === 0 ? t('settings.sleepNever') : formatWhole(t, choice * minuteMs)}
            </option>
          ))}
        </select>
      </SettingRow>
    </SettingsCard>
  )
}
