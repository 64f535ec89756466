// Brings containers to what the name of their image means in the registry now: pulls it, then makes each one again.
import type Docker from 'dockerode'
import { AppError, serialiseError } from '../../preload/errors'
import type { ImagesService } from '../../preload/contract'
import type { Container, Image, Pull, UpdateResult } from '../../preload/model'
import type { Collection } from '../base/collection'
import { until } from '../base/until'
import { watchCollection } from '../base/watch'
import type { Calls } from './calls'
import { statusOf } from './engine-words'
import { platformOf } from './image-model'
import type { ImageUpdates } from './image-updates'
import type { UpdateCalls } from './images'
import type { Pulls } from './pulls'
import { foreignPlatform, itsImage } from './recreate/its-image'
import { parseReference } from './reference'

export interface UpdatingOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly pulls: Pulls
  readonly updates: ImageUpdates
  readonly recreate: (id: string) => Promise<{ readonly aside: readonly string[] }>
}

export function createUpdateCalls(options: UpdatingOptions): Pick<ImagesService, UpdateCalls> {
  const { calls, pulls, updates, containers, images, recreate } = options
  return {
    watchUpdates: ({ signal } = {}) => watchCollection(updates.store, signal),
    checkUpdates: ({ references, signal }) => updates.check(references, signal),
    update: async ({ reference: typed }) => {
      const { text } = parseReference(typed)
      const asked = { reference: text }
      const users = await calls.call(asked, (docker) => usersOf(docker, containers, text))
      const done = noneYet()
      let imageId = ''
      for (const platform of new Set(users.map((user) => user.platform))) {
        await pullEnded(pulls, pulls.begin(text, platform))
        // The engine knows before its event comes.
        imageId = (await calls.call(asked, (docker) => docker.getImage(text).inspect())).Id
        const old = users.filter((user) => user.platform === platform && user.imageId !== imageId)
        for (const user of old) await renew(user, recreate, done)
      }
      await isNamed(images, imageId, text)
      await updates.check([text])
      return done
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

type Done = { -readonly [K in keyof UpdateResult]: UpdateResult[K][number][] }

const noneYet = (): Done => ({ recreated: [], kept: [], aside: [] })

/** Who has the image: a container, or nobody but the name. */
interface User {
  readonly container?: Pick<Container, 'id' | 'name'>
  readonly imageId: string
  /** What it stays on: one for another processor than this computer's does not turn into one for it. */
  readonly platform: string | undefined
}

async function renew({ container }: User, recreate: UpdatingOptions['recreate'], done: Done): Promise<void> {
  if (!container) return
  const { id, name } = container
  try {
    const { aside } = await recreate(id)
    done.recreated.push(name)
    done.aside.push(...aside.map((path) => ({ name, path })))
  } catch (error) {
    done.kept.push({ name, error: serialiseError(error) })
  }
}

async function usersOf(
  docker: Docker,
  containers: Collection<Container>,
  reference: string,
): Promise<readonly User[]> {
  const users: User[] = []
  for (const container of containers.values().filter(({ image }) => isSameName(image, reference))) {
    const info = await unlessGone(docker.getContainer(container.id).inspect())
    if (!info) continue
    const { kept, platform } = await itsImage(docker, info)
    users.push({ container, platform, imageId: kept?.base ?? container.imageId })
  }
  if (users.length > 0) return users
  const named = await unlessGone(docker.getImage(reference).inspect())
  return [{ imageId: '', platform: named && (await foreignPlatform(docker, platformOf(named))) }]
}

async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

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
