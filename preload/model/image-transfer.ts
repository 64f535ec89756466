// Images, and the files of containers, on their way out of or into the engine: readonly, plain data.
import type { SerialisedError } from '../errors'
import type { PullLayer } from './image'

/** A push to a registry, or a file written or read. Kept for a while after its end. */
export interface ImageTransfer {
  readonly id: string
  readonly kind: 'push' | 'save' | 'load' | 'import' | 'export'
  /** The reference, the container, or the name of the file that is read. */
  readonly name: string
  /** Of a push that gave the image its name: doing it again takes this, too. */
  readonly imageId?: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  /** Of a push; empty otherwise. */
  readonly layers: readonly PullLayer[]
  readonly doneBytes: number
  /** 0 while it is not known. */
  readonly totalBytes: number
  /** Names that a file brought along; ids of images without one. */
  readonly loaded?: readonly string[]
  readonly error?: SerialisedError
}
