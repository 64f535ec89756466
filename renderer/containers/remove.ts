// Removing with a way back: into the Trash, with Undo in the message.
import type { Container } from '../../preload/model'
import { containers } from '../stores/mirrors'
import { contract } from '../stores/session'
import { reportError, sayWith, say } from '../stores/toasts'
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

export async function removeMany(ids: readonly string[], volumes: boolean): Promise<void> {
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
  for (const id of ids)
    try {
      await contract().containers.restore({ id })
    } catch (error) {
      reportError(error)
    }
}
