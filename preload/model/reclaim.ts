// What can be given back of the disk: readonly, plain data. Sizes in bytes, times in epoch ms, 0 when unknown.
import type { SerialisedError } from '../errors'

/** What the engine keeps, item by item. */
export interface DiskUsage {
  /** All layers of all images, shared ones once. */
  readonly layersBytes: number
  readonly images: readonly {
    readonly id: string
    readonly tags: readonly string[]
    /** It came from a registry and can be fetched again. */
    readonly pulled: boolean
    readonly bytes: number
    /** Of those, what other images have, too. */
    readonly sharedBytes: number
    readonly used: boolean
    readonly createdAt: number
  }[]
  readonly containers: readonly {
    readonly id: string
    readonly name: string
    /** What it wrote outside of volumes. */
    readonly bytes: number
    readonly stopped: boolean
    readonly createdAt: number
  }[]
  readonly volumes: readonly {
    readonly id: string
    readonly bytes: number
    readonly used: boolean
    readonly anonymous: boolean
  }[]
  readonly cache: readonly {
    readonly id: string
    readonly description: string
    readonly bytes: number
    readonly used: boolean
    /** Its bytes are those of a layer of an image, and stay when it goes. */
    readonly shared: boolean
    readonly lastUsedAt: number
  }[]
}

export type ReclaimKind = 'image' | 'container' | 'volume' | 'cache' | 'log'

/** Why something can go. */
export type ReclaimReason =
  'dangling' | 'unused' | 'built-here' | 'stopped' | 'unnamed' | 'old' | 'recent' | 'large'

export interface ReclaimItem {
  /** The kind, a colon, and what the engine calls it. */
  readonly id: string
  readonly kind: ReclaimKind
  readonly name: string
  /** What goes at least when this goes alone. */
  readonly bytes: number
  readonly reason: ReclaimReason
  /** When it was made or last used; 0 when unknown. */
  readonly at: number
  /** Nothing is lost that could not be made or fetched again. Volumes, logs and what containers wrote never are. */
  readonly safe: boolean
}

export interface ReclaimPlan {
  readonly usage: readonly { readonly kind: ReclaimKind; readonly count: number; readonly bytes: number }[]
  /** The largest first. */
  readonly items: readonly ReclaimItem[]
}

export interface ReclaimResult {
  readonly removed: readonly string[]
  readonly kept: readonly { readonly id: string; readonly error: SerialisedError }[]
  /** What the engine keeps less. */
  readonly engineBytes: number
  /** What the machine's disk takes less on this computer; absent where that is not Portside's. */
  readonly hostBytes?: number
}
