// The image that a container stands on: by which name, and for which platform.
import type Docker from 'dockerode'
import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode'
import { isId } from '../../../preload/kept-image'
import { platformOf } from '../image-model'
import { keptOf, type Kept } from './kept-image'

export interface ItsImage {
  /** What the container was asked for with: a name, or an id. */
  readonly reference: string
  /** Undefined when the engine has it no more. */
  readonly image: ImageInspectInfo | undefined
  /** Set where the image holds files of the container's own. */
  readonly kept: Kept | undefined
  /** Where it is not the engine's own: what is made or pulled in its place has to be for the same one. */
  readonly platform: string | undefined
}

export async function itsImage(docker: Docker, info: ContainerInspectInfo): Promise<ItsImage> {
  const image = await docker
    .getImage(info.Image)
    .inspect()
    .catch(() => undefined)
  // One with a name was made by somebody of such a container.
  const kept = isId(info.Config.Image) ? keptOf(image) : undefined
  const platform = await foreignPlatform(docker, platformIn(info, image))
  return { reference: kept?.reference ?? info.Config.Image, image, kept, platform }
}

interface Platform {
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
}

/** Of images with several, the container tells which it has; API 1.48 and newer. */
function platformIn(info: ContainerInspectInfo, image: ImageInspectInfo | undefined): string | undefined {
  const told = (info as { ImageManifestDescriptor?: { readonly platform?: Platform } })
    .ImageManifestDescriptor
  const { os, architecture, variant } = told?.platform ?? {}
  if (os && architecture) return [os, architecture, variant].filter(Boolean).join('/')
  return image && platformOf(image)
}

/** A platform that the engine would not choose by itself. */
export async function foreignPlatform(
  docker: Docker,
  platform: string | undefined,
): Promise<string | undefined> {
  if (platform === undefined) return undefined
  const { Os, Arch } = await docker.version()
  return platform.split('/').slice(0, 2).join('/') === `${Os}/${Arch}` ? undefined : platform
}
