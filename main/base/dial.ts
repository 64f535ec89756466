// What a connection to Docker Engine is asked for, whoever makes it.
import type { Duplex } from 'node:stream'

export interface DialOptions {
  readonly signal?: AbortSignal
  /**
   * Takes what arrives in place of the stream's `data`, where the connection can do so; the others give `data` as ever.
   * The bytes are another's as soon as it returns. It must not throw.
   */
  readonly onBytes?: (bytes: Buffer) => void
}

/** Makes a new connection to Docker Engine whose two directions close separately. */
export type Dial = (options?: DialOptions) => Promise<Duplex>
