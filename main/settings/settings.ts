// What people chose, kept in one file and shown to everybody who watches.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { MachineLimits } from '../../preload/limits'
import type { Settings } from '../../preload/model'
import { isSetting, settingsTable } from '../../preload/settings-table'
import type { Log } from '../base/log'
import { watchValue } from '../base/watch'
import { readManagedSettings, type ManagedSettings } from './managed-settings'
import { readSettingsFile, writeSettingsFile, type Migration } from './settings-file'
import { exportText, readExport } from './settings-transfer'
import { checkChange, readSettings } from './settings-values'

export interface SettingsOptions {
  readonly file: string
  readonly log: Log
  /** What this computer can give a machine; without them only the form of a value is checked. */
  readonly limits?: MachineLimits
  /** File with what an administrator has decided; without it nothing is. */
  readonly managedFile?: string
  /** Throws what keeps this computer from following a change, which the values alone do not tell. */
  readonly refuse?: (change: Partial<Settings>) => Promise<void>
  /** Steps from each version of the file to the next; none yet. */
  readonly migrations?: readonly Migration[]
}

/** The part of the service that needs no machine. */
export type KeptSettings = Omit<SettingsService, 'watchPending' | 'shareFolder'>

export interface SettingsParts {
  readonly update: SettingsService['update']
  readonly watch: SettingsService['watchSettings']
  readonly service: KeptSettings
  readonly store: StoreApi<Settings>
  /** Resolves when everything is on disk. */
  dispose(): Promise<void>
}

export async function createSettings(options: SettingsOptions): Promise<SettingsParts> {
  const { file, log, limits, managedFile, refuse = async () => {}, migrations = [] } = options
  let content = await readSettingsFile(file, migrations, log)
  const managed: ManagedSettings =
    managedFile === undefined ? { file: '', values: {} } : await readManagedSettings(managedFile, log)
  const { settings, unusable } = readSettings(content)
  if (unusable.length > 0) log.warn('settings have values that are not usable', { names: unusable })
  const store = createStore<Settings>(() => ({ ...settings, ...managed.values }))
  /** Changes are written one after the other, each on top of the one before. */
  let written: Promise<void> = Promise.resolve()

  /** Only what was chosen is kept, so that a better default reaches those who did not choose. */
  const apply = async (change: Partial<Settings>, forgotten: readonly (keyof Settings)[]): Promise<void> => {
    const kept = Object.entries({ ...content, ...change }).filter(
      ([name]) => !isSetting(name) || !forgotten.includes(name),
    )
    const next = Object.fromEntries(kept)
    try {
      await writeSettingsFile(file, next)
    } catch (cause) {
      throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
    }
    content = next
    store.setState({ ...defaultsOf(forgotten), ...change })
  }
  const inTurn = async (
    change: Partial<Settings>,
    forgotten: readonly (keyof Settings)[] = [],
  ): Promise<void> => {
    const mine = written.then(() => apply(change, forgotten))
    written = mine.catch(() => {})
    await mine
  }
  const refuseManaged = (names: readonly string[]): void => {
    const setting = names.find((name) => isSetting(name) && managed.values[name] !== undefined)
    if (setting !== undefined)
      throw new AppError('settings.managed', { params: { setting, file: managed.file } })
  }

  const service: KeptSettings = {
    watchSettings: ({ signal } = {}) => watchValue(store, signal),
    update: async ({ change }) => {
      refuseManaged(Object.keys(change))
      checkChange(change, limits)
      await refuse(change)
      await inTurn(change)
    },
    getManaged: async () => ({ names: Object.keys(managed.values).filter(isSetting), file: managed.file }),
    exportSettings: async () => ({ text: exportText(content) }),
    importSettings: async ({ text }) => {
      const { change, left } = await whatFits(readExport(text, limits, managed.values), refuse)
      if (Object.keys(change).length > 0) await inTurn(change)
      return { changed: Object.keys(change).filter(isSetting), left }
    },
    reset: async ({ names }) => {
      refuseManaged(names)
      await inTurn({}, names)
    },
  }
  return { store, service, watch: service.watchSettings, update: service.update, dispose: () => written }
}

/** Each by itself: one that this computer cannot follow keeps nothing else out. */
async function whatFits(
  { change, left }: ReturnType<typeof readExport>,
  refuse: (change: Partial<Settings>) => Promise<void>,
): Promise<ReturnType<typeof readExport>> {
  const fits: Record<string, unknown> = {}
  const refused = [...left]
  for (const [name, value] of Object.entries(change))
    await refuse({ [name]: value }).then(
      () => (fits[name] = value),
      () => refused.push({ name, why: 'out-of-range' }),
    )
  return { change: fits, left: refused }
}

const defaultsOf = (names: readonly (keyof Settings)[]): Partial<Settings> =>
  Object.fromEntries(names.map((name) => [name, settingsTable[name].fallback]))
