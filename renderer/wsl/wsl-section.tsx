// What Portside shares with all of WSL: limits in a file of the user's, and the distributions that may use the engine.
import { useCallback, useState, type ReactNode } from 'react'
import type { Contract } from '../../preload/contract'
import type { WslDistribution } from '../../preload/model'
import { Button } from '../components/button'
import { Switch } from '../components/choices'
import { ErrorCard } from '../components/error-card'
import { useAnswer } from '../details/use-answer'
import { SettingRow, SettingsCard } from '../settings/settings-card'
import { restartMachine } from '../shell/machine-actions'
import { useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { CompactDisk } from './compact-disk'
import { WslLimitsForm } from './limits-form'

const askLimits = ({ wsl }: Contract, signal: AbortSignal) => wsl.getLimits({ signal })
const askDistributions = ({ wsl }: Contract, signal: AbortSignal) => wsl.getDistributions({ signal })

export function WslSection(): ReactNode {
  // Both are different once the machine has started or stopped.
  const state = useMachine()?.state
  const limits = useAnswer(askLimits, state)
  const distributions = useAnswer(askDistributions, state)
  return (
    <>
      {limits.error && <ErrorCard error={limits.error} />}
      {limits.value && <WslLimitsForm state={limits.value} onWritten={limits.refresh} />}
      <CompactDisk />
      {distributions.error && <ErrorCard error={distributions.error} />}
      {distributions.value && (
        <Distributions {...distributions.value} onChanged={() => distributions.refresh()} />
      )}
    </>
  )
}

interface DistributionsProps {
  readonly distributions: readonly WslDistribution[]
  readonly needsRestart: boolean
  readonly onChanged: () => void
}

function Distributions({ distributions, needsRestart, onChanged }: DistributionsProps): ReactNode {
  const t = useT()
  return (
    <SettingsCard title={t('wsl.distributions')} note={t('wsl.distributionsWhy')}>
      {needsRestart && (
        <div className="note warn pending-bar" role="status">
          <span className="grow">{t('wsl.restart')}</span>
          <Button size="sm" onClick={restartMachine}>
            {t('engine.restart')}
          </Button>
        </div>
      )}
      {distributions.length === 0 && <p className="text-2">{t('wsl.noDistributions')}</p>}
      {distributions.map((one) => (
        <DistributionRow key={one.name} distribution={one} onChanged={onChanged} />
      ))}
    </SettingsCard>
  )
}

function DistributionRow({
  distribution: { name, version, integrated, dockerMissing },
  onChanged,
}: {
  readonly distribution: WslDistribution
  readonly onChanged: () => void
}): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const change = useCallback(
    async (on: boolean): Promise<void> => {
      setBusy(true)
      try {
        await contract().wsl.setIntegration({ name, on })
      } catch (error) {
        reportError(error)
      } finally {
        setBusy(false)
        onChanged()
      }
    },
    [name, onChanged],
  )
  const help = version === 1 ? t('wsl.versionOne') : dockerMissing ? t('wsl.dockerMissing') : undefined
  return (
    <SettingRow title={name} {...(help === undefined ? {} : { help })}>
      {version === 2 && (
        <span aria-busy={busy}>
          <Switch
            label={t('wsl.useEngine', { name })}
            hideLabel
            checked={integrated}
            onChange={(on) => {
              if (!busy) void change(on)
            }}
          />
        </span>
      )}
    </SettingRow>
  )
}
