// Says what a change still waits for, what that costs, and does it.
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { restartMachine, useMachinePending } from '../shell/machine-actions'
import { containers, pendingSettings, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'

export function PendingBar(): ReactNode {
  const t = useT()
  const count = pendingSettings(({ value }) => (value ? value.names.length + Number(value.engine) : 0))
  const running = containers.use(
    (state) => [...state.items.values()].filter((one) => one.state === 'running').length,
  )
  const busy = useMachinePending() !== undefined
  const state = useMachine()?.state
  const restartable = state === 'running' || state === 'paused'
  if (count === 0) return null
  return (
    <div className="note warn pending-bar" role="status">
      <RotateCw className="icon" />
      <span className="grow">
        {t('settings.pending', { count })}{' '}
        {running > 0 ? t('settings.pendingContainers', { count: running }) : t('settings.pendingNone')}
      </span>
      <Button size="sm" busy={busy} disabled={busy || !restartable} onClick={restartMachine}>
        {t('settings.restartNow')}
      </Button>
    </div>
  )
}
