// Takes from a settings file what is usable, and checks changes before they are made.
import { AppError } from '../../preload/errors'
import type { MachineLimits } from '../../preload/limits'
import type { Settings } from '../../preload/model'
import { isSetting, settingNames, settingsTable } from '../../preload/settings-table'

const accepts = (name: keyof Settings, value: unknown): boolean =>
  settingsTable[name].accepts.safeParse(value).success

/** Takes what is usable; tells the names of what is not. */
export function readSettings(found: Readonly<Record<string, unknown>>): {
  readonly settings: Settings
  readonly unusable: readonly string[]
} {
  const given = settingNames.filter((name) => found[name] !== undefined)
  const usable = new Set(given.filter((name) => accepts(name, found[name])))
  const entries = settingNames.map((name) => [
    name,
    usable.has(name) ? found[name] : settingsTable[name].fallback,
  ])
  return {
    settings: Object.fromEntries(entries) as Settings,
    unusable: given.filter((name) => !usable.has(name)),
  }
}

/** @throws settings.bad-value, settings.out-of-range */
export function checkChange(change: Partial<Settings>, limits: MachineLimits | undefined): void {
  for (const [name, value] of Object.entries(change)) {
    if (!isSetting(name) || !accepts(name, value))
      throw new AppError('settings.bad-value', { params: { setting: name } })
    const range = limits?.[name as keyof MachineLimits]
    if (range && typeof value === 'number' && (value < range.least || value > range.most))
      throw new AppError('settings.out-of-range', {
        params: { setting: name, least: inWords(name, range.least), most: inWords(name, range.most) },
      })
  }
}

/** Sizes in GiB, numbers as they are. */
const inWords = (name: string, value: number): string =>
  name.endsWith('Bytes') ? `${Math.round((value / 1024 ** 3) * 10) / 10} GiB` : String(value)
