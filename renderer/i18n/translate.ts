// Picks the text of a key in a language and fills it; Korean particles follow the filled-in word.
import type { Language } from '../../preload/model'
import { fillTemplate, type TextParams } from '../../preload/text'
import { en } from './en'
import { ko } from './ko'
import type { Key, Texts, Values } from './texts'

const tables: Readonly<Record<Language, Texts>> = { en, ko }

export type Translate = <K extends Key>(key: K, ...values: Values<K>) => string

const translators: Record<Language, Translate> = { en: translateIn('en'), ko: translateIn('ko') }

/** The same function for the same language, so that it may be a dependency of hooks. */
export const translator = (language: Language): Translate => translators[language]

function translateIn(language: Language): Translate {
  return (key, ...values) => {
    const text = tables[language][key]
    const params: TextParams = values[0] ?? {}
    const shown = withCounts(language, params)
    if (typeof text === 'string') return fillTemplate(text, shown)
    return fillTemplate(params.count === 1 ? text.one : text.other, shown)
  }
}

/** What these stand for is counted; other numbers are names: ports, processes, codes. */
const counted = ['count', 'done', 'running', 'at', 'total', 'needed', 'free', 'ready', 'all'] as const
/** Making one takes long beside using it. */
const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en'),
  ko: new Intl.NumberFormat('ko'),
}

/** `1,234`, as both languages write it. */
export const formatCount = (language: Language, count: number): string => formats[language].format(count)

function withCounts(language: Language, params: TextParams): TextParams {
  const large = counted.filter((name) => typeof params[name] === 'number' && Math.abs(params[name]) >= 1000)
  if (large.length === 0) return params
  return {
    ...params,
    ...Object.fromEntries(large.map((name) => [name, formatCount(language, Number(params[name]))])),
  }
}
