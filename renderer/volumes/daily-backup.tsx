// The daily backup of a volume: the button that begins and ends it, and why the last one failed.
import { CalendarClock } from 'lucide-react'
import type { ReactNode } from 'react'
import { dailyBackupHour } from '../../preload/daily-backup'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { dailyBackups } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

export const setDaily = (id: string, daily: boolean): void =>
  void contract().volumes.setDaily({ id, daily }).catch(reportError)

export const useIsDaily = (id: string): boolean =>
  dailyBackups(({ value }) => value?.volumes.includes(id) ?? false)

const time = `${dailyBackupHour}:00`

export function DailyButton({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const on = useIsDaily(id)
  return (
    <Button
      size="sm"
      kind="ghost"
      className="daily-button"
      aria-pressed={on}
      title={t('volumes.dailyWhy', { time })}
      onClick={() => setDaily(id, !on)}
    >
      <CalendarClock className="icon icon-14" />
      {on ? t('volumes.dailyAt', { time }) : t('volumes.daily')}
    </Button>
  )
}

/** Until one works again. */
export function DailyFailed({ id }: { readonly id: string }): ReactNode {
  const failed = dailyBackups(({ value }) => value?.failed[id])
  if (!failed) return null
  return <ErrorCard error={failed.error} announce={false} />
}
