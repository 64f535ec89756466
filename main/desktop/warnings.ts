// What people should know of although everything goes on: notices of the machine, a disk that is almost full.
import { formatBytes } from '../../preload/amounts'
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import type { Language } from '../../preload/model'
import { fillTemplate } from '../../preload/text'
import type { MenuItem } from './menu-model'
import { plain, type Say } from './texts'
import type { TrayState } from './tray-state'

const fullShare = 0.9

export function warningEntries(say: Say, { machine, reading, language }: TrayState): readonly MenuItem[] {
  const told = [machine.failure, ...(machine.notices ?? [])].filter((one) => one !== undefined)
  const entries = told.map((error): MenuItem => ({
    kind: 'item',
    label: plain(titleOf(error, language)),
    mark: error === machine.failure ? 'fail' : 'warn',
    command: { do: 'ask', request: { kind: 'section', section: '' } },
  }))
  const disk = reading?.machine?.disk
  if (machine.state !== 'running' || !disk || disk.usedBytes < disk.totalBytes * fullShare) return entries
  const free = formatBytes(Math.round(Math.max(0, disk.totalBytes - disk.usedBytes) / 1e8) * 1e8)
  return [
    ...entries,
    {
      kind: 'item',
      label: say('tray.diskFull', { free }),
      mark: 'warn',
      command: { do: 'ask', request: { kind: 'section', section: 'resources' } },
    },
  ]
}

/** The sentence that says what happened. */
export const titleOf = (error: SerialisedError, language: Language): string =>
  fillTemplate(errorTexts[error.code][language].title, error.params)
