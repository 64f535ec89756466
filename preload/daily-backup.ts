// The daily backup of volumes: when it is due, and how its failure is told outside of the window.
import { errorTexts } from './error-texts'
import type { SerialisedError } from './errors'
import type { Language } from './model'
import { fillTemplate } from './text'

/** Of the day on this computer; what was missed is made up for. */
export const dailyBackupHour = 18

const titles: Readonly<Record<Language, string>> = {
  en: 'Could not back up {name}',
  ko: '백업하지 못했어요: {name}',
}

export function describeFailedBackup(
  language: Language,
  name: string,
  { code, params }: SerialisedError,
): { readonly title: string; readonly text: string } {
  const words = errorTexts[code][language]
  return {
    title: fillTemplate(titles[language], { name }),
    text: `${fillTemplate(words.title, params)} ${fillTemplate(words.remedy, params)}`,
  }
}
