// Downloads of images: sum, speed, time left, every layer; how the ended ones went.
import { Check, CircleX } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { LayerState, Pull, PullLayer } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes, formatBytesPair, formatDuration, formatWhole } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { pulls } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { usePullRate } from './pull-rates'

/** Every pull that the app still knows, the newest first. */
export function PullPanels(): ReactNode {
  const ids = pulls.use(
    useShallow((state) =>
      [...state.items.values()].sort((a, b) => b.startedAt - a.startedAt).map((pull) => pull.id),
    ),
  )
  if (ids.length === 0) return null
  return (
    <div className="pulls">
      {ids.map((id) => (
        <PullPanel key={id} id={id} />
      ))}
    </div>
  )
}

export const PullPanel = memo(function PullPanel({ id }: { readonly id: string }): ReactNode {
  const pull = pulls.use((state) => state.items.get(id))
  if (!pull) return null
  return pull.state === 'active' ? <ActivePull pull={pull} /> : <EndedPull pull={pull} />
})

const run = (call: () => Promise<void>): void => void call().catch(reportError)

function ActivePull({ pull }: { pull: Pull }): ReactNode {
  const t = useT()
  const facts = factsOf(t, pull, usePullRate(pull.id))
  const title = t('pull.active', { name: pull.reference })
  const known = pull.totalBytes > 0
  return (
    <section className="card pull" aria-label={title}>
      <header>
        <span className="status start" aria-hidden="true" />
        <b className="semibold truncate">{title}</b>
        <span className="text-2 size-12 truncate">{facts}</span>
        <span className="grow" />
        <Button
          kind="ghost"
          size="sm"
          onClick={() => run(async () => contract().images.cancelPull({ pullId: pull.id }))}
        >
          {t('common.cancel')}
        </Button>
      </header>
      <ProgressBar
        label={pull.reference}
        share={known ? pull.doneBytes / pull.totalBytes : undefined}
        className="pull-sum"
      />
      <div className="pull-layers">
        {pull.layers.map((layer) => (
          <Layer key={layer.id} layer={layer} />
        ))}
      </div>
    </section>
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

const layerColors: Readonly<Record<LayerState, string>> = {
  waiting: '--accent',
  downloading: '--accent',
  downloaded: '--accent',
  unpacking: '--m-mem',
  ready: '--ok',
}

const Layer = memo(function Layer({ layer }: { layer: PullLayer }): ReactNode {
  const t = useT()
  const name = t(`layer.${layer.state}`)
  const full = layer.state === 'ready' || layer.state === 'downloaded'
  const share = full ? 1 : layer.totalBytes > 0 ? layer.doneBytes / layer.totalBytes : 0
  return (
    <div className={layer.state === 'waiting' ? 'is-waiting' : undefined}>
      <span className="layer-words">
        <span>{name}</span>
        <span>{layer.totalBytes > 0 ? formatBytes(layer.totalBytes) : ''}</span>
      </span>
      <ProgressBar label={`${name} ${layer.id}`} share={share} color={layerColors[layer.state]} />
    </div>
  )
})

function EndedPull({ pull }: { pull: Pull }): ReactNode {
  const t = useT()
  const dismiss = (): void => run(async () => contract().images.dismissPull({ pullId: pull.id }))
  const done = pull.state === 'done'
  const name = pull.reference
  if (pull.error) {
    return (
      <section>
        <p className="caption pull-failed">{t('pull.failed', { name })}</p>
        <ErrorCard error={pull.error} onDismiss={dismiss} />
      </section>
    )
  }
  const text = !done
    ? t('pull.cancelled', { name })
    : pull.upToDate
      ? t('pull.upToDate', { name })
      : t('pull.done', { name })
  const took = pull.endedAt === undefined ? undefined : formatDuration(t, pull.endedAt - pull.startedAt)
  return (
    <section className="card pull is-ended" role="status">
      <header>
        {done ? <Check className="icon ok" /> : <CircleX className="icon text-3" />}
        <b className="medium truncate">{text}</b>
        {done && took !== undefined && (
          <span className="text-2 size-12 no-wrap">{t('pull.took', { time: took })}</span>
        )}
        <span className="grow" />
        <Button kind="ghost" size="sm" onClick={dismiss}>
          {t('common.dismiss')}
        </Button>
      </header>
    </section>
  )
}
