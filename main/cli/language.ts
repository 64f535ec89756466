// The language that a command speaks: the one of the settings, or else that of the terminal.
import { readFile } from 'node:fs/promises'
import type { Contract } from '../../preload/contract'
import type { Language } from '../../preload/model'
import { firstValue } from './command'

export async function commandLanguage({ settings }: Pick<Contract, 'settings'>): Promise<Language> {
  const { language } = await firstValue(settings.watchSettings())
  return language === 'system' ? terminalLanguage() : language
}

export function terminalLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const asked = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale
  return /^ko/i.test(asked) ? 'ko' : 'en'
}

/** Before the app is asked, and where it does not run: of the file that it keeps the settings in. */
export async function keptLanguage({ settingsFile }: { readonly settingsFile: string }): Promise<Language> {
  const text = await readFile(settingsFile, 'utf8').catch(() => '{}')
  const [, language] = /"language": ?"(en|ko)"/.exec(text) ?? []
  return language === 'en' || language === 'ko' ? language : terminalLanguage()
}
