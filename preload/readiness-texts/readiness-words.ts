// What a check found, filled in for one language: durations and reasons are in its words, too.
import { errorTexts, type ErrorCode } from '../error-texts'
import type { Language, ReadinessCheck } from '../model'
import { fillTemplate, type TextParams } from '../text'
import { readinessTexts } from '.'
import { readinessNames } from './readiness-names'
import type { ReadinessWords } from './readiness-text'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const units = {
  en: { days: 'days', hours: 'hours', minutes: 'minutes' },
  ko: { days: '일', hours: '시간', minutes: '분' },
} as const

/** `12 minutes`, `3시간`; never less than two of a unit but for minutes. */
export function roughly(ms: number, language: Language): string {
  const [count, unit] =
    ms >= 2 * dayMs
      ? ([ms / dayMs, 'days'] as const)
      : ms >= 2 * hourMs
        ? ([ms / hourMs, 'hours'] as const)
        : ([ms / minuteMs, 'minutes'] as const)
  return `${Math.round(count)}${language === 'ko' ? '' : ' '}${units[language][unit]}`
}

/**
 * Undefined while it is checked. Params that end in `Ms` are durations; a `code` among them is the error whose title is
 * the reason, filled in by the others.
 */
export function readinessWords(
  { id, outcome, params }: Pick<ReadinessCheck, 'id' | 'outcome' | 'params'>,
  language: Language,
): ReadinessWords | undefined {
  if (outcome === undefined) return undefined
  const durations = Object.entries(params)
    .filter(([name]) => name.endsWith('Ms'))
    .map(([name, value]) => [name.slice(0, -2), roughly(Number(value), language)])
  const values: TextParams = {
    ...params,
    ...(Object.fromEntries(durations) as TextParams),
    ...reasonOf(params, language),
    what: readinessNames[id][language],
  }
  const { title, text } = readinessTexts[outcome][language]
  return { title: fillTemplate(title, values), text: fillTemplate(text, values) }
}

function reasonOf({ code, ...params }: TextParams, language: Language): TextParams {
  if (typeof code !== 'string' || !Object.hasOwn(errorTexts, code)) return {}
  return { reason: fillTemplate(errorTexts[code as ErrorCode][language].title, params) }
}
