// What can be done with containers, one or many; pending marks and errors included.
import type { Container } from '../../preload/model'
import { containers } from '../stores/mirrors'
import { act, type PendingKind } from '../stores/pending'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { isRunning } from './arrange'

export const startContainer = (id: string): Promise<boolean> =>
  act(id, 'start', async () => contract().containers.start({ id }))

export const stopContainer = (id: string): Promise<boolean> =>
  act(id, 'stop', async () => contract().containers.stop({ id }))

export const restartContainer = (id: string): Promise<boolean> =>
  act(id, 'restart', async () => contract().containers.restart({ id }))

/** Stops a running one in an orderly way first, so that it can write what it holds. */
export const removeContainer = (container: Container, volumes: boolean): Promise<boolean> =>
  act(container.id, 'remove', async () => {
    const { containers: service } = contract()
    if (isRunning(container)) await service.stop({ id: container.id })
    await service.remove({ id: container.id, volumes })
  })

export const startOrStop = (container: Container): Promise<boolean> =>
  isRunning(container) ? stopContainer(container.id) : startContainer(container.id)

const known = (ids: Iterable<string>): Container[] => {
  const { items } = containers.use.getState()
  return [...ids].flatMap((id) => items.get(id) ?? [])
}

/** Acts on those that it makes sense for: starts the stopped, stops and restarts the running. */
export function actOnMany(ids: Iterable<string>, kind: Exclude<PendingKind, 'remove'>): void {
  for (const container of known(ids)) {
    if (kind === 'start' && !isRunning(container)) void startContainer(container.id)
    if (kind === 'stop' && isRunning(container)) void stopContainer(container.id)
    if (kind === 'restart' && isRunning(container)) void restartContainer(container.id)
  }
}

export async function removeMany(ids: readonly string[], volumes: boolean): Promise<void> {
  const targets = known(ids)
  const results = await Promise.all(targets.map((container) => removeContainer(container, volumes)))
  const removed = targets.filter((_, index) => results[index])
  const [first] = removed
  if (removed.length === 1 && first) say('remove.done', { name: first.name })
  else if (removed.length > 1) say('remove.doneMany', { count: removed.length })
}
