// What people chose, kept in one file and shown to everybody who watches.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { MachineLimits } from '../../preload/limits'
import type { Settings } from '../../preload/model'
import type { Log } from '../base/log'
import { watchValue } from '../base/watch'
import { readSettingsFile, writeSettingsFile, type Migration } from './settings-file'
import { checkChange, readSettings } from './settings-values'

export interface SettingsOptions {
  readonly file: string
  readonly log: Log
  /** What this computer can give a machine; without them only the form of a value is checked. */
  readonly limits?: MachineLimits
  /** Steps from each version of the file to the next; none yet. */
  readonly migrations?: readonly Migration[]
}

export interface SettingsParts {
  readonly update: SettingsService['update']
  readonly watch: SettingsService['watchSettings']
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
    // Only what was chosen is kept, so that a better default reaches those who did not choose.
    const next = { ...content, ...change }
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
    watch: ({ signal } = {}) => watchValue(store, signal),
    update: async ({ change }) => {
      checkChange(change, options.limits)
      const mine = written.then(() => apply(change))
      written = mine.catch(() => {})
      await mine
    },
    dispose: () => written,
  }
}
