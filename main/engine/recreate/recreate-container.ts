// Makes a container again: from what its image's name means by now, from another image, or as a form asks for.
import type Docker from 'dockerode'
import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode'
import { AppError } from '../../../preload/errors'
import type { RunRequest } from '../../../preload/model'
import type { Calls } from '../calls'
import { statusOf, toAppError } from '../engine-words'
import type { PathInside } from '../folder-paths'
import { parseReference } from '../reference'
import { itsImage, type ItsImage } from './its-image'
import { ownConfig } from './own-config'
import {
  isOwnRefusal,
  isUp,
  nameOf,
  replaceContainer,
  wordsOf,
  type Replaced,
  type Replacement,
  type Tools,
} from './replace'
import { sameAgain } from './same-again'
import { withRequest } from './with-request'

export interface RecreateRequest {
  readonly id: string
  readonly image?: string | undefined
  readonly request?: RunRequest | undefined
  readonly start?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** @throws container.removes-itself container.recreate-failed image.not-found, and what a run throws */
export async function recreateContainer(
  calls: Calls,
  asked: RecreateRequest,
  shown: string,
  tools: Tools,
  inside: PathInside | undefined,
): Promise<Replaced> {
  const { id, request, start, signal } = asked
  return calls.call({ container: shown, reference: asked.image ?? request?.image ?? '' }, async (docker) => {
    signal?.throwIfAborted()
    const info = await docker.getContainer(id).inspect()
    const container = nameOf(info)
    if (info.HostConfig.AutoRemove) throw new AppError('container.removes-itself', { params: { container } })
    const plan = await planOf(docker, info, asked, inside)
    signal?.throwIfAborted()
    try {
      const replacement = { ...plan, name: request?.name, start: start ?? isUp(info) }
      return await replaceContainer(docker, tools, info, replacement)
    } catch (error) {
      if (isOwnRefusal(error)) throw error
      const named = request?.name === undefined ? {} : { name: request.name }
      const cause = toAppError(error, calls.asked({ container, ...named }))
      throw new AppError('container.recreate-failed', {
        params: { container },
        detail: wordsOf(cause),
        cause,
      })
    }
  })
}

async function planOf(
  docker: Docker,
  info: ContainerInspectInfo,
  { image, request }: RecreateRequest,
  inside: PathInside | undefined,
): Promise<Omit<Replacement, 'name' | 'start'>> {
  const its = await itsImage(docker, info)
  const { image: before, kept, platform } = its
  const asked = checked(request?.image ?? image ?? its.reference)
  const { reference, next } = await findImage(docker, asked, info, its)
  // What stands on the same image stays on its own, which has its files.
  const same = next.Id === info.Image || next.Id === kept?.base
  const own = { ...info, Config: ownConfig(info.Config, before?.Config) }
  const again = sameAgain(own, reference, { labels: imageLabels(info, next) })
  const asRequested = request ? withRequest(again, info, request, inside) : again
  const { options, networks } = asRequested
  return {
    plan: { options: { ...options, Image: same && kept ? info.Image : reference }, networks },
    otherImage: !same,
    base: kept && same ? { reference: kept.reference, id: kept.base } : { reference, id: next.Id },
    ...{ kept, platform },
  }
}

/** A container can outlive the name of its image, but not the image. */
async function findImage(
  docker: Docker,
  reference: string,
  info: ContainerInspectInfo,
  its: ItsImage,
): Promise<{ readonly reference: string; readonly next: ImageInspectInfo }> {
  try {
    return { reference, next: await docker.getImage(reference).inspect() }
  } catch (error) {
    if (statusOf(error) !== 404 || reference !== checked(its.reference)) throw error
    return { reference: info.Image, next: await docker.getImage(info.Image).inspect() }
  }
}

/** Compose compares it with the image that the name means now, and would make the container once more. */
function imageLabels(info: ContainerInspectInfo, next: ImageInspectInfo): Record<string, string> {
  const label = 'com.docker.compose.image'
  return info.Config.Labels?.[label] === undefined ? {} : { [label]: next.Id }
}

/** An id serves as well as a name. @throws image.bad-reference */
const checked = (image: string): string =>
  /^(?:sha256:)?[0-9a-f]{12,64}$/.test(image) ? image : parseReference(image).text
