// The time of a restore point as people say it: near ones by their day, others by their date.
import type { Language } from '../../preload/model'

const dayMs = 86_400_000

export function formatMoment(language: Language, at: number, now = Date.now()): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - midnight) / dayMs)
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(at)
  if (days > -2 && days < 1) {
    const day = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')
    return `${day.charAt(0).toLocaleUpperCase(language)}${day.slice(1)} ${time}`
  }
  const year =
    new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const)
  const date = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', ...year }).format(at)
  return `${date} ${time}`
}
