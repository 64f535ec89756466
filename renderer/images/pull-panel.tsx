// Downloads of images: sum, speed, time left, every layer; how the ended ones went.
import { memo, type ReactNode } from 'react'
import type { Pull } from '../../preload/model'
import { Button } from '../components/button'
import { formatBytes, formatBytesPair, formatDuration, formatWhole } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { pulls } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { ActiveCard, EndedCard, run } from './job-card'
import { usePullRate } from './pull-rates'

export interface PullPanelProps {
  readonly id: string
  /** Without a button that pulls it once more: whoever shows this has one. */
  readonly once?: boolean
}

export const PullPanel = memo(function PullPanel({ id, once = false }: PullPanelProps): ReactNode {
  const pull = pulls.use((state) => state.items.get(id))
  if (!pull) return null
  return pull.state === 'active' ? <ActivePull pull={pull} /> : <EndedPull pull={pull} once={once} />
})

function ActivePull({ pull }: { pull: Pull }): ReactNode {
  const t = useT()
  const { id, reference, doneBytes, totalBytes, layers } = pull
  return (
    <ActiveCard
      title={t('pull.active', { name: reference })}
      facts={factsOf(t, pull, usePullRate(id))}
      label={reference}
      doneBytes={doneBytes}
      totalBytes={totalBytes}
      layers={layers}
      onCancel={async () => contract().images.cancelPull({ pullId: id })}
    />
  )
}

/** `181 of 312 MB · 9.4 MB/s · about 14 s left` */
function factsOf(t: Translate, pull: Pull, rate: number | undefined): string {
  if (pull.totalBytes === 0) return t('pull.asking')
  const parts = [t('pull.of', formatBytesPair(pull.doneBytes, pull.totalBytes))]
  if (rate !== undefined && rate > 0) {
    parts.push(t('pull.speed', { speed: formatBytes(Math.round(rate)) }))
    const leftMs = ((pull.totalBytes - pull.doneBytes) / rate) * 1000
    if (leftMs >= 1000) parts.push(t('pull.left', { time: formatWhole(t, leftMs) }))
  }
  return parts.join(' · ')
}

async function again({ id, reference, platform }: Pull): Promise<void> {
  await contract().images.dismissPull({ pullId: id })
  await contract().images.pull({ reference, ...(platform === undefined ? {} : { platform }) })
}

function EndedPull({ pull, once }: { pull: Pull; once: boolean }): ReactNode {
  const t = useT()
  const { id, reference: name, state, startedAt, endedAt } = pull
  const key = state === 'done' && pull.upToDate ? 'upToDate' : state
  return (
    <EndedCard
      done={state === 'done'}
      text={t(`pull.${key === 'active' ? 'done' : key}`, { name })}
      facts={
        endedAt === undefined ? undefined : t('pull.took', { time: formatDuration(t, endedAt - startedAt) })
      }
      error={pull.error}
      actions={
        !once && (
          <Button size="sm" onClick={() => run(() => again(pull))}>
            {t('details.again')}
          </Button>
        )
      }
      onDismiss={async () => contract().images.dismissPull({ pullId: id })}
    />
  )
}
