// What the app needs to know of the shell it runs in: Electron's or the headless twin's.
import type { FilePicker } from './base/file-tickets'
import type { HostPower } from './base/host-power'
import type { Keychain } from './base/keychain'
import type { Notifier } from './base/notifier'
import type { EngineChoice } from './base/options'
import type { Paths } from './base/paths'
import type { Updater } from './base/updater'

export interface LoginItem {
  /** Whether it is there; another program may have removed it. */
  get(): Promise<boolean>
  /** Adds or removes it; harmless when it is so already. */
  set(wanted: boolean): Promise<void>
}

export interface Host {
  readonly shell: 'electron' | 'browser'
  readonly version: string
  readonly paths: Paths
  /** Folder of the packed guest image for this computer's architecture. */
  readonly guestImageDir: string
  /** Folder of bundled programs such as gvproxy. */
  readonly toolsDir: string
  /** An existing engine to attach to; absent: Portside runs its own machine. */
  readonly engine?: EngineChoice
  /** The program and arguments that open this app again; absent in a checkout. */
  readonly reopen?: readonly string[]
  /** The keychain of the system; absent where the shell has none. */
  readonly keychain?: Keychain | undefined
  /** How a person chooses files here. */
  readonly files: FilePicker
  /** Address of the window, once it is served. */
  windowUrl(): string | undefined
  /** What starts Portside when the person logs in; absent where that cannot be arranged. */
  readonly loginItem?: LoginItem
  /** This computer's sleep, as the system tells of it; absent where nobody tells. */
  readonly power?: HostPower
  /** Absent where the shell has no notifications. */
  readonly notify?: Notifier
  /** Shows a file of this computer in its file manager, and opens nothing that is in it. */
  readonly reveal?: (path: string) => Promise<void>
  /** Brings the window to the front. */
  show(): void
  /** Ends the process after the app was disposed; `ask` lets the person say first what becomes of the engine. */
  quit(ask: boolean): void
  /** What brings newer versions; absent where Portside does not update itself. */
  readonly updater?: Updater
  /** As {@link quit}, and calls this last; absent where the shell cannot be replaced. */
  readonly quitThen?: (last: () => void) => void
}
