// Stands in the place of a failure while Windows installs or updates WSL because of it.
import { ShieldQuestion } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WslSetup } from '../../preload/model'
import { Button } from '../components/button'
import { ProgressBar } from '../components/progress-bar'
import { formatWhole } from '../i18n/format'
import { useNow } from '../stores/clock'
import { wslSetup } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

type Active = Exclude<WslSetup, { state: 'idle' }>

/** The installation or update that is under way, if any. */
export const useWslSetup = (): Active | undefined =>
  wslSetup((state) => (state.value && state.value.state !== 'idle' ? state.value : undefined))

export function SetupProgress({ setup }: { readonly setup: Active }): ReactNode {
  const t = useT()
  const asking = setup.state === 'asking'
  const title = asking
    ? t('wsl.askingTitle')
    : t(setup.what === 'install' ? 'wsl.installing' : 'wsl.updating')
  const cancel = async (): Promise<void> => contract().wsl.cancelSetup()
  return (
    <div className="card engine-card" role="status">
      {asking ? <ShieldQuestion className="icon" /> : <span className="status start" aria-hidden="true" />}
      <div className="grow">
        <b>{title}</b>
        <p className="text-2 size-12">{t(asking ? 'wsl.askingWhy' : 'wsl.workingWhy')}</p>
        {!asking && <Working label={title} since={setup.since} />}
      </div>
      <Button kind="ghost" size="sm" onClick={() => void cancel().catch(reportError)}>
        {t(asking ? 'common.cancel' : 'wsl.stopWaiting')}
      </Button>
    </div>
  )
}

function Working({ label, since }: { readonly label: string; readonly since: number }): ReactNode {
  const t = useT()
  const now = useNow('second')
  return (
    <div className="start-bar">
      <ProgressBar label={label} share={undefined} />
      <span className="no-wrap text-2">{formatWhole(t, Math.max(0, now - since))}</span>
    </div>
  )
}
