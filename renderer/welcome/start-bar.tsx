// One bar for the whole start, with the time spent and the time expected.
import type { ReactNode } from 'react'
import type { MachineStep } from '../../preload/model'
import { ProgressBar } from '../components/progress-bar'
import { formatWhole } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import { startProgress } from './progress'

export function StartBar({ steps }: { readonly steps: readonly MachineStep[] }): ReactNode {
  const t = useT()
  const now = useNow('second')
  const { elapsedMs, expectedMs, share } = startProgress(steps, now)
  const time = formatWhole(t, elapsedMs)
  return (
    <div className="start-bar">
      <ProgressBar label={t('welcome.title')} share={share} />
      <span className="no-wrap text-2">
        {expectedMs === undefined
          ? t('welcome.elapsed', { time })
          : t('welcome.elapsedOf', { time, total: formatWhole(t, expectedMs) })}
      </span>
    </div>
  )
}
