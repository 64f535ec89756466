// How large a volume is, and how it grew in the last month, as far as somebody measured.
import { useCallback, type CSSProperties, type ReactNode } from 'react'
import type { SizeSample, Volume } from '../../preload/model'
import { useAnswer, type Question } from '../details/use-answer'
import { formatAgo, formatBytes } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useNow } from '../stores/clock'
import { volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'

const dayMs = 86_400_000
const [width, height] = [300, 38]

export function VolumeSize({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const sizes = volumeSizes(({ value }) => value)
  const bytes = sizes?.bytes[volume.id]
  const { id } = volume
  const ask = useCallback<Question<readonly SizeSample[]>>(
    ({ volumes }, signal) => volumes.getSizeHistory({ id, signal }),
    [id],
  )
  const samples = useAnswer(ask, sizes?.measuredAt).value ?? []
  const facts = [
    bytes === undefined ? t('volumes.unknownSize') : formatBytes(bytes),
    grownWords(t, samples),
    bytes !== undefined && sizes?.measuredAt !== undefined
      ? t('volumes.measured', { time: formatAgo(t, sizes.measuredAt, now) })
      : '',
  ].filter(Boolean)
  return (
    <section className="image-section" aria-label={t('list.size')}>
      <h3 className="row g8">
        {t('list.size')}
        <span className="text-2 size-12 regular">{facts.join(' · ')}</span>
      </h3>
      {samples.length > 1 && <Curve samples={samples} />}
    </section>
  )
}

/** Between the first and the last figure; nothing where there is one only. */
export function grownWords(t: Translate, samples: readonly SizeSample[]): string {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || first === last) return ''
  const count = Math.max(1, Math.round((last.at - first.at) / dayMs))
  const grown = last.bytes - first.bytes
  const size = formatBytes(Math.abs(grown))
  if (grown === 0) return t('volumes.sameSize', { count })
  return grown > 0 ? t('volumes.grew', { size, count }) : t('volumes.shrank', { size, count })
}

/** The words beside it say the same. */
function Curve({ samples }: { readonly samples: readonly SizeSample[] }): ReactNode {
  const [start, end] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0]
  const top = Math.max(1, ...samples.map(({ bytes }) => bytes)) * 1.05
  const line = samples
    .map(({ at, bytes }) => {
      const x = (width * (at - start)) / Math.max(1, end - start)
      return `${x.toFixed(1)},${(height - (height * bytes) / top).toFixed(1)}`
    })
    .join(' ')
  const colors = { '--c': 'var(--m-mem)', '--soft': 'var(--m-mem-soft)' } as CSSProperties
  return (
    <svg
      className="size-curve"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={colors}
    >
      <polygon points={`0,${height} ${line} ${width},${height}`} />
      <polyline points={line} />
    </svg>
  )
}
