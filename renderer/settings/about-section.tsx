// What this is: versions, and where its files are.
import type { ReactNode } from 'react'
import { appInfo, useEngine, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { UpdateCard } from '../updates/update-card'
import { SettingsCard } from './settings-card'

export function AboutSection(): ReactNode {
  const t = useT()
  const info = appInfo((state) => state.value)
  const engine = useEngine()
  const machine = useMachine()
  if (!info) return null
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('settings.aboutVersion'), info.version],
    [t('settings.aboutEngine'), engine?.version],
    [t('settings.aboutMachine'), machine && machineWords(machine.driver, machine.accelerator)],
    [t('settings.aboutEndpoint'), engine?.endpoint],
    [t('settings.aboutHome'), info.home],
  ]
  return (
    <>
      <SettingsCard title={t('settings.about')}>
        <dl className="about-list">
          {facts.map(
            ([name, value]) =>
              value !== undefined && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="mono">{value}</dd>
                </div>
              ),
          )}
        </dl>
      </SettingsCard>
      <UpdateCard />
    </>
  )
}

const machineWords = (driver: string, accelerator: string | undefined): string =>
  accelerator === undefined ? driver : `${driver}, ${accelerator}`
