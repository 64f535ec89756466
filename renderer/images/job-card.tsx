// The card of work that goes on by itself: while it runs with sum and layers, and how it ended.
import { Check, CircleX } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { SerialisedError } from '../../preload/errors'
import type { LayerState, PullLayer } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { reportError } from '../stores/toasts'

/** Calls the app and reports an error; for buttons. */
export const run = (call: () => Promise<unknown>): void => void call().catch(reportError)

export interface ActiveCardProps {
  readonly title: string
  readonly facts: string
  readonly label: string
  readonly doneBytes: number
  /** 0 while it is not known. */
  readonly totalBytes: number
  readonly layers: readonly PullLayer[]
  readonly onCancel: () => Promise<unknown>
}

export function ActiveCard(props: ActiveCardProps): ReactNode {
  const { title, facts, label, doneBytes, totalBytes, layers, onCancel } = props
  const t = useT()
  return (
    <section className="card pull" aria-label={title}>
      <header>
        <span className="status start" aria-hidden="true" />
        <b className="semibold truncate">{title}</b>
        <span className="text-2 size-12 truncate">{facts}</span>
        <span className="grow" />
        <Button kind="ghost" size="sm" onClick={() => run(onCancel)}>
          {t('common.cancel')}
        </Button>
      </header>
      <ProgressBar
        label={label}
        share={totalBytes > 0 ? doneBytes / totalBytes : undefined}
        className="pull-sum"
      />
      {layers.length > 0 && (
        <div className="pull-layers">
          {layers.map((layer) => (
            <Layer key={layer.id} layer={layer} />
          ))}
        </div>
      )}
    </section>
  )
}

const layerColors: Readonly<Record<LayerState, string>> = {
  waiting: '--accent',
  downloading: '--accent',
  uploading: '--accent',
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

export interface EndedCardProps {
  readonly done: boolean
  readonly text: string
  /** Small words after the text. */
  readonly facts?: string | undefined
  readonly error?: SerialisedError | undefined
  /** Buttons that may mend the error. */
  readonly actions?: ReactNode
  readonly onDismiss: () => Promise<unknown>
}

export function EndedCard({ done, text, facts, error, actions, onDismiss }: EndedCardProps): ReactNode {
  const t = useT()
  const dismiss = (): void => run(onDismiss)
  if (error) {
    return (
      <section>
        <p className="caption pull-failed">{text}</p>
        <ErrorCard error={error} actions={actions} onDismiss={dismiss} />
      </section>
    )
  }
  return (
    <section className="card pull is-ended" role="status">
      <header>
        {done ? <Check className="icon ok" /> : <CircleX className="icon text-3" />}
        <b className="medium truncate">{text}</b>
        {done && facts !== undefined && <span className="text-2 size-12 no-wrap">{facts}</span>}
        <span className="grow" />
        <Button kind="ghost" size="sm" onClick={dismiss}>
          {t('common.dismiss')}
        </Button>
      </header>
    </section>
  )
}
