// What is known of a container that exists, to make it again: the engine's description, and what its image says.
import type { Contract } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import type { RunDefaults } from '../../preload/model'

export interface KnownContainer {
  /** The engine's own description. */
  readonly json: string
  /** Undefined when the image is gone: then all is the container's own. */
  readonly image: RunDefaults | undefined
}

/** @throws container.not-found engine.* */
export async function readKnownContainer(
  { containers, images }: Contract,
  id: string,
  imageId: string,
  signal?: AbortSignal,
): Promise<KnownContainer> {
  const given = signal ? { signal } : {}
  const { json } = await containers.getDetails({ id, ...given })
  const image = await images.getRunDefaults({ reference: imageId, ...given }).catch((error: unknown) => {
    if (isAppError(error, 'image.not-found')) return undefined
    throw error
  })
  return { json, image }
}
