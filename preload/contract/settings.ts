// What the settings service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface SettingsService {
  watchSettings(options?: Cancellable): AsyncIterable<m.Settings>
  /** Settings that were changed and that the running machine does not have yet; a restart of it applies them. */
  watchPending(options?: Cancellable): AsyncIterable<m.PendingSettings>
  /** @throws settings.bad-value, settings.out-of-range, settings.unwritable */
  update(options: { readonly change: Partial<m.Settings> } & Cancellable): Promise<void>
}
