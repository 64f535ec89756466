// Tags by which an archive of `docker save` carries an image: it keeps no digests, and no tag that another image has by now.
import { until } from '../base/until'
import type { WorkspaceEngine } from './workspace-engine'

/** The engine tells of a new tag a moment after it was given. */
const toldMs = 10_000

/**
 * A name of this image by tag that says what the reference says; given to it where it has none. That tag stays: taking
 * it away again would take the digest away with it.
 */
export async function tagFor(
  reference: string,
  id: string,
  { images, imagesService }: Pick<WorkspaceEngine, 'images' | 'imagesService'>,
  signal: AbortSignal,
): Promise<string> {
  const tag = tagOf(reference)
  const holder = [...images.getState().values()].find(({ tags }) => tags.includes(tag))
  if (holder?.id === id) return reference.includes('@') ? tag : reference
  // An older build that still runs: the name means the newer one.
  const free = holder ? `${tag.replace(/:[^/:]*$/, '')}:${id.replace('sha256:', '').slice(0, 12)}` : tag
  await imagesService.tag({ id, reference: free, signal })
  const isTold = (): true | undefined => images.getState().get(id)?.tags.includes(free) || undefined
  await until(isTold, { deadlineMs: toldMs, signal, waitingFor: free })
  return free
}

/** As the engine lists it: `busybox:latest` of `docker.io/library/busybox@sha256:…`. */
export function tagOf(reference: string): string {
  const [name = ''] = reference
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
    .split('@')
  return /:[^/]+$/.test(name) ? name : `${name}:latest`
}
