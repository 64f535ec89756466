// What the app service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface AppService {
  getInfo(options?: Cancellable): Promise<m.AppInfo>
  getStatus(options?: Cancellable): Promise<m.AppStatus>
  /** Brings the window to the front; in a browser there is none to bring, and nothing happens. */
  show(options?: Cancellable): Promise<void>
  /**
   * Ends the app after an orderly shutdown of the machine. Answers before the end. With `ask` the desktop app lets the
   * person choose what becomes of the engine, as its menus do, unless that was chosen once for all.
   */
  quit(options?: { readonly ask?: boolean } & Cancellable): Promise<void>
  /**
   * Holds the desktop app: while somebody watches, a person who quits it is not asked what becomes of the engine, but
   * this yields, and the window shows. Whoever ends the watch quits again. Signals and a shutdown of the computer ask nobody.
   */
  watchQuits(options?: Cancellable): AsyncIterable<{ readonly turn: number }>
  /** What menus, links and opened files ask of the window; each comes once, to the window that asked first. */
  watchRequests(options?: Cancellable): AsyncIterable<m.DesktopRequest>
  /**
   * Opens a `portside://` link, or the absolute path of a folder, a Compose file, a Dockerfile or a .portside file.
   * Shows the window; nothing is run before a person says so.
   * @throws host.bad-link host.cannot-open host.open-missing
   */
  open(options: { readonly target: string } & Cancellable): Promise<void>
}
