// What is answered before the first start of a machine: whether containers may use the files of the home folder.
import { create } from 'zustand'
import { asksForHome } from '../../preload/asks-for-home'
import { shareAndStart, startMachine } from '../shell/machine-actions'
import { appInfo, machine, managedSettings, settings } from '../stores/mirrors'

/** Most projects lie there, and none of them works in a container without. */
const unlessAnswered = true

export const useHomeAnswer = create<{ readonly share: boolean }>(() => ({ share: unlessAnswered }))

export const asksNow = (): boolean =>
  asksForHome(machine.getState().value, settings.getState().value, managedSettings.getState().value?.names)

export function useAsksForHome(): boolean {
  const now = machine((state) => state.value)
  const chosen = settings((state) => state.value)
  const managed = managedSettings((state) => state.value?.names)
  return asksForHome(now, chosen, managed)
}

/** Starts the engine, the first time with what was answered. */
export function startAnswered(): void {
  const home = appInfo.getState().value?.userHome
  if (home !== undefined && asksNow() && useHomeAnswer.getState().share) shareAndStart(home)
  else startMachine()
}
