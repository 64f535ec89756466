// What each setting may be, and what it is when nobody chose.
import type { Settings } from '../../preload/model'

interface Setting<T> {
  readonly fallback: T
  accepts(value: unknown): value is T
}

const oneOf = <const T extends string>(...choices: readonly T[]): Setting<T> => ({
  fallback: choices[0] as T,
  accepts: (value): value is T => choices.some((choice) => choice === value),
})

const longestList = 1_000
const longestText = 1_000
const texts: Setting<readonly string[]> = {
  fallback: [],
  accepts: (value): value is readonly string[] =>
    Array.isArray(value) &&
    value.length <= longestList &&
    value.every((one) => typeof one === 'string' && one.length <= longestText),
}

/** The first choice is the default. A setting that is missing here does not compile. */
const values: { readonly [K in keyof Settings]-?: Setting<Settings[K]> } = {
  language: oneOf('system', 'en', 'ko'),
  theme: oneOf('system', 'light', 'dark'),
  collapsedProjects: texts,
}

export const isSetting = (name: string): name is keyof Settings => Object.hasOwn(values, name)
export const acceptsSetting = (name: keyof Settings, value: unknown): boolean => values[name].accepts(value)

/** Takes what is usable; tells the names of what is not. */
export function readSettings(found: Readonly<Record<string, unknown>>): {
  readonly settings: Settings
  readonly unusable: readonly string[]
} {
  const names = Object.keys(values).filter(isSetting)
  const given = names.filter((name) => found[name] !== undefined)
  const usable = new Set(given.filter((name) => acceptsSetting(name, found[name])))
  const entries = names.map((name) => [name, usable.has(name) ? found[name] : values[name].fallback])
  return {
    settings: Object.fromEntries(entries) as Settings,
    unusable: given.filter((name) => !usable.has(name)),
  }
}
