// What a look at this computer found, in words of both languages: a title, and what it means for the person.
import { computerTexts } from './computer'
import { dockerTexts } from './docker'
import type { ReadinessText } from './readiness-text'
import { wslTexts } from './wsl'

export const readinessTexts = { ...computerTexts, ...wslTexts, ...dockerTexts } satisfies Record<
  string,
  ReadinessText
>

export type ReadinessOutcome = keyof typeof readinessTexts
