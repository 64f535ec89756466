// A command that was not understood says what it takes, in the language of whoever typed it.
import type { Language } from '../../preload/model'
import { fillTemplate, type TextParams } from '../../preload/text'
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

export const usageText = ({ key, params }: UsageError, language: Language): string =>
  fillTemplate(usageTexts[language][key], params)
