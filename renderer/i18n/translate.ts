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
    if (typeof text === 'string') return fillTemplate(text, params)
    return fillTemplate(params.count === 1 ? text.one : text.other, params)
  }
}
