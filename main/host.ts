// What the app needs to know of the shell it runs in: Electron's or the headless twin's.
import type { FilePicker } from './base/file-tickets'
import type { Paths } from './base/paths'

export interface Host {
  readonly shell: 'electron' | 'browser'
  readonly version: string
  readonly paths: Paths
  /** Folder of the packed guest image for this computer's architecture. */
  readonly guestImageDir: string
  /** Folder of bundled programs such as gvproxy. */
  readonly toolsDir: string
  /** Socket of an existing engine to attach to; absent: Portside runs its own machine. */
  readonly engineSocket?: string
  /** The program and arguments that open this app again; absent in a checkout. */
  readonly reopen?: readonly string[]
  /** How a person chooses files here. */
  readonly files: FilePicker
  /** Address of the window, once it is served. */
  windowUrl(): string | undefined
  /** Brings the window to the front. */
  show(): void
  /** Ends the process after the app was disposed. */
  quit(): void
}
