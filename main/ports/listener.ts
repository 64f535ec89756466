// A listener: any socket that holds a port of this computer.
import type { Protocol } from '../../preload/model'

export interface Listener {
  readonly protocol: Protocol
  /** `0.0.0.0` and `::` mean all addresses. */
  readonly address: string
  readonly port: number
  /** Absent when the operating system does not tell this user. */
  readonly pid?: number
  /** Name of the program, `mysqld`. */
  readonly process?: string
  /** How it was started, shortened. */
  readonly command?: string
  readonly user?: string
  /** The system does not show whose it is; only that it is not this user's. */
  readonly otherUser?: boolean
  /** Windows services that run in this process, by their short names. */
  readonly services?: readonly string[]
}

/** For programs that list thousands of sockets: half a list would be none. */
export const listLimitBytes = 32 * 1024 * 1024

/** Ports whose owners matter. */
export type Named = (protocol: Protocol, port: number) => boolean

/** Where finding an owner costs extra, only those that are `named` have to have theirs; all unless it is given. */
export type ReadListeners = (signal?: AbortSignal, named?: Named) => Promise<readonly Listener[]>
