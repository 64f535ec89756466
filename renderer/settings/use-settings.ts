// What several parts of the settings page ask.
import type { MachineFeature, Settings } from '../../preload/model'
import { settings, useMachine } from '../stores/mirrors'

/** Undefined until the app has told them. */
export const useSettings = (): Settings | undefined => settings((state) => state.value)

export const useFeature = (feature: MachineFeature): boolean =>
  useMachine()?.features.includes(feature) ?? false

/** False for an engine that Portside only attaches to. */
export const useOwnMachine = (): boolean => (useMachine()?.driver ?? 'none') !== 'none'
