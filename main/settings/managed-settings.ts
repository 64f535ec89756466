// Settings that a school or company has decided: read from a file that only an administrator can write.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../../preload/model'
import { isSetting } from '../../preload/settings-table'
import type { Log } from '../base/log'
import { readSettings } from './settings-values'

export interface ManagedSettings {
  readonly file: string
  readonly values: Partial<Settings>
}

type Env = Readonly<Record<string, string | undefined>>

/** By the habits of each system; PORTSIDE_MANAGED_SETTINGS names another file. */
export function managedSettingsFile(platform: NodeJS.Platform, env: Env): string {
  if (env.PORTSIDE_MANAGED_SETTINGS) return env.PORTSIDE_MANAGED_SETTINGS
  const name = 'managed-settings.json'
  if (platform === 'win32') return join(env.ProgramData ?? 'C:\\ProgramData', 'Portside', name)
  return platform === 'darwin'
    ? join('/Library/Application Support/Portside', name)
    : join('/etc/portside', name)
}

/** What is usable in the file; the rest is told in the log and left to the person. */
export async function readManagedSettings(file: string, log: Log): Promise<ManagedSettings> {
  const none = { file, values: {} }
  let found: unknown
  try {
    found = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error('managed settings cannot be read', error)
    return none
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    log.warn('managed settings are no settings', { file })
    return none
  }
  const given = found as Readonly<Record<string, unknown>>
  const { settings, unusable } = readSettings(given)
  const names = Object.keys(given).filter((name) => !unusable.some((other) => other === name))
  const known = names.filter(isSetting)
  if (known.length < Object.keys(given).length)
    log.warn('managed settings have entries that are not usable', {
      names: Object.keys(given).filter((name) => !known.some((other) => other === name)),
    })
  return { file, values: Object.fromEntries(known.map((name) => [name, settings[name]])) }
}
