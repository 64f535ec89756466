// What the desktop shell does for the app: Electron's side, as the rest of main knows it.
import type { Settings } from '../../preload/model'
import type { Command, MenuEntry } from './menu-model'
import type { TrayModel } from './tray-menu'

export interface Notice {
  /** One notice for one cause: the same id is never shown twice while the cause lasts. */
  readonly id: string
  readonly title: string
  readonly body: string
  /** What a click does. */
  readonly command: Command
  /** Buttons, where the system has them. */
  readonly actions: readonly { readonly label: string; readonly command: Command }[]
}

export interface Shell {
  showTray(model: TrayModel): void
  showMenus(menus: { readonly application: readonly MenuEntry[]; readonly dock: readonly MenuEntry[] }): void
  /** False where the system shows none. */
  notify(notice: Notice): boolean
  /** How many things wait for a decision; 0 shows nothing. */
  setBadge(count: number, meaning: string): void
  /** From 0 to 1; `unknown` moves without an end; undefined shows none. */
  setProgress(progress: number | 'unknown' | undefined): void
  setTheme(theme: Settings['theme']): void
  openAddress(address: string): void
  copy(text: string): void
  zoom(by: 1 | -1 | 0): void
  /** Brings the window to the front. */
  show(): void
  closeWindow(): void
  /** Whether a person looks at the window now. */
  isLookedAt(): boolean
  quit(): void
}
