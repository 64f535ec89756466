// What people chose, kept in one file and shown to everybody who watches.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Settings } from '../../preload/model'
import type { Log } from '../base/log'
import { watchValue } from '../base/watch'
import { readSettingsFile, writeSettingsFile, type Migration } from './settings-file'
import { acceptsSetting, isSetting, readSettings } from './settings-values'

export interface SettingsOptions {
  readonly file: string
  readonly log: Log
  /** Steps from each version of the file to the next; none yet. */
  readonly migrations?: readonly Migration[]
}

export interface SettingsParts {
  readonly service: SettingsService
  readonly store: StoreApi<Settings>
  /** Resolves when everything is on disk. */
  dispose(): Promise<void>
}

export async function createSettings(options: SettingsOptions): Promise<SettingsParts> {
  const { file, log, migrations = [] } = options
  let content = await readSettingsFile(file, migrations, log)
  const { settings, unusable } = readSettings(content)
  if (unusable.length > 0) log.warn('settings have values that are not usable', { names: unusable })
  const store = createStore<Settings>(() => settings)
  /** Changes are written one after the other, each on top of the one before. */
  let written: Promise<void> = Promise.resolve()

  const apply = async (change: Partial<Settings>): Promise<void> => {
    const next = { ...content, ...store.getState(), ...change }
    try {
      await writeSettingsFile(file, next)
    } catch (cause) {
      throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
    }
    content = next
    store.setState(change)
  }

  return {
    store,
    service: {
      watchSettings: ({ signal } = {}) => watchValue(store, signal),
      update: async ({ change }) => {
        checkChange(change)
        const mine = written.then(() => apply(change))
        written = mine.catch(() => {})
        await mine
      },
    },
    dispose: () => written,
  }
}

/** @throws settings.bad-value */
function checkChange(change: Partial<Settings>): void {
  for (const [name, value] of Object.entries(change))
    if (!isSetting(name) || !acceptsSetting(name, value))
      throw new AppError('settings.bad-value', { params: { setting: name } })
}
