// Volumes: readonly, plain data.
import type { SerialisedError } from '../errors'

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

/** A restore point: what a volume held at one time, kept on this computer until somebody removes it. */
export interface VolumeBackup {
  readonly id: string
  /** Its name; the volume may be gone by now. */
  readonly volume: string
  /** Epoch ms. */
  readonly at: number
  /** Made by hand, before another one was put back, or by itself once a day. */
  readonly kind: 'manual' | 'before-restore' | 'automatic'
  /** One that was made by itself stays until somebody removes it, too. */
  readonly kept?: boolean
  /** What a person wrote about it. */
  readonly note?: string
  /** On the disk of this computer. */
  readonly sizeBytes: number
  /** Of what is in it; 0 where that is not known. */
  readonly contentBytes: number
}

/** Which volumes are backed up once a day, and which of these could not be lately. */
export interface DailyBackups {
  /** By name; a volume may be gone by now. */
  readonly volumes: readonly string[]
  /** Until one works again. */
  readonly failed: Readonly<Record<string, { readonly at: number; readonly error: SerialisedError }>>
}

/** How large a volume was. */
export interface SizeSample {
  /** Epoch ms. */
  readonly at: number
  readonly bytes: number
}

/** A volume that is saved to a file, made from one, or copied. Kept for a while after its end. */
export interface VolumeTransfer {
  readonly id: string
  readonly kind: 'save' | 'restore' | 'clone' | 'back-up' | 'put-back'
  /** The volume that is saved or made. */
  readonly name: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  /** Of the content that is saved or copied, of the file that is read. */
  readonly doneBytes: number
  /** 0 while it is not known. */
  readonly totalBytes: number
  readonly error?: SerialisedError
}
