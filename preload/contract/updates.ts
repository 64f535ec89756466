// What the updates service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface UpdatesService {
  watchUpdate(options?: Cancellable): AsyncIterable<m.AppUpdate>
  /** Asks whether there is a newer version; the answer is in the watch. @throws update.unsupported, update.unreachable */
  check(options?: Cancellable): Promise<void>
  /** Downloads and checks the version that was found. @throws update.unsupported, update.download-failed */
  download(options?: Cancellable): Promise<void>
  /**
   * Ends Portside in order and installs what was downloaded. Containers stop with the engine, so `stopContainers` has
   * to be said while any run. @throws update.unsupported, update.not-ready, update.containers-run
   */
  install(options: { readonly stopContainers: boolean } & Cancellable): Promise<void>
  /**
   * Ends Portside in order and installs the version before this one; data stays as it is.
   * @throws update.unsupported, update.no-previous, update.containers-run
   */
  goBack(options: { readonly stopContainers: boolean } & Cancellable): Promise<void>
}
