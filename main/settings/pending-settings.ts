// Which settings were changed since the machine was started with them: shown until a restart applies them.
import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PendingSettings, Settings } from '../../preload/model'
import { settingNames, settingsTable } from '../../preload/settings-table'
import type { Log } from '../base/log'
import { writeSettingsFile } from './settings-file'

export interface PendingOptions {
  readonly settings: StoreApi<Settings>
  /** Where it is kept what the machine was started with, for an app that takes over a running one. */
  readonly file: string
  readonly log: Log
}

export interface PendingParts {
  readonly store: StoreApi<PendingSettings>
  /** The settings are read for a start that begins now. */
  asked(): void
  /** The machine runs; `fresh` tells whether this start brought it up, or found it running. */
  running(fresh: boolean): Promise<void>
  /** Whether the engine's own settings are others than those that it runs with. */
  engine(differs: boolean): void
  /** The running machine has these as they are chosen now. */
  has(names: readonly (keyof Settings)[]): void
  /** It does not run any more, so whatever was changed applies to its next start. */
  ended(): void
  dispose(): void
}

type Applied = Readonly<Partial<Record<keyof Settings, unknown>>>

const machineNames = settingNames.filter((name) => settingsTable[name].applies !== 'live')

export function createPendingSettings({ settings, file, log }: PendingOptions): PendingParts {
  const store = createStore<PendingSettings>(() => ({ names: [], engine: false }))
  let asked: Applied | undefined
  let applied: Applied | undefined
  const compare = (): void => {
    const now = settings.getState()
    const names = machineNames.filter(
      (name) => applied !== undefined && name in applied && !isDeepStrictEqual(applied[name], now[name]),
    )
    if (!isDeepStrictEqual(names, store.getState().names)) store.setState({ names })
  }
  const unsubscribe = settings.subscribe(compare)
  return {
    store,
    asked: () => {
      const now = settings.getState()
      asked = Object.fromEntries(machineNames.map((name) => [name, now[name]]))
    },
    running: async (fresh) => {
      applied = fresh ? asked : await read(file)
      compare()
      if (fresh && applied)
        await writeSettingsFile(file, applied).catch((error: unknown) =>
          log.warn('what the machine was started with is not kept', { why: String(error) }),
        )
    },
    has: (names) => {
      const now = settings.getState()
      if (applied) applied = { ...applied, ...Object.fromEntries(names.map((name) => [name, now[name]])) }
      compare()
    },
    engine: (differs) => {
      if (store.getState().engine !== differs) store.setState({ engine: differs })
    },
    ended: () => {
      applied = undefined
      if (store.getState().engine) store.setState({ engine: false })
      compare()
    },
    dispose: unsubscribe,
  }
}

/** Nothing is known of a machine that an older version started. */
async function read(file: string): Promise<Applied | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof found === 'object' && found !== null ? found : undefined
  } catch {
    return undefined
  }
}
