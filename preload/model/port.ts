// The nouns of this computer's ports: who holds them, what is in the way of whom, and the ways out.
import type { SerialisedError } from '../errors'
import type { PortBinding, Protocol } from './port-binding'

/** A program that often holds ports and has a name that people know better than its process's. */
export type KnownProgram =
  | 'airplay'
  | 'iis'
  | 'mysql'
  | 'postgresql'
  | 'redis'
  | 'mongodb'
  | 'sql-server'
  | 'docker-desktop'
  | 'rancher-desktop'
  | 'orbstack'
  | 'podman'
  | 'lima'
  | 'portside'
  | 'wsl-relay'
  | 'windows-web'
  | 'windows-files'
  | 'windows-portproxy'

/** Who holds a port of this computer. */
export interface PortHolder {
  readonly kind: 'process' | 'container' | 'unknown'
  /** Process name, or container name. */
  readonly name: string
  readonly known?: KnownProgram
  readonly pid?: number
  readonly command?: string
  readonly user?: string
  /** Windows services that run in this process, by their short names. */
  readonly services?: readonly string[]
  /** True when the system showed only that it is another user's. */
  readonly otherUser?: boolean
  readonly containerId?: string
  readonly address: string
}

/** Answer to "can a container take this port?". */
export interface PortCheck {
  readonly port: number
  readonly protocol: Protocol
  readonly address: string
  readonly state: 'free' | 'held'
  readonly holder?: PortHolder
  /** Of a range, of which one is enough: `held` and `holder` are of all its ports, and of the first. */
  readonly lastPort?: number
  /** The next port that is free now and wanted by no container; absent when `state` is `free`. */
  readonly nextFreePort?: number
}

/**
 * What a connection made on this computer came to. Of TCP:
 * - `reached`: it was seen inside this container, and ended there when it was let go of.
 * - `answered`: somebody took it; whether this container did cannot be seen.
 * - `elsewhere`: somebody took it, and it did not come to this container.
 * - `silent`: it was dropped at once. `refused`: nobody took it.
 *
 * Of both protocols: `not-listening`, no program in the container listens on the port; `loopback-only`, one does, but
 * only for the container itself.
 *
 * UDP has no connections to try, so all that can be known is whether a program in the container waits for datagrams:
 * `listening`, or `unknown` when its side cannot be seen.
 */
export type PortReach =
  | 'reached'
  | 'answered'
  | 'elsewhere'
  | 'silent'
  | 'refused'
  | 'not-listening'
  | 'loopback-only'
  | 'listening'
  | 'unknown'

/** What makes a binding reachable on this computer. */
export interface PortForward {
  /** `protocol/address:port`. */
  readonly id: string
  readonly containerId: string
  readonly binding: PortBinding
  readonly state: 'open' | 'failed'
  /** Absent before it was tried, and a little longer while the container's program may still be starting. */
  readonly reach?: PortReach
  /** The same at ::1, of a TCP binding to all addresses that is reached by IPv4. */
  readonly reachIpv6?: PortReach
  readonly error?: SerialisedError
  readonly holder?: PortHolder
}

/** What holds one port of this computer, or a range of them, as the operating system tells. */
/** How the last look at this computer's listeners went. */
export interface PortLook {
  /** The list could not be read: what is shown is what was known before. */
  readonly error?: SerialisedError
}

export interface PortListener {
  /** `protocol/address:port`, with the process where several share it. */
  readonly id: string
  /** `forward` leads to a container; `reserved` is a range that the system keeps for itself. */
  readonly kind: 'process' | 'forward' | 'reserved'
  readonly protocol: Protocol
  /** `0.0.0.0` and `::` mean all addresses. */
  readonly address: string
  readonly port: number
  /** Last port of a reserved range. */
  readonly lastPort?: number
  readonly pid?: number
  readonly process?: string
  readonly known?: KnownProgram
  readonly command?: string
  readonly user?: string
  /** True when the system showed only that it is another user's. */
  readonly otherUser?: boolean
  /** Windows services that run in this process, by their short names. */
  readonly services?: readonly string[]
  /** Container that a forward leads to. */
  readonly containerId?: string
}

/** `failed`: nobody has it, and still it could not be opened; `error` says why. */
export type ConflictKind = 'process' | 'container' | 'reserved' | 'privileged' | 'shadowed' | 'failed'

/** One way out of a conflict; `id` says its effect, so an outdated one is refused rather than misunderstood. */
export type PortFix =
  | {
      readonly id: string
      readonly kind: 'move'
      readonly toPort: number
      /** Where several containers share as many ports. */
      readonly toLast?: number
    }
  | { readonly id: string; readonly kind: 'stop-holder'; readonly containerId: string; readonly name: string }
  | {
      readonly id: string
      readonly kind: 'stop-process'
      readonly pid: number
      readonly name: string
      /** How the program was started, to be read before it is stopped. */
      readonly command?: string
    }
  | {
      readonly id: string
      readonly kind: 'free-reserved'
      readonly port: number
      /** What an administrator would type, in order, to be read before it is run. */
      readonly commands: readonly string[]
    }
  | { readonly id: string; readonly kind: 'stop-wanter'; readonly containerId: string; readonly name: string }

/** Who asks for a port: a container, or what is none yet. */
export type PortWanterKind = 'container' | 'compose' | 'workspace' | 'service'

/** A port that will be asked for by a Compose project, a workspace or a service of Swarm without containers here. */
export interface PortWant {
  /** Names what wants it, and stays the same while that wants it: `compose/shop/web/0`. */
  readonly id: string
  readonly kind: Exclude<PortWanterKind, 'container'>
  /** As people know it: `shop/web`, a workspace's title, a service's name. */
  readonly name: string
  /** The Compose project that its containers will have. */
  readonly project?: string
  readonly binding: PortBinding
  /** How many containers there will be, each of which needs a port; absent for one. */
  readonly count?: number
}

/** A port that a container asks for and does not get, or would not get if it were started. */
export interface PortConflict {
  /** `tcp-3306-4f1c2d3e4a5b`: protocol, port, beginning of the container's id, or the id of the {@link PortWant}. */
  readonly id: string
  readonly kind: ConflictKind
  /** `later`: nothing is broken yet, it would be once the container is started. */
  readonly when: 'now' | 'later'
  readonly binding: PortBinding
  readonly wantedBy: PortWanterKind
  /** Of the container, or of the {@link PortWant}. */
  readonly containerId: string
  /** Name of who wants it. */
  readonly containerName: string
  readonly project?: string
  /** False when the container could not start, or was not started yet. */
  readonly containerUp: boolean
  readonly holder: PortHolder
  /** The range that the system keeps, for `reserved`. */
  readonly reserved?: { readonly first: number; readonly last: number }
  /** For `failed`. */
  readonly error?: SerialisedError
  /** Epoch ms at which Portside first saw it. */
  readonly since: number
  /** The safest first. */
  readonly fixes: readonly PortFix[]
  /** Where a start would put it by itself as things are now, for workspaces that are closed. */
  readonly movesTo?: number
  /** Where several containers share a range, or ask for one port, which has too few for them. */
  readonly shortage?: PortShortage
}

export interface PortShortage {
  readonly needed: number
  readonly free: number
  /** The first that somebody else has; absent where there are just too few. */
  readonly held?: number
}
