// The steps that made an image, oldest first, each with what it added; those of a shared base are folded.
import { useState, type ReactNode } from 'react'
import type { ImageDetails, ImageStep } from '../../preload/model'
import { Button } from '../components/button'
import { hideInText } from '../details/secret'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'

export interface LayersSectionProps {
  readonly details: ImageDetails
  /** Bytes by step that later steps made useless, once they were looked for. */
  readonly wasted: ReadonlyMap<number, number>
}

export function LayersSection({ details, wasted }: LayersSectionProps): ReactNode {
  const t = useT()
  const { steps, base, layerCount } = details
  const [open, setOpen] = useState(false)
  const largest = Math.max(1, ...steps.map((step) => step.sizeBytes))
  const folded = base !== undefined && !open ? base.steps : 0
  return (
    <section className="image-section" aria-label={t('imageDetails.layers')}>
      <div className="image-section-head">
        <h3>{t('imageDetails.layers')}</h3>
        <span className="text-3 size-12">{t('imageDetails.layerCount', { count: layerCount })}</span>
        <span className="grow" />
        <WhyAbout word="layer" wide />
      </div>
      {base && (
        <div className="image-base">
          <div className="image-step">
            <code>
              <b>FROM</b> {base.image}
            </code>
            <span>{formatBytes(base.sizeBytes)}</span>
            <Bar share={base.sizeBytes / Math.max(largest, base.sizeBytes)} color="--text-3" />
          </div>
          <p className="text-3 size-12">
            {t('imageDetails.from', { count: base.layers, name: base.image })}{' '}
            <Button kind="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('imageDetails.hideSteps') : t('imageDetails.showSteps', { count: base.steps })}
            </Button>
          </p>
        </div>
      )}
      <ol className="image-steps">
        {steps.slice(folded).map((step, index) => (
          <Step
            key={index + folded}
            step={step}
            share={step.sizeBytes / largest}
            wasted={wasted.get(index + folded) ?? 0}
          />
        ))}
      </ol>
    </section>
  )
}

/** Longer ones are cut until somebody presses them. */
const longInstruction = 90

function Step({ step, share, wasted }: { step: ImageStep; share: number; wasted: number }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const { sizeBytes } = step
  // Values of ARG and ENV stay in an image for good.
  const instruction = hideInText(step.instruction)
  const words = <Instruction text={instruction === '' ? t('imageDetails.unknownStep') : instruction} />
  return (
    <li className="image-step">
      {instruction.length > longInstruction ? (
        <button
          type="button"
          className={open ? '' : 'clamped'}
          aria-expanded={open}
          title={instruction}
          onClick={() => setOpen(!open)}
        >
          {words}
        </button>
      ) : (
        words
      )}
      <span className={sizeBytes === 0 ? 'text-3' : ''}>
        {sizeBytes === 0 ? '0' : formatBytes(sizeBytes)}
      </span>
      {sizeBytes > 0 && <Bar share={share} color={wasted > 0 ? '--warn' : '--m-cpu'} />}
    </li>
  )
}

/** What the classic builder calls copied files: nobody reads all of its 64 digits. */
const copiedDigest = /\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\b/g

function Instruction({ text: whole }: { readonly text: string }): ReactNode {
  const text = whole.replace(copiedDigest, '$1:$2…')
  const keyword = /^[A-Z]+(?= )/.exec(text)?.[0]
  return (
    <code>
      {keyword !== undefined && <b>{keyword}</b>}
      {keyword === undefined ? text : text.slice(keyword.length)}
    </code>
  )
}

/** Says nothing that the figure beside it does not. */
const Bar = ({ share, color }: { readonly share: number; readonly color: string }): ReactNode => (
  <span className="bar" aria-hidden="true" style={{ '--c': `var(${color})` } as React.CSSProperties}>
    <i style={{ width: `${Math.max(0.5, share * 100)}%` }} />
  </span>
)
