// The memory limit: a slider up to no limit, with the usual need of the image marked, and the same as it is typed.
import { bytesOf } from '../../preload/amounts'
import { useId, useMemo, type CSSProperties, type ReactNode } from 'react'
import { usualMemory, type UsualMemory } from '../catalogue/usual-memory'
import { formatMemory, formatMemoryPair } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import type { FieldsProps } from './fields-props'
import { memorySteps, placeOf, textAt } from './memory-steps'

/** While it is not known what there is. */
const assumedBytes = 8 * 1024 ** 3

export function MemoryField({ form, change, problems }: FieldsProps): ReactNode {
  return (
    <MemoryLimit
      image={form.image}
      typed={form.more.memory}
      bad={problems.some((problem) => problem.field === 'more' && problem.part === 'memory')}
      onChange={(memory) => change({ more: { ...form.more, memory } })}
    />
  )
}

export interface MemoryLimitProps {
  /** Tells how much is usual. */
  readonly image: string
  /** `512m`, `1.5g`; empty for no limit. */
  readonly typed: string
  readonly bad: boolean
  readonly onChange: (typed: string) => void
}

export function MemoryLimit({ image, typed, bad, onChange: set }: MemoryLimitProps): ReactNode {
  const t = useT()
  const id = useId()
  const most = useMachine()?.memoryBytes ?? assumedBytes
  const steps = useMemo(() => memorySteps(most), [most])
  const bytes = bad || typed.trim() === '' ? undefined : bytesOf(typed)
  const need = usualMemory(image)
  const little = need !== undefined && bytes !== undefined && bytes < need.least
  const isLeast = bad && (bytesOf(typed) ?? 0) > 0
  const note = bad ? t(isLeast ? 'run.memoryLeast' : 'run.memoryBad') : need && needWords(t, need, little)
  const words = bytes === undefined ? t('run.memoryNone') : formatMemory(bytes)
  return (
    <div className={little ? 'memory-field little' : 'memory-field'}>
      <p className="memory-head">
        <label className="label" htmlFor={`${id}-text`}>
          {t('run.memory')}
        </label>
        {note !== undefined && (
          <span id={`${id}-note`} className={bad ? 'help bad' : 'help'}>
            {note}
          </span>
        )}
        <span className="grow" />
        {!bad && <output>{words}</output>}
      </p>
      <div className="memory-row">
        <Range
          steps={steps}
          place={placeOf(steps, bytes)}
          words={bad ? t('run.memoryBad') : words}
          need={need}
          noteId={note === undefined ? undefined : `${id}-note`}
          onChange={set}
        />
        <span className={`input ${bad ? 'is-bad' : ''}`.trimEnd()}>
          <input
            id={`${id}-text`}
            className="mono"
            value={typed}
            placeholder="512m"
            spellCheck={false}
            autoComplete="off"
            aria-invalid={bad}
            aria-describedby={note === undefined ? undefined : `${id}-note`}
            onChange={(event) => set(event.target.value)}
          />
        </span>
      </div>
    </div>
  )
}

function needWords(t: Translate, { least, most }: UsualMemory, little: boolean): string {
  const { used, total } = formatMemoryPair(least, most)
  return t(little ? 'run.memoryLittle' : 'run.memoryNeed', { least: used, most: total })
}

interface RangeProps {
  readonly steps: readonly number[]
  readonly place: number
  /** The value, for whoever cannot see where the thumb is. */
  readonly words: string
  readonly need: UsualMemory | undefined
  readonly noteId: string | undefined
  readonly onChange: (typed: string) => void
}

function Range({ steps, place, words, need, noteId, onChange }: RangeProps): ReactNode {
  const t = useT()
  const percent = (bytes: number): number => (placeOf(steps, bytes) / steps.length) * 100
  const mark = need && { from: percent(need.least), to: percent(need.most) }
  return (
    <span className="slider memory-slider">
      <input
        type="range"
        min={0}
        max={steps.length}
        step={1}
        value={Math.round(place)}
        style={{ '--share': Math.round(place) / steps.length } as CSSProperties}
        aria-label={t('run.memorySlider')}
        aria-valuetext={words}
        aria-describedby={noteId}
        onChange={(event) => onChange(textAt(steps, Number(event.target.value)))}
      />
      {mark && (
        <span className="slider-mark" aria-hidden="true">
          <i style={{ left: `${mark.from}%`, width: `${mark.to - mark.from}%` }} />
        </span>
      )}
    </span>
  )
}
