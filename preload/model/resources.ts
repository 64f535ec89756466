// What Docker costs this computer, level by level: readonly, plain data.

/**
 * One level at one time: this computer, the machine in it, the containers in that. CPU is a share of this whole
 * computer, 0 to 1, so that the parts add up; memory is in bytes, the rest in bytes per second.
 */
export interface Level {
  readonly cpu: number
  readonly memoryBytes: number
  /** Read and written; absent where the system does not tell. */
  readonly diskRate?: number
  /** Received and sent; absent where the system does not tell. */
  readonly networkRate?: number
}

/** The three levels by one clock. A level that is unknown or does not run is absent. */
export interface ResourceSample {
  /** Epoch ms by this computer's clock. */
  readonly at: number
  readonly computer?: Level
  readonly machine?: Level
  readonly containers?: Level
}

/** Room on a disk, in bytes. */
export interface DiskRoom {
  readonly usedBytes: number
  readonly totalBytes: number
}

/** What one container uses, in the units of {@link Level}. */
export interface ContainerUse extends Level {
  readonly id: string
  /** The container's limit, or the machine's memory, in bytes. */
  readonly memoryLimitBytes: number
  readonly processes: number
}

export interface MachineInside {
  /** What Linux inside could not give to a new program, in bytes. */
  readonly usedBytes: number
  /** What it keeps only to be quick, in bytes. */
  readonly cacheBytes: number
  readonly totalBytes: number
  /** Shares of the last ten seconds, 0 to 1, in which something waited. */
  readonly pressure?: { readonly cpu: number; readonly memory: number; readonly io: number }
  /** Of the engine's data. */
  readonly disk?: DiskRoom
  /** True when `memoryBytes` of the level is what the machine's process really holds, not what Linux inside counts. */
  readonly measured: boolean
}

/** A sample with all that belongs to this moment only. */
export interface ResourceReading {
  readonly sample: ResourceSample
  readonly computer: { readonly cpus: number; readonly memoryBytes: number; readonly disk?: DiskRoom }
  readonly machine?: MachineInside
  /** Running containers whose figures are known. */
  readonly containers: readonly ContainerUse[]
}

export type HistoryRange = '5m' | '1h' | '24h'

export interface ResourceHistory {
  readonly range: HistoryRange
  /** Distance of two samples in ms; larger gaps are times in which nobody measured. */
  readonly everyMs: number
  /** Oldest first. */
  readonly samples: readonly ResourceSample[]
  /** The most that the machine took in the last seven days, absent when never measured. */
  readonly week?: { readonly cpu: number; readonly memoryBytes: number }
}
