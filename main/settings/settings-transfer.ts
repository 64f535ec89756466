// Settings as a text to take along: what the person chose goes out, and what fits this computer comes in.
import { AppError, isAppError } from '../../preload/errors'
import type { MachineLimits } from '../../preload/limits'
import type { ImportedSettings, Settings } from '../../preload/model'
import { isSetting, settingNames } from '../../preload/settings-table'
import type { Content } from './settings-file'
import { checkChange } from './settings-values'

/** Says that a text is one of these. */
const kind = 'portside-settings'

/** Only what was chosen, so that the defaults of the other computer stay its own. */
export function exportText(content: Content): string {
  const chosen = settingNames.filter((name) => content[name] !== undefined)
  const settings = Object.fromEntries(chosen.map((name) => [name, content[name]]))
  return `${JSON.stringify({ kind, version: content.version, settings }, undefined, 2)}\n`
}

/**
 * What of a text can be taken over here, and what cannot.
 * @throws settings.not-settings
 */
export function readExport(
  text: string,
  limits: MachineLimits | undefined,
  managed: Partial<Settings>,
): { readonly change: Partial<Settings>; readonly left: ImportedSettings['left'] } {
  const given = settingsIn(text)
  const change: Record<string, unknown> = {}
  const left: { name: string; why: ImportedSettings['left'][number]['why'] }[] = []
  for (const [name, value] of Object.entries(given)) {
    const why = reasonAgainst(name, value, limits, managed)
    if (why) left.push({ name: name.slice(0, 100), why })
    else change[name] = value
  }
  return { change, left }
}

function settingsIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const found = JSON.parse(text) as { kind?: unknown; settings?: unknown } | null
    const { settings } = found ?? {}
    if (found?.kind === kind && typeof settings === 'object' && settings !== null && !Array.isArray(settings))
      return settings as Readonly<Record<string, unknown>>
  } catch {
    // Told below, like every other text.
  }
  throw new AppError('settings.not-settings')
}

function reasonAgainst(
  name: string,
  value: unknown,
  limits: MachineLimits | undefined,
  managed: Partial<Settings>,
): ImportedSettings['left'][number]['why'] | undefined {
  if (!isSetting(name)) return 'unknown'
  if (managed[name] !== undefined) return 'managed'
  try {
    checkChange({ [name]: value }, limits)
    return undefined
  } catch (error) {
    return isAppError(error, 'settings.out-of-range') ? 'out-of-range' : 'bad-value'
  }
}
