// What the settings service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface SettingsService {
  watchSettings(options?: Cancellable): AsyncIterable<m.Settings>
  /** Settings that were changed and that the running machine does not have yet; a restart of it applies them. */
  watchPending(options?: Cancellable): AsyncIterable<m.PendingSettings>
  /** Settings that an administrator has decided; no change of them is accepted. */
  getManaged(options?: Cancellable): Promise<m.ManagedNames>
  /** What was chosen, as a text for {@link importSettings}; no secrets are in it. */
  exportSettings(options?: Cancellable): Promise<{ readonly text: string }>
  /** Takes over what fits here, all of it at once, and tells what was left. @throws settings.not-settings, settings.unwritable */
  importSettings(options: { readonly text: string } & Cancellable): Promise<m.ImportedSettings>
  /** Forgets choices, so that the defaults count. @throws settings.managed, settings.unwritable */
  reset(options: { readonly names: readonly (keyof m.Settings)[] } & Cancellable): Promise<void>
  /**
   * Puts a folder of this computer on the list of shared ones, and starts a machine that runs again, so that it has it.
   * @throws machine.not-ours, machine.share-missing, settings.managed, settings.unwritable, machine.*
   */
  shareFolder(options: { readonly folder: string } & Cancellable): Promise<void>
  /** @throws settings.bad-value, settings.out-of-range, settings.managed, settings.unwritable */
  update(options: { readonly change: Partial<m.Settings> } & Cancellable): Promise<void>
}
