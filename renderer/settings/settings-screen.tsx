// The settings: sections at the left, one of them at the right, and above it what waits for a restart.
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { Settings } from '../../preload/model'
import { Button } from '../components/button'
import type { Key } from '../i18n/texts'
import { managedSettings, settings } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, sayWith } from '../stores/toasts'
import { showSettings, useUi, type SettingsSection } from '../stores/ui'
import { EngineSection } from '../engine-config/engine-section'
import { AboutSection } from './about-section'
import { FoldersSection } from './folders-section'
import { GeneralSection } from './general-section'
import { MachineSection } from './machine-section'
import { NetworkSection } from './network-section'
import { PendingBar } from './pending-bar'
import { WslSection } from '../wsl/wsl-section'
import { useFeature, useOwnMachine } from './use-settings'

interface SectionEntry {
  readonly id: SettingsSection
  readonly text: Key
  readonly Content: () => ReactNode
  /** What the page changes. */
  readonly names?: readonly (keyof Settings)[]
}

const general: SectionEntry = {
  id: 'general',
  text: 'settings.general',
  Content: GeneralSection,
  names: ['language', 'theme', 'letterKeys', 'startAtLogin', 'onQuit', 'sleepAfterMinutes'],
}
const machine: SectionEntry = {
  id: 'machine',
  text: 'settings.machine',
  Content: MachineSection,
}
const folders: SectionEntry = {
  id: 'folders',
  text: 'settings.folders',
  Content: FoldersSection,
  names: ['sharedFolders'],
}
const network: SectionEntry = {
  id: 'network',
  text: 'settings.network',
  Content: NetworkSection,
  names: ['proxyMode', 'httpProxy', 'httpsProxy', 'noProxy', 'hostCertificates'],
}
const wsl: SectionEntry = { id: 'wsl', text: 'wsl.section', Content: WslSection }
const engine: SectionEntry = { id: 'engine', text: 'daemon.section', Content: EngineSection }
const about: SectionEntry = { id: 'about', text: 'settings.about', Content: AboutSection }

/** Only what can be chosen here is shown: it depends on what the machine can do, never on the system. */
function useSections(): readonly SectionEntry[] {
  const own = useOwnMachine()
  const shares = useFeature('shared-folders')
  const sharesVm = useFeature('wsl')
  return [
    general,
    ...(own ? [machine] : []),
    ...(sharesVm ? [wsl] : []),
    ...(own && shares ? [folders] : []),
    ...(own ? [network] : []),
    engine,
    about,
  ]
}

export function SettingsScreen(): ReactNode {
  const t = useT() as (key: Key) => string
  const sections = useSections()
  const wanted = useUi((state) => state.settings)
  const shown = sections.find(({ id }) => id === wanted) ?? general
  const { Content } = shown
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.settings')}</h1>
      </div>
      <Tabs.Root
        className="settings-body"
        orientation="vertical"
        value={shown.id}
        onValueChange={(value) => {
          const chosen = sections.find(({ id }) => id === value)
          if (chosen) showSettings(chosen.id)
        }}
      >
        <Tabs.List className="settings-nav" aria-label={t('nav.settings')}>
          {sections.map(({ id, text }) => (
            <Tabs.Trigger key={id} value={id} className="settings-tab">
              {t(text)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content className="settings-content" value={shown.id} tabIndex={-1}>
          <PendingBar />
          <Content />
          {shown.names && <ResetPage names={shown.names} />}
        </Tabs.Content>
      </Tabs.Root>
    </>
  )
}

/** Forgets what was chosen on one page; what an administrator has decided stays. */
function ResetPage({ names }: { readonly names: readonly (keyof Settings)[] }): ReactNode {
  const t = useT()
  const managed = managedSettings((state) => state.value?.names)
  const reset = async (): Promise<void> => {
    const before = settings.getState().value
    const own = names.filter((name) => !managed?.includes(name))
    await contract().settings.reset({ names: own })
    const back = Object.fromEntries(own.map((name) => [name, before?.[name]])) as Partial<Settings>
    sayWith({ label: 'remove.undo', run: () => changeSettings(back) }, 'settings.resetDone')
  }
  return (
    <Button kind="ghost" size="sm" className="settings-reset" onClick={() => void reset().catch(reportError)}>
      {t('settings.resetPage')}
    </Button>
  )
}
