// Networks of containers: readonly, plain data.

/** What containers reach each other through. */
export interface Network {
  readonly id: string
  readonly name: string
  readonly driver: string
  /** CIDR, such as `172.18.0.0/16`; empty for `host` and `none`. */
  readonly subnets: readonly string[]
  /** Cut off from everything outside. */
  readonly internal: boolean
  /** Comes with the engine and cannot be removed: `bridge`, `host`, `none`. */
  readonly builtIn: boolean
  /** Epoch ms. */
  readonly createdAt: number
  /** Compose project, from labels. */
  readonly project?: string
}

export interface NetworkRequest {
  readonly name: string
  readonly driver: string
  /** CIDR; the engine chooses one when absent. */
  readonly subnet?: string
  readonly internal: boolean
  readonly options: Readonly<Record<string, string>>
}
