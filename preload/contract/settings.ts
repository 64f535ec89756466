// What the settings service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface SettingsService {
  watchSettings(options?: Cancellable): AsyncIterable<m.Settings>
  update(options: { readonly change: Partial<m.Settings> } & Cancellable): Promise<void>
}
