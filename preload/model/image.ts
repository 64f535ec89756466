// Images and their downloads: readonly, plain data.
import type { SerialisedError } from '../errors'

export interface Image {
  readonly id: string
  /** `name:tag` references; empty for a dangling image. */
  readonly tags: readonly string[]
  readonly digests: readonly string[]
  readonly sizeBytes: number
  /** Epoch ms. */
  readonly createdAt: number
}

export type LayerState = 'waiting' | 'downloading' | 'uploading' | 'downloaded' | 'unpacking' | 'ready'
export interface PullLayer {
  readonly id: string
  readonly state: LayerState
  readonly doneBytes: number
  readonly totalBytes: number
}

/** One download of an image; kept for a while after its end so that the window can tell how it went. */
export interface Pull {
  readonly id: string
  readonly reference: string
  /** Of a person's choice, e.g. `linux/arm64`. */
  readonly platform?: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly startedAt: number
  readonly endedAt?: number
  readonly layers: readonly PullLayer[]
  readonly doneBytes: number
  readonly totalBytes: number
  /** True when the engine already had the newest version. */
  readonly upToDate?: boolean
  readonly error?: SerialisedError
}

/** Whether the registry has another image under a name by now. */
export interface ImageUpdate {
  /** The name, `redis:8`. */
  readonly id: string
  /** The image that has it on this computer. */
  readonly imageId: string
  readonly state: 'checking' | 'current' | 'newer' | 'unknown'
  /** Epoch ms. */
  readonly checkedAt?: number
  /** Why it is unknown; absent where the registry does not have the name. */
  readonly error?: SerialisedError
}

/** Names by what their registries said of them. */
export interface UpdateCheck {
  readonly newer: readonly string[]
  readonly current: readonly string[]
  /** The registry does not have the name, or did not answer. */
  readonly unknown: readonly string[]
}

/** How it went with each container that was to be made again. */
export interface UpdateResult {
  readonly recreated: readonly string[]
  /** By name. */
  readonly kept: readonly { readonly name: string; readonly error: SerialisedError }[]
  /** Files of containers that the new image has anew, by where each is now beside the image's. */
  readonly aside: readonly { readonly name: string; readonly path: string }[]
}

/** What an image would take to get here, as its registry tells. */
export interface ImageDownload {
  readonly here: boolean
  /** Of the image that is here, in bytes. */
  readonly sizeBytes?: number
  /** To download, in bytes; less where layers of it are here. Absent where it is here, or nobody could tell. */
  readonly downloadBytes?: number
  /** How long that takes, in ms, with the speed of earlier downloads; absent where none was measured. */
  readonly aboutMs?: number
  /** The registry was asked and has none. */
  readonly missing: boolean
}
