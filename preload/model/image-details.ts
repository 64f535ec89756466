// One image in depth, and what its layers carry for nothing: readonly, plain data.

/** One step of an image's history, oldest first: what was done, and how much it added. */
export interface ImageStep {
  /** As in a Dockerfile, `RUN npm ci`; empty when the image does not tell. */
  readonly instruction: string
  readonly sizeBytes: number
  /** Epoch ms; absent when the image does not tell. */
  readonly createdAt?: number
}

/** The first steps of an image when another image on this computer has the very same layers. */
export interface SharedBase {
  /** What the other image is called. */
  readonly image: string
  /** How many of the steps, counted from the oldest, are those of the shared layers. */
  readonly steps: number
  readonly layers: number
  readonly sizeBytes: number
}

export interface ImageDetails {
  readonly id: string
  /** `linux/amd64`. */
  readonly platform: string
  readonly layerCount: number
  readonly steps: readonly ImageStep[]
  readonly base?: SharedBase
  /** The engine's whole answer, indented. */
  readonly json: string
}

/** What images take on the engine's disk, and what they are for. */
export interface ImageUsage {
  /** All layers, those that images share counted once, in bytes. */
  readonly layersBytes: number
  /** By image id: bytes of it that other images have, too. */
  readonly sharedBytes: Readonly<Record<string, number>>
  /** By image id: for which platforms it is here, `linux/amd64`. */
  readonly platforms: Readonly<Record<string, readonly string[]>>
  /** Of the engine itself. */
  readonly platform: string
}

/** A file that a layer carries although a later layer replaced or deleted it. */
export interface WastedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly fate: 'overwritten' | 'deleted'
  /** Index in {@link ImageDetails.steps} of the step that added it, and of the one that made it useless. */
  readonly step?: number
  readonly laterStep?: number
}

/** How far the search for wasted space has come, and at its end what it found. */
export interface WasteScan {
  readonly state: 'reading' | 'done'
  readonly readBytes: number
  /** What is expected to be read; an estimate. */
  readonly totalBytes: number
  /** Size of all files in all layers. */
  readonly filesBytes: number
  readonly wastedBytes: number
  readonly wastedFiles: number
  /** The largest ones. */
  readonly largest: readonly WastedFile[]
}
