// Picks a text of the desktop in a language and fills it.
import type { Language, Settings } from '../../preload/model'
import { fillTemplate, type TextParams } from '../../preload/text'
import { en } from './texts/en'
import { ko } from './texts/ko'

export type TextKey = keyof typeof en
export type Say = (key: TextKey, params?: TextParams) => string

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ko }

export const sayIn =
  (language: Language): Say =>
  (key, params = {}) =>
    fillTemplate(tables[language][key], params)

/** `preferred` is what the operating system names first, e.g. `ko-KR`. */
export const languageOf = (
  { language }: Pick<Settings, 'language'>,
  preferred: string | undefined,
): Language => {
  if (language !== 'system') return language
  return preferred?.toLowerCase().startsWith('ko') ? 'ko' : 'en'
}

const longest = 60

/** Names come from anywhere: one line, no control or direction marks, and short enough for a menu. */
export function plain(text: string): string {
  const clean = text.slice(0, longest * 4).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean
}
