// Brings containers to what the name of their image means in the registry now: pulls it, then makes each one again.
import { AppError, serialiseError } from '../../preload/errors'
import type { ImagesService } from '../../preload/contract'
import type { Container, Image, Pull } from '../../preload/model'
import type { Collection } from '../base/collection'
import { until } from '../base/until'
import { watchCollection } from '../base/watch'
import type { Calls } from './calls'
import type { ImageUpdates } from './image-updates'
import type { UpdateCalls } from './images'
import type { Pulls } from './pulls'
import { parseReference } from './reference'

export interface UpdatingOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly pulls: Pulls
  readonly updates: ImageUpdates
  readonly recreate: (id: string) => Promise<unknown>
}

export function createUpdateCalls(options: UpdatingOptions): Pick<ImagesService, UpdateCalls> {
  const { calls, pulls, updates, containers, images, recreate } = options
  return {
    watchUpdates: ({ signal } = {}) => watchCollection(updates.store, signal),
    checkUpdates: ({ references, signal }) => updates.check(references, signal),
    update: async ({ reference: typed }) => {
      const { text } = parseReference(typed)
      const users = usersOf(containers, text)
      await pullEnded(pulls, pulls.begin(text))
      // The engine knows before its event comes.
      const { Id: imageId } = await calls.call({ reference: text }, (docker) =>
        docker.getImage(text).inspect(),
      )
      const recreated: string[] = []
      const kept: { name: string; error: ReturnType<typeof serialiseError> }[] = []
      for (const { id, name, imageId: has } of users) {
        if (has === imageId) continue
        try {
          await recreate(id)
          recreated.push(name)
        } catch (error) {
          kept.push({ name, error: serialiseError(error) })
        }
      }
      await isNamed(images, imageId, text)
      await updates.check([text])
      return { recreated, kept }
    },
  }
}

/** Resolves when the list has the name at this image alone; late is no harm, only what is known of the name. */
const isNamed = (images: Collection<Image>, imageId: string, name: string): Promise<unknown> =>
  until(
    () => {
      const named = images.values().filter(({ tags }) => tags.includes(name))
      return named.length === 1 && named[0]?.id === imageId ? true : undefined
    },
    { deadlineMs: 10_000, everyMs: 20, waitingFor: `the event of ${name}` },
  ).catch(() => {})

const usersOf = (containers: Collection<Container>, reference: string): readonly Container[] =>
  containers.values().filter(({ image }) => isSameName(image, reference))

function isSameName(image: string, reference: string): boolean {
  try {
    return parseReference(image).text === reference
  } catch {
    // It was made from an id.
    return false
  }
}

/** @throws the error of the pull */
function pullEnded(pulls: Pulls, pullId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const pull: Pull | undefined = pulls.store.getState().get(pullId)
      if (pull?.state === 'active') return
      stop()
      if (pull?.state === 'done') resolve()
      else if (pull?.error) reject(new AppError(pull.error.code, pull.error))
      else reject(new DOMException('the pull was cancelled', 'AbortError'))
    }
    const stop = pulls.store.subscribe(look)
    look()
  })
}
