// Removing with a way back: into the Trash, with Undo in the message.
import type { Container } from '../../preload/model'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { containers, trash } from '../stores/mirrors'
import { contract } from '../stores/session'
import { reportTold, say, sayOutcome, sayWith, undoComes } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { together } from './actions'
import { isRunning } from './arrange'

/** Whether everything of it comes back, and nothing stops working meanwhile: then nobody has to be asked. */
const isHarmless = (container: Container): boolean =>
  !isRunning(container) && container.autoRemove !== true && container.anonymousVolumes.length === 0

const known = (ids: readonly string[]): Container[] => {
  const { items } = containers.use.getState()
  return ids.flatMap((id) => items.get(id) ?? [])
}

/** Asks before anything that runs, or of which not all could be kept. */
export function removeOrAsk(ids: readonly string[]): void {
  if (known(ids).every(isHarmless)) void removeMany(ids, false)
  else openDialog({ kind: 'remove-containers', ids })
}

const underWay = new Set<Promise<void>>()

/** A container leaves the list at once, and gives its name free a little later: whoever wants the name waits here. */
export const namesGivenFree = async (): Promise<void> => {
  await Promise.all(underWay)
}

export async function removeMany(ids: readonly string[], volumes: boolean): Promise<void> {
  const removal = moveToTrash(ids, volumes)
  underWay.add(removal)
  undoComes(removal)
  await removal.finally(() => underWay.delete(removal))
}

async function moveToTrash(ids: readonly string[], volumes: boolean): Promise<void> {
  const kept: string[] = []
  const removed = await together(known(ids), 'remove', async ({ id }) => {
    const { until } = await contract().containers.discard({ id, volumes })
    if (until !== undefined) kept.push(id)
  })
  const [first] = removed
  if (!first) return
  const one = removed.length === 1
  if (kept.length === 0) {
    if (one) say('remove.done', { name: first.name })
    else say('remove.doneMany', { count: removed.length })
    return
  }
  const undo = { label: 'remove.undo' as const, run: () => void restoreMany(kept) }
  if (one) sayWith(undo, 'remove.done', { name: first.name })
  else sayWith(undo, 'remove.doneMany', { count: removed.length })
}

export async function restoreMany(ids: readonly string[]): Promise<void> {
  const names = new Map([...trash.use.getState().items.values()].map(({ id, name }) => [id, name]))
  const done: string[] = []
  const failed: { readonly name: string; readonly error: SerialisedError }[] = []
  for (const id of ids)
    try {
      await contract().containers.restore({ id })
      done.push(names.get(id) ?? id)
    } catch (error) {
      failed.push({ name: names.get(id) ?? id, error: serialiseError(error) })
    }
  const [only] = failed
  if (ids.length === 1 && only) reportTold(only.error)
  else if (only) sayOutcome({ done, failed })
  else if (done.length > 1) say('outcome.restored', { count: done.length })
}
