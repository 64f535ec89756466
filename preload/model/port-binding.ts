// A port that a container asks of this computer: readonly, plain data.

export type Protocol = 'tcp' | 'udp'

/** Ports one after the other, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** What a container asks for: `127.0.0.1:3306->3306/tcp`. `hostPort` 0 means any free port. */
export interface PortBinding {
  readonly hostAddress: string
  readonly hostPort: number
  readonly containerPort: number
  readonly protocol: Protocol
  /** The engine takes a free one of these at a start; until then `hostPort` is 0, in a conflict the first of them. */
  readonly hostRange?: PortRange
}
