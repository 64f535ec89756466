// What the images service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ImagesService {
  watchImages(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Image>>
  watchPulls(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Pull>>
  /**
   * Begins a download that goes on when the caller leaves; joins one of the same reference and platform. Without a
   * `platform`, such as `linux/amd64`, it is that of the engine.
   */
  pull(
    options: { readonly reference: string; readonly platform?: string } & Cancellable,
  ): Promise<{ readonly pullId: string }>
  cancelPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** Forgets an ended pull. */
  dismissPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** @throws image.in-use image.in-trash when a container needs it and `force` is not set */
  remove(options: { readonly id: string; readonly force?: boolean } & Cancellable): Promise<void>
  /** Removes exactly these, and never one that a container needs: such a one is kept and told. */
  prune(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.RemovalResult>
  /** @throws image.not-found */
  getDetails(options: { readonly id: string } & Cancellable): Promise<m.ImageDetails>
  /** Asks the engine to add up all layers; cheap, but not for every event. */
  getUsage(options?: Cancellable): Promise<m.ImageUsage>
  /**
   * Reads every layer of the image and tells what later layers replaced or deleted. The last value has the state
   * `done`; leaving ends the reading. @throws image.not-found image.unreadable
   */
  watchWaste(options: { readonly id: string } & Cancellable): AsyncIterable<m.WasteScan>
  watchTransfers(options?: Cancellable): AsyncIterable<m.CollectionChange<m.ImageTransfer>>
  /** Gives the image one more name. @throws image.name-taken when another image has it, image.bad-reference */
  tag(options: { readonly id: string; readonly reference: string } & Cancellable): Promise<void>
  /** Takes one of several names away; the last one stays: see remove. @throws image.last-name */
  untag(options: { readonly reference: string } & Cancellable): Promise<void>
  /**
   * Begins an upload to the registry that the name tells. Like the next three it goes on by itself. With the id of an
   * image it gives that the name first, and takes it away again when the push ended before it sent anything.
   * @throws image.name-taken
   */
  push(
    options: { readonly reference: string; readonly id?: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Writes the image with all its names. `target` is a ticket of the files service. @throws files.gone */
  save(
    options: { readonly id: string; readonly target: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Reads what save or `docker save` wrote. @throws files.gone */
  load(options: { readonly source: string } & Cancellable): Promise<{ readonly transferId: string }>
  /** Makes an image of one layer from an archive of files. @throws files.gone image.bad-reference */
  importArchive(
    options: { readonly source: string; readonly reference: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  /** Writes all files of a container, as `docker export` does: importArchive makes an image of them. @throws files.gone */
  exportContainer(
    options: { readonly id: string; readonly target: string } & Cancellable,
  ): Promise<{ readonly transferId: string }>
  cancelTransfer(options: { readonly transferId: string } & Cancellable): Promise<void>
  /** Forgets an ended transfer. */
  dismissTransfer(options: { readonly transferId: string } & Cancellable): Promise<void>
  /** Whether registries have newer images under the names that are here, as far as somebody asked: watching asks nothing. */
  watchUpdates(options?: Cancellable): AsyncIterable<m.CollectionChange<m.ImageUpdate>>
  /** Asks the registries of these names, or of all; how it goes is in the watch, too. */
  checkUpdates(options: { readonly references?: readonly string[] } & Cancellable): Promise<m.UpdateCheck>
  /**
   * Pulls the name and makes every container of it again that runs an older image, each with everything it has.
   * Goes on when the caller leaves. @throws what a pull ends with
   */
  update(options: { readonly reference: string } & Cancellable): Promise<m.UpdateResult>
  /**
   * What a download would be, before it is started. Asks the registry of an image that is not here, which some
   * registries count as a pull: only when a person opened what shows it. @throws image.bad-reference engine.*
   */
  getDownload(options: { readonly reference: string } & Cancellable): Promise<m.ImageDownload>
  /** @throws image.not-found when it is not on this computer */
  getRunDefaults(options: { readonly reference: string } & Cancellable): Promise<m.RunDefaults>
}
