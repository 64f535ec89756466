// The layers of images that are not here, and what they add up to.

export interface SizedLayer {
  readonly digest: string
  /** As it is downloaded, in bytes. */
  readonly sizeBytes: number
}

/** In bytes, each layer counted once however many images have it. */
export const sizeOf = (layers: readonly SizedLayer[]): number =>
  [...new Map(layers.map(({ digest, sizeBytes }) => [digest, sizeBytes])).values()].reduce(
    (sum, size) => sum + size,
    0,
  )
