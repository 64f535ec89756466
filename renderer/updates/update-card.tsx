// New versions of Portside: whether to look for them, what was found, and the way back to the version before.
import type { ReactNode } from 'react'
import type { AppUpdate } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes } from '../i18n/format'
import { SettingRow, SettingsCard } from '../settings/settings-card'
import { useSettings } from '../settings/use-settings'
import { containers, update } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { askForAll } from '../stores/unsaved'

const run = (act: () => Promise<void>): void => void act().catch(reportError)

export function UpdateCard(): ReactNode {
  const t = useT()
  const state = update((store) => store.value)
  const settings = useSettings()
  if (!state || !settings) return null
  if (state.step === 'unsupported')
    return (
      <SettingsCard title={t('update.title')}>
        <p className="help">{t('update.unsupported')}</p>
      </SettingsCard>
    )
  return (
    <SettingsCard title={t('update.title')} note={t('update.note')}>
      <SettingRow name="updates" title={t('update.setting')}>
        <Segmented
          label={t('update.setting')}
          value={settings.updates}
          onChange={(updates) => changeSettings({ updates })}
          options={[
            { value: 'off', label: t('update.off') },
            { value: 'check', label: t('update.check') },
            { value: 'download', label: t('update.download') },
          ]}
        />
      </SettingRow>
      <Found state={state} />
      {state.previous !== undefined && <GoBack version={state.previous} />}
      {state.failure && <ErrorCard error={state.failure} announce={false} />}
    </SettingsCard>
  )
}

function Found({ state }: { readonly state: AppUpdate }): ReactNode {
  const t = useT()
  const { step, version = '', notes, receivedBytes = 0, totalBytes } = state
  if (step === 'idle' || step === 'checking')
    return (
      <SettingRow title={state.checkedAt === undefined ? t('update.notAsked') : t('update.newest')}>
        <Button
          busy={step === 'checking'}
          disabled={step === 'checking'}
          onClick={() => run(() => contract().updates.check())}
        >
          {t('update.look')}
        </Button>
      </SettingRow>
    )
  return (
    <>
      <SettingRow title={t('update.found', { version })}>
        {step === 'available' && (
          <Button onClick={() => run(() => contract().updates.download())}>{t('update.get')}</Button>
        )}
        {step === 'ready' && <Ending label={t('update.install')} act="install" />}
      </SettingRow>
      {step === 'downloading' && (
        <>
          <ProgressBar
            label={t('update.downloading')}
            share={totalBytes ? receivedBytes / totalBytes : undefined}
          />
          {totalBytes !== undefined && (
            <p className="help">{`${formatBytes(receivedBytes)} / ${formatBytes(totalBytes)}`}</p>
          )}
        </>
      )}
      {notes !== undefined && <p className="help update-notes">{notes}</p>}
    </>
  )
}

const GoBack = ({ version }: { readonly version: string }): ReactNode => {
  const t = useT()
  return (
    <SettingRow title={t('update.previous', { version })} help={t('update.previousWhy')}>
      <Ending label={t('update.goBack')} act="goBack" />
    </SettingRow>
  )
}

const useRunning = (): number =>
  containers.use((state) => [...state.items.values()].filter((one) => one.state === 'running').length)

/** Portside ends; while containers run it asks first. */
function Ending({ label, act }: { readonly label: string; readonly act: 'install' | 'goBack' }): ReactNode {
  const running = useRunning()
  const end = (): void => {
    if (running > 0) openDialog({ kind: 'end-for-update', act })
    else askForAll(() => run(() => contract().updates[act]({ stopContainers: false })))
  }
  return <Button onClick={end}>{label}</Button>
}

export function EndForUpdateDialog({ act }: { readonly act: 'install' | 'goBack' }): ReactNode {
  const t = useT()
  const count = useRunning()
  return (
    <AskDialog
      title={t('update.stopTitle')}
      text={t('update.stopText', { count })}
      keep={t('update.later')}
      confirm={{
        label: t(act === 'install' ? 'update.install' : 'update.goBack'),
        run: () => askForAll(() => run(() => contract().updates[act]({ stopContainers: true }))),
      }}
    />
  )
}
