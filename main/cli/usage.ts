// A command that was not understood says what it takes, in the language of whoever typed it.
import type { Language, Settings } from '../../preload/model'
import { isSetting } from '../../preload/settings-table'
import { fillTemplate, type TextParams } from '../../preload/text'
import { meaningOf } from './setting-meanings'
import { usageTexts, type UsageKey } from './usage-texts'

/** Its message is English, for programs; {@link usageText} is for people. */
export class UsageError extends TypeError {
  readonly key: UsageKey
  readonly params: TextParams

  constructor(key: UsageKey, params: TextParams = {}) {
    super(fillTemplate(usageTexts.en[key], params))
    this.key = key
    this.params = params
  }
}

export function usageText({ key, params }: UsageError, language: Language): string {
  const { name = '', meaning } = params
  const told =
    key === 'settingValue' && isSetting(String(name))
      ? { ...params, meaning: meaningOf(String(name) as keyof Settings, String(meaning), language) }
      : params
  return fillTemplate(usageTexts[language][key], told)
}

/** What a command takes, without the error; undefined for one that takes nothing. */
export const usageOf = (command: string, language: Language): string | undefined =>
  Object.hasOwn(usageTexts.en, command) ? usageTexts[language][command as UsageKey] : undefined

/** Those of Node, where the words are no command of ours yet; undefined for another one. */
export function optionError(error: unknown): UsageError | undefined {
  if ((error as { code?: unknown }).code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return undefined
  const [, option = ''] = /'([^']+)'/.exec((error as Error).message) ?? []
  return new UsageError('unknownOption', { option })
}
