// What a removal of several things did: readonly, plain data.
import type { SerialisedError } from '../errors'

/** How it went with each of several things that were to be removed. */
export interface RemovalResult {
  readonly removed: readonly string[]
  readonly kept: readonly { readonly id: string; readonly error: SerialisedError }[]
}
