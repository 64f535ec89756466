// The memory of a process, as `ps` tells it, for people.
import { formatMemory } from '../i18n/format'

const units = ['', 'm', 'g', 't']

/** `ps` counts in KiB; BusyBox's shortens it to `1.2m`. */
export function memoryOf(text: string): string {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([mgt]?)$/.exec(text) ?? []
  return number === '' ? text : formatMemory(Number(number) * 1024 ** (1 + units.indexOf(unit)))
}
