// Volumes: readonly, plain data.

/** Storage that outlives containers. */
export interface Volume {
  /** Its name: the engine knows a volume by nothing else. */
  readonly id: string
  readonly driver: string
  /** Options of the driver it was made with, such as `type` and `device`. */
  readonly options: Readonly<Record<string, string>>
  /** Epoch ms; absent when the driver does not tell. */
  readonly createdAt?: number
  /** Nobody named it: it came with a container of an image that asks for storage. */
  readonly anonymous: boolean
  /** Compose project, from labels. */
  readonly project?: string
}

/** Where the files of a volume are: in a container that the container files service takes. */
export interface VolumePlace {
  readonly containerId: string
  /** Absolute, in that container. */
  readonly path: string
}

/** What volumes take on the disk; measured when somebody asks, because the engine reads every file for it. */
export interface VolumeSizes {
  readonly measuring: boolean
  /** Epoch ms of the last measurement. */
  readonly measuredAt?: number
  /** Bytes by name; a volume whose driver cannot tell is missing. */
  readonly bytes: Readonly<Record<string, number>>
}

export interface VolumeRequest {
  /** The engine makes one up when absent; the volume then counts as anonymous. */
  readonly name?: string
  readonly driver: string
  readonly options: Readonly<Record<string, string>>
}
