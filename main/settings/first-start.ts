// The very first start of a machine: what it waits for, and that what is asked before it is asked once.
import type { StoreApi } from 'zustand/vanilla'
import { asksForHome } from '../../preload/asks-for-home'
import type { Machine } from '../../preload/model'
import type { Log } from '../base/log'
import type { SettingsParts } from './settings'

/** `in-the-way` is something on this computer; `asks` waits for an answer in the window. */
export type FirstStart = 'goes' | 'in-the-way' | 'asks'

export interface FirstStartOptions {
  readonly machine: StoreApi<Pick<Machine, 'features' | 'state'>>
  readonly settings: Pick<SettingsParts, 'store' | 'service'>
  /** Whether nothing that was found on this computer keeps the engine from starting. */
  readonly canStart: () => Promise<boolean>
}

/**
 * Whether a start that nobody asked for goes ahead. Nothing of this computer's is touched at the very first one while
 * something is in its way, or while somebody at the window can be asked first. Any later start goes ahead.
 */
export async function firstStart(
  { machine, settings, canStart }: FirstStartOptions,
  isSeen: boolean,
): Promise<FirstStart> {
  if (settings.store.getState().welcomeSeen || machine.getState().state !== 'absent') return 'goes'
  if (!(await canStart())) return 'in-the-way'
  if (!isSeen) return 'goes'
  const { names } = await settings.service.getManaged()
  return asksForHome(machine.getState(), settings.store.getState(), names) ? 'asks' : 'goes'
}

/** From the first machine on nobody is asked, also after that one was erased. Returns what ends it. */
export function noteFirstMachine(
  { machine, settings }: Pick<FirstStartOptions, 'machine' | 'settings'>,
  log: Log,
): () => void {
  let isNoted = settings.store.getState().foldersAsked
  const note = (): void => {
    const { state, features } = machine.getState()
    if (isNoted || state === 'absent' || !features.includes('shared-folders')) return
    // Where it cannot be kept, once is enough to try it.
    isNoted = true
    settings.service
      .update({ change: { foldersAsked: true } })
      .catch((error: unknown) => log.warn('that folders were asked for is not kept', { why: String(error) }))
  }
  note()
  return machine.subscribe(note)
}
