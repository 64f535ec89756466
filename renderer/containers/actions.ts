// What can be done with containers, one or many; pending marks and errors included.
import type { ContainersService } from '../../preload/contract'
import type { Container } from '../../preload/model'
import { containers } from '../stores/mirrors'
import { act, attempt, type PendingKind } from '../stores/pending'
import { contract } from '../stores/session'
import { reportTold, say, sayOutcome } from '../stores/toasts'
import { isGoing, isRunning } from './arrange'

export type Action = Exclude<PendingKind, 'remove'>

/** Every action has the name of its method in the contract. */
const run = async (id: string, action: Action & keyof ContainersService): Promise<void> =>
  contract().containers[action]({ id })

const doIt =
  (action: Action) =>
  (id: string): Promise<boolean> =>
    act(id, action, () => run(id, action))

export const startContainer = doIt('start')
export const stopContainer = doIt('stop')
export const restartContainer = doIt('restart')
export const pauseContainer = doIt('pause')
export const resumeContainer = doIt('unpause')
export const killContainer = doIt('kill')

export const startOrStop = (container: Container): Promise<boolean> =>
  isRunning(container) ? stopContainer(container.id) : startContainer(container.id)

export const pauseOrResume = (container: Container): Promise<boolean> =>
  container.state === 'paused' ? resumeContainer(container.id) : pauseContainer(container.id)

const known = (ids: Iterable<string>): Container[] => {
  const { items } = containers.use.getState()
  return [...ids].flatMap((id) => items.get(id) ?? [])
}

/** Whether an action means something for a container as it is now. */
export function makesSense(action: Action, container: Container): boolean {
  if (isGoing(container)) return false
  if (action === 'start') return !isRunning(container)
  if (action === 'pause') return container.state === 'running'
  if (action === 'unpause') return container.state === 'paused'
  return isRunning(container)
}

/** Acts on those that it makes sense for, and tells in one message what worked and what did not. */
export async function actOnMany(ids: Iterable<string>, action: Action): Promise<void> {
  const targets = known(ids).filter((container) => makesSense(action, container))
  const done = await together(targets, action, (container) => run(container.id, action))
  if (targets.length > 1 && done.length === targets.length) say(`outcome.${action}`, { count: done.length })
}

/** @returns those that it worked for */
export async function together(
  targets: readonly Container[],
  kind: PendingKind,
  one: (container: Container) => Promise<void>,
): Promise<readonly Container[]> {
  const outcomes = await Promise.all(
    targets.map(async (container) => ({
      container,
      ...(await attempt(container.id, kind, () => one(container))),
    })),
  )
  const failed = outcomes.flatMap(({ container, error }) => (error ? [{ name: container.name, error }] : []))
  const done = outcomes.flatMap(({ container, done: worked }) => (worked ? [container] : []))
  const [only] = failed
  if (targets.length === 1 && only) reportTold(only.error)
  else if (only) sayOutcome({ done: done.map(({ name }) => name), failed })
  return done
}
