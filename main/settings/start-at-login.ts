// Keeps the login item in step with the setting.
import type { StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import type { Settings } from '../../preload/model'
import type { Log } from '../base/log'

export interface StartAtLoginOptions {
  readonly settings: StoreApi<Settings>
  readonly update: SettingsService['update']
  /** Absent where it cannot be arranged. */
  readonly item: { get(): Promise<boolean>; set(wanted: boolean): Promise<void> } | undefined
  readonly log: Log
}

/** Somebody who removed the item outside of Portside has chosen too. Returns what ends it, once all is written. */
export async function keepLoginItem({
  settings,
  update,
  item,
  log,
}: StartAtLoginOptions): Promise<() => Promise<void>> {
  let written = Promise.resolve()
  if (!item) return () => written
  const inTurn = (work: () => Promise<void>): void => {
    written = written
      .then(work)
      .catch((error: unknown) => log.warn('the start at login was not arranged', { why: String(error) }))
  }
  if (settings.getState().startAtLogin) {
    const there = await item.get().catch(() => false)
    // Written again, because the program may have moved with an update.
    if (there) inTurn(() => item.set(true))
    else inTurn(() => update({ change: { startAtLogin: false } }))
  }
  const unsubscribe = settings.subscribe((now, before) => {
    if (now.startAtLogin !== before.startAtLogin) inTurn(() => item.set(now.startAtLogin))
  })
  return () => {
    unsubscribe()
    return written
  }
}
