// A port that a container asks of this computer: readonly, plain data.

export type Protocol = 'tcp' | 'udp'

/** What a container asks for: `127.0.0.1:3306->3306/tcp`. `hostPort` 0 means any free port. */
export interface PortBinding {
  readonly hostAddress: string
  readonly hostPort: number
  readonly containerPort: number
  readonly protocol: Protocol
}
