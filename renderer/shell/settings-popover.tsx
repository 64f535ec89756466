// Language and appearance, changed live.
import { Settings2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Segmented } from '../components/choices'
import { Popover } from '../components/popover'
import { settings } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'

export function SettingsPopover(): ReactNode {
  const t = useT()
  const language = settings((state) => state.value?.language ?? 'system')
  const theme = settings((state) => state.value?.theme ?? 'system')
  return (
    <Popover
      label={t('nav.settings')}
      align="start"
      side="right"
      className="settings-panel"
      trigger={
        <button
          type="button"
          className="sidebar-item"
          aria-label={t('nav.settings')}
          title={t('nav.settings')}
        >
          <Settings2 className="icon" />
          <span className="item-label">{t('nav.settings')}</span>
        </button>
      }
    >
      <h4>{t('settings.language')}</h4>
      <Segmented
        label={t('settings.language')}
        value={language}
        onChange={(value) => changeSettings({ language: value })}
        options={[
          { value: 'system', label: t('settings.system') },
          { value: 'en', label: 'English' },
          { value: 'ko', label: '한국어' },
        ]}
      />
      <h4>{t('settings.theme')}</h4>
      <Segmented
        label={t('settings.theme')}
        value={theme}
        onChange={(value) => changeSettings({ theme: value })}
        options={[
          { value: 'system', label: t('settings.system') },
          { value: 'light', label: t('settings.light') },
          { value: 'dark', label: t('settings.dark') },
        ]}
      />
    </Popover>
  )
}
