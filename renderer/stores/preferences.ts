// Language and theme: what the settings say, or what this computer says when they leave it open.
import { useSyncExternalStore } from 'react'
import type { Language, Settings } from '../../preload/model'
import { translator, type Translate } from '../i18n/translate'
import { settings } from './mirrors'
import { contract } from './session'
import { reportError } from './toasts'

const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en')

const languageOf = (value: Settings | undefined): Language =>
  value === undefined || value.language === 'system' ? systemLanguage() : value.language

export const useLanguage = (): Language => settings((state) => languageOf(state.value))

/** The texts in the language of the window; the component renders again when it changes. */
export const useT = (): Translate => translator(useLanguage())

export const currentT = (): Translate => translator(languageOf(settings.getState().value))

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')

const subscribeDark = (listener: () => void): (() => void) => {
  darkQuery.addEventListener('change', listener)
  return () => darkQuery.removeEventListener('change', listener)
}

export function useTheme(): 'light' | 'dark' {
  const systemDark = useSyncExternalStore(subscribeDark, () => darkQuery.matches)
  const chosen = settings((state) => state.value?.theme ?? 'system')
  if (chosen === 'system') return systemDark ? 'dark' : 'light'
  return chosen
}

/** Shows the change at once and stores it; what the app says next is the truth. */
export function changeSettings(change: Partial<Settings>): void {
  const before = settings.getState().value
  if (before) settings.setState({ value: { ...before, ...change } })
  void save(change).catch((error: unknown) => {
    settings.setState({ value: before })
    reportError(error)
  })
}

const save = async (change: Partial<Settings>): Promise<void> => contract().settings.update({ change })
