// What a container may take of the machine: readonly, plain data.

export interface ContainerLimits {
  /** In bytes; 0 for all that there is. */
  readonly memoryBytes: number
  /** Processors, e.g. 1.5; 0 for all that there are. */
  readonly cpus: number
  readonly restart: 'no' | 'unless-stopped' | 'always' | 'on-failure'
}

/** What is absent stays as it is. */
export type LimitsChange = { readonly [K in keyof ContainerLimits]?: ContainerLimits[K] | undefined }
