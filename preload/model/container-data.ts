// What a container holds and where: what removing it would lose, and what stays. Readonly, plain data.

/** Changed files that belong together: one file, or a folder that is new as a whole. */
export interface ChangedPlace {
  readonly path: string
  readonly kind: 'added' | 'modified' | 'deleted'
  /** Files in it; 1 for a file, 0 for an empty folder. */
  readonly files: number
  /** Absent where too many files would have to be asked for. */
  readonly bytes?: number
  /** True for a folder that is not new itself: others than these may be in it. */
  readonly someOf?: boolean
}

export interface DataPlace {
  readonly kind: 'volume' | 'folder' | 'memory' | 'other'
  /** Volume name, or path on the machine. */
  readonly source: string
  readonly path: string
  readonly writable: boolean
  /** A volume that nobody named. */
  readonly anonymous: boolean
}

export interface ContainerData {
  /** The container's own layer, as the engine counts it. */
  readonly layerBytes: number
  readonly imageBytes: number
  /** The largest first; those of which nothing is known last. */
  readonly changes: readonly ChangedPlace[]
  readonly changedFiles: number
  /** False when there were more changes than are listed. */
  readonly complete: boolean
  readonly places: readonly DataPlace[]
}
