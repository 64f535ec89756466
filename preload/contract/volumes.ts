// What the volumes service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface VolumesService {
  watchVolumes(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Volume>>
  watchSizes(options?: Cancellable): AsyncIterable<m.VolumeSizes>
  /** Measures all volumes once; joins a measurement under way. Nothing measures by itself. */
  measure(options?: Cancellable): Promise<void>
  /** The engine's own description, as indented JSON. @throws volume.not-found */
  inspect(options: { readonly id: string } & Cancellable): Promise<{ readonly json: string }>
  /**
   * Opens the volume for the container files service, and keeps it open as long as it is watched; yields anew when the
   * files are found elsewhere. @throws volume.not-found
   */
  watchPlace(options: { readonly id: string } & Cancellable): AsyncIterable<m.VolumePlace>
  /** @throws volume.name-taken volume.bad-name volume.bad-options volume.unknown-driver */
  create(options: { readonly request: m.VolumeRequest } & Cancellable): Promise<{ readonly id: string }>
  /** Deletes the volume with its data. @throws volume.in-use volume.in-trash while any container, running or not, mounts it */
  remove(options: { readonly id: string } & Cancellable): Promise<void>
  /** Deletes exactly these, and never one that a container mounts: such a one is kept and told. */
  prune(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.RemovalResult>
  watchTransfers(options?: Cancellable): AsyncIterable<m.CollectionChange<m.VolumeTransfer>>
  /**
   * Writes the volume's content as .tar.gz. Containers that use it pause meanwhile. `target` is a ticket of the files
   * service; the file is whole or not there. Like the next two it goes on by itself. @throws files.gone
   */
  save(
    options: { readonly id: string; readonly target: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Makes a new volume of what save, or any other tar, holds; it is whole or not there. @throws files.gone */
  restore(
    options: { readonly source: string; readonly name: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Makes a new volume with the same content. Containers that use the first pause meanwhile. */
  clone(
    options: { readonly id: string; readonly name: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  watchBackups(options?: Cancellable): AsyncIterable<m.CollectionChange<m.VolumeBackup>>
  /** Keeps what the volume holds as a restore point. Containers that use it pause meanwhile. */
  backUp(options: { readonly id: string } & Cancellable): Promise<{ readonly transferId: string }>
  /**
   * Puts a restore point back in the place of all that its volume holds; with `saveFirst` that becomes a restore point,
   * too. Containers that use the volume stop and start again. It can be cancelled until the volume is emptied.
   * @throws volume.no-backup volume.being-restored; the transfer fails with volume.bad-backup volume.cannot-empty
   * volume.user-removes-itself volume.put-back-undone volume.not-put-back
   */
  putBack(
    options: { readonly backupId: string; readonly saveFirst: boolean } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Makes a new volume of a restore point; it is whole or not there. @throws volume.no-backup */
  cloneBackup(
    options: { readonly backupId: string; readonly name: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Whether a restore point that was made by itself stays, and what is written about it. @throws volume.no-backup */
  keepBackup(
    options: { readonly backupId: string; readonly kept: boolean; readonly note: string } & Cancellable,
  ): Promise<void>
  watchDaily(options?: Cancellable): AsyncIterable<m.DailyBackups>
  /** From now on a restore point is made once a day, and at once when the last one was missed; or no more. */
  setDaily(options: { readonly id: string; readonly daily: boolean } & Cancellable): Promise<void>
  /** As it was measured, once a day, in the last 30 days; oldest first. */
  getSizeHistory(options: { readonly id: string } & Cancellable): Promise<readonly m.SizeSample[]>
  /** @throws volume.no-backup */
  removeBackup(options: { readonly backupId: string } & Cancellable): Promise<void>
  cancelTransfer(options: { readonly transferId: string } & Cancellable): Promise<void>
  /** Forgets an ended transfer. */
  dismissTransfer(options: { readonly transferId: string } & Cancellable): Promise<void>
}
