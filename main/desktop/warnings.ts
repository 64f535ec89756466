// What people should know of although everything goes on: notices of the machine, warnings of resources.
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import type { Language } from '../../preload/model'
import { fillTemplate } from '../../preload/text'
import { describeWarning } from '../../preload/warning-words'
import type { Command, MenuItem } from './menu-model'
import { plain } from './texts'
import type { TrayState } from './tray-state'

export const showSection = (section: string): Command => ({
  do: 'ask',
  request: { kind: 'section', section },
})
const showHome = showSection('')
export const showResources = showSection('resources')

export function warningEntries({ machine, warnings, language }: TrayState): readonly MenuItem[] {
  const told = [machine.failure, ...(machine.notices ?? [])].filter((one) => one !== undefined)
  return [
    ...told.map((error): MenuItem => ({
      kind: 'item',
      label: plain(titleOf(error, language)),
      mark: error === machine.failure ? 'fail' : 'warn',
      command: showHome,
    })),
    ...warnings.map((one): MenuItem => ({
      kind: 'item',
      label: plain(describeWarning(language, one).title),
      mark: 'warn',
      command: showResources,
    })),
  ]
}

/** The sentence that says what happened. */
export const titleOf = (error: SerialisedError, language: Language): string =>
  fillTemplate(errorTexts[error.code][language].title, error.params)
