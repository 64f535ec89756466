// Times and durations as people say them, in the language of the window.
import { trimZero } from '../../preload/amounts'
import type { Language, PortHolder } from '../../preload/model'
import type { Translate } from './translate'

export {
  formatBytes,
  formatBytesPair,
  formatMemory,
  formatMemoryPair,
  formatShare,
} from '../../preload/amounts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** `6379 and 8025`, `80, 443 and 8080`. */
export const formatList = (language: Language, items: readonly (string | number)[]): string =>
  new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format(
    items.map(String),
  )

/** How long ago, coarse: `38 min ago`, `yesterday`, `3 weeks ago`. Times in epoch ms. */
export function formatAgo(t: Translate, at: number, now: number): string {
  const age = Math.max(0, now - at)
  if (age < minute) return t('time.now')
  if (age < hour) return t('time.minutes', { count: Math.floor(age / minute) })
  const days = daysBetween(at, now)
  if (age < day && (days === 0 || age < 12 * hour)) return t('time.hours', { count: Math.floor(age / hour) })
  if (days <= 1) return t('time.yesterday')
  if (days < 14) return t('time.days', { count: days })
  if (days < 60) return t('time.weeks', { count: Math.floor(days / 7) })
  if (days < 365) return t('time.months', { count: Math.floor(days / 30.44) })
  return t('time.years', { count: Math.floor(days / 365.25) || 1 })
}

/** Calendar days of this computer between two times, so that "yesterday" is what people mean by it. */
function daysBetween(at: number, now: number): number {
  const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(at)) / day)
}

/** How this computer writes it, where it speaks the language of the window. */
export const localeOf = (language: Language): string =>
  navigator.languages.find((one) => one.toLowerCase().startsWith(language)) ?? language

const styles = {
  moment: { dateStyle: 'medium', timeStyle: 'short' },
  date: { dateStyle: 'medium' },
  clock: { timeStyle: 'medium' },
} as const

/** A point of time in epoch ms with its date, its date alone, or its time of day to the second. */
export const formatExact = (language: Language, at: number, style: keyof typeof styles = 'moment'): string =>
  new Date(at).toLocaleString(localeOf(language), styles[style])

/** A measured duration in ms: `0.4 s`, `3.8 s`, `12 s`, `2 min 5 s`, `2 h 14 min`, `3 days`. */
export function formatDuration(t: Translate, ms: number): string {
  if (ms < 9950) return t('duration.seconds', { count: trimZero((Math.max(0, ms) / second).toFixed(1)) })
  return formatLong(t, ms)
}

/** A duration in ms without fractions, for estimates and counters. */
export function formatWhole(t: Translate, ms: number): string {
  return formatLong(t, ms)
}

function formatLong(t: Translate, ms: number): string {
  const seconds = Math.round(ms / second)
  if (seconds < 60) return t('duration.seconds', { count: seconds })
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10 && seconds % 60 > 0) {
    return t('duration.minutesSeconds', { minutes, seconds: seconds % 60 })
  }
  if (minutes < 60) return t('duration.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return t('duration.days', { count: Math.floor(hours / 24) })
  if (minutes % 60 === 0) return t('duration.hours', { count: hours })
  return t('duration.hoursMinutes', { hours, minutes: minutes % 60 })
}

/** The process that runs services of Windows says nothing by its own name. */
const servicesOf = ({ name, services }: PortHolder): string | undefined =>
  name === 'svchost.exe' && services ? services.join(', ') : undefined

/**
 * `mysqld (PID 4312)`, `container shop-db-1`, `AirPlay Receiver (ControlCenter, PID 412)`; as the first words of a
 * sentence `Container shop-db-1`.
 */
export function formatHolder(
  t: Translate,
  holder: PortHolder | undefined,
  place: 'within' | 'first' = 'within',
): string {
  const is = <T>(within: T, first: T): T => (place === 'first' ? first : within)
  if (!holder || holder.kind === 'unknown')
    return holder?.user !== undefined
      ? t(is('holder.ofUser', 'holder.firstOfUser'), { user: holder.user })
      : holder?.otherUser === true
        ? t(is('holder.otherUser', 'holder.firstOtherUser'))
        : t(is('holder.unknown', 'holder.firstUnknown'))
  const known = holder.known === undefined ? servicesOf(holder) : t(`known.${holder.known}`)
  if (known !== undefined && holder.pid !== undefined)
    return t('holder.known', { known, name: holder.name, pid: holder.pid })
  if (holder.kind === 'container')
    return t(is('holder.container', 'holder.firstContainer'), { name: holder.name })
  return holder.pid === undefined
    ? t('holder.named', { name: holder.name })
    : t('holder.process', { name: holder.name, pid: holder.pid })
}
