// Docker Engine as the app reaches it: readonly, plain data.
import type { SerialisedError } from '../errors'

export interface Engine {
  readonly state: 'disconnected' | 'connecting' | 'connected'
  /** Docker Engine's version, e.g. `26.1.5`; known once connected. */
  readonly version?: string
  /** API version in use after negotiation, e.g. `1.45`. */
  readonly apiVersion?: string
  /** Where `docker` and IDEs reach it, e.g. `unix:///…/run/docker.sock`. */
  readonly endpoint?: string
  /** Epoch ms of the present connection. */
  readonly connectedAt?: number
  readonly error?: SerialisedError
}
