// One container in full: readonly, plain data.
import type { EnvVariable } from './run'

/** What the engine knows of one container, read once. */
export interface ContainerDetails {
  readonly id: string
  readonly command: readonly string[]
  readonly workingDir: string
  readonly user: string
  readonly restart: string
  /** Signed; -1 and 0 mean no limit. In bytes. */
  readonly memoryLimitBytes: number
  /** Share of one processor, e.g. 1.5; 0 means no limit. */
  readonly cpuLimit: number
  /** 0 means no limit. */
  readonly processLimit: number
  /** May do with the machine what the engine itself may. */
  readonly privileged: boolean
  /** Linux capabilities beyond the usual ones, e.g. `NET_ADMIN`. */
  readonly capabilities: readonly string[]
  /** Its own files cannot be changed; volumes and folders can. */
  readonly readOnly: boolean
  readonly env: readonly EnvVariable[]
  readonly mounts: readonly ContainerMount[]
  /** `names` are those by which others on that network reach it, beside its own. */
  readonly networks: readonly {
    readonly name: string
    readonly address: string
    readonly names: readonly string[]
  }[]
  readonly labels: readonly EnvVariable[]
  /** Only for a container with a health check. */
  readonly health?: HealthReport
  /** The engine's own answer as indented JSON. */
  readonly json: string
}

/** What the checks of a container's health came to. */
export interface HealthReport {
  readonly status: 'starting' | 'healthy' | 'unhealthy'
  readonly command: string
  /** Failures in a row up to now. */
  readonly failingStreak: number
  /** In ms. */
  readonly intervalMs: number
  /** The newest first, as many as the engine keeps (five). */
  readonly probes: readonly HealthProbe[]
}

export interface HealthProbe {
  /** Epoch ms. */
  readonly startedAt: number
  readonly tookMs: number
  /** 0 is healthy; -1 when the check itself could not run or took too long. */
  readonly exitCode: number
  /** The first 4 KiB of what it printed, as the engine keeps it. */
  readonly output: string
}

export interface ContainerMount {
  readonly kind: string
  /** Volume name, or path on the machine. */
  readonly source: string
  readonly path: string
  readonly writable: boolean
}

/** Running processes as the machine's `ps` shows them. */
export interface ProcessTable {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a container used in the time before `at`. Rates are per second. */
export interface ContainerStats {
  /** Epoch ms by the engine's clock. */
  readonly at: number
  /** Share of this whole computer, 0 to 1. */
  readonly cpu: number
  /** Without what the kernel keeps only as a cache. */
  readonly memoryBytes: number
  /** The container's limit, or the machine's memory. */
  readonly memoryLimitBytes: number
  readonly diskReadBytes: number
  readonly diskWriteBytes: number
  readonly receivedBytes: number
  readonly sentBytes: number
  readonly processes: number
}

export type ContainerHistoryRange = '5m' | '30m' | '24h'

/** What a container used while Portside ran: not kept over a restart of Portside. */
export interface ContainerHistory {
  readonly range: ContainerHistoryRange
  /** Distance of two samples in ms while somebody looks; a minute when nobody does, or this when it is longer. */
  readonly everyMs: number
  /** Oldest first. */
  readonly samples: readonly ContainerStats[]
}
