// The left side of the welcome: where the start is in the whole, how Portside works, the language.
import { Check, ChevronDown, Languages } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Machine } from '../../preload/model'
import { Button } from '../components/button'
import { Logo } from '../components/icons'
import { Menu, MenuRadioGroup, MenuRadioItem } from '../components/menu'
import { formatWhole } from '../i18n/format'
import { appInfo } from '../stores/mirrors'
import { changeSettings, useLanguage, useT } from '../stores/preferences'
import { HowItWorks } from './how-it-works'
import { lastStartMs } from './progress'
import { showStage, useStage } from './stage'
import type { WelcomeStage } from '../stores/ui'

const stages: readonly WelcomeStage[] = ['check', 'start', 'run']
const names = {
  check: 'welcome.checkComputer',
  start: 'welcome.startEngine',
  run: 'welcome.runSomething',
} as const

export function WelcomeSide({ machine }: { readonly machine: Machine | undefined }): ReactNode {
  const t = useT()
  const last = machine && lastStartMs(machine.steps)
  const at = stages.indexOf(useStage())
  return (
    <aside className="welcome-side">
      <div className="brand">
        <Logo />
        {t('app.name')}
      </div>
      <ol className="stages">
        {stages.map((stage, index) => (
          <li
            key={stage}
            className={index < at ? 'is-done' : index === at ? 'is-current' : undefined}
            aria-current={index === at ? 'step' : undefined}
          >
            <button type="button" onClick={() => showStage(stage)}>
              <span className="stage-number">{index < at ? <Check className="icon" /> : index + 1}</span>
              {t(names[stage])}
              {stage === 'start' && last !== undefined && (
                <small>{t('welcome.about', { time: formatWhole(t, last) })}</small>
              )}
              {stage === 'run' && <small>{t('welcome.optional')}</small>}
            </button>
          </li>
        ))}
      </ol>
      <Explanation />
      <LanguageMenu />
    </aside>
  )
}

const systems = { windows: 'Windows', macos: 'macOS' } as const

function Explanation(): ReactNode {
  const t = useT()
  const platform = appInfo((state) => state.value?.platform)
  // On Linux, "a hidden Linux inside Linux" would only confuse.
  const inside = platform === 'windows' || platform === 'macos'
  const system = inside ? systems[platform] : t('app.thisComputer')
  return (
    <section className="explanation">
      <h2>{t('welcome.how')}</h2>
      <HowItWorks system={system} machine={t('welcome.linuxVm')} container={t('welcome.container')} />
      <p>{inside ? t('welcome.howText', { system }) : t('welcome.howTextHere')}</p>
    </section>
  )
}

function LanguageMenu(): ReactNode {
  const t = useT()
  const language = useLanguage()
  return (
    <Menu
      label={t('settings.language')}
      side="top"
      align="start"
      trigger={
        <Button kind="ghost" className="language">
          <Languages className="icon" />
          {language === 'ko' ? '한국어' : 'English'}
          <ChevronDown className="icon icon-12" />
        </Button>
      }
    >
      <MenuRadioGroup
        value={language}
        onValueChange={(value) => changeSettings({ language: value === 'ko' ? 'ko' : 'en' })}
      >
        <MenuRadioItem value="en">English</MenuRadioItem>
        <MenuRadioItem value="ko">한국어</MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  )
}
