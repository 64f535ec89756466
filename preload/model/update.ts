// New versions of Portside: readonly, plain data.
import type { SerialisedError } from '../errors'

/** `unsupported` in a checkout and where a package manager brings new versions. */
export type UpdateStep =
  'unsupported' | 'idle' | 'checking' | 'available' | 'downloading' | 'ready' | 'installing'

export interface AppUpdate {
  readonly step: UpdateStep
  /** The version that runs. */
  readonly current: string
  /** The newer version, once one was found. */
  readonly version?: string
  /** What is new in it: text, never markup. At most 4000 characters. */
  readonly notes?: string
  readonly receivedBytes?: number
  readonly totalBytes?: number
  /** The version before this one, when its installer was kept. */
  readonly previous?: string
  /** When the last check ended well: ISO 8601. */
  readonly checkedAt?: string
  /** Why the last attempt failed; gone with the next one. */
  readonly failure?: SerialisedError
}
