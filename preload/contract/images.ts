// What the images service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ImagesService {
  watchImages(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Image>>
  watchPulls(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Pull>>
  /** Begins a download that goes on when the caller leaves; joins one of the same reference. */
  pull(options: { readonly reference: string } & Cancellable): Promise<{ readonly pullId: string }>
  cancelPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** Forgets an ended pull. */
  dismissPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** @throws image.in-use when a container needs it and `force` is not set */
  remove(options: { readonly id: string; readonly force?: boolean } & Cancellable): Promise<void>
  /** @throws image.not-found when it is not on this computer */
  getRunDefaults(options: { readonly reference: string } & Cancellable): Promise<m.RunDefaults>
}
