// What can go of the disk, as the app told last; asked for when somebody looks, because the engine reads every volume.
import { create } from 'zustand'
import { reviveError } from '../../preload/errors'
import type { ReclaimPlan } from '../../preload/model'
import { formatBytes } from '../i18n/format'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'

export interface ReclaimState {
  readonly plan: ReclaimPlan | undefined
  /** Epoch ms of the plan. */
  readonly plannedAt: number
  readonly work: 'planning' | 'reclaiming' | undefined
}

export const useReclaim = create<ReclaimState>(() => ({ plan: undefined, plannedAt: 0, work: undefined }))

const busy = async (work: NonNullable<ReclaimState['work']>, run: () => Promise<void>): Promise<void> => {
  if (useReclaim.getState().work !== undefined) return
  useReclaim.setState({ work })
  try {
    await run()
  } catch (error) {
    reportError(error)
  } finally {
    useReclaim.setState({ work: undefined })
  }
}

const ask = async (): Promise<void> => {
  const plan = await contract().resources.planReclaim()
  useReclaim.setState({ plan, plannedAt: Date.now() })
}

export const planReclaim = (): Promise<void> => busy('planning', ask)

/** An older plan is made anew where it is shown, in ms. */
const freshMs = 60_000

export async function planFresh(): Promise<void> {
  if (Date.now() - useReclaim.getState().plannedAt > freshMs) await planReclaim()
}

export const reclaim = (ids: readonly string[]): Promise<void> =>
  busy('reclaiming', async () => {
    const { removed, kept, engineBytes, hostBytes } = await contract().resources.reclaim({ ids })
    if (removed.length > 0 && hostBytes !== undefined)
      say('reclaim.doneHost', { size: formatBytes(engineBytes), host: formatBytes(hostBytes) })
    else if (removed.length > 0) say('reclaim.done', { size: formatBytes(engineBytes) })
    for (const { error } of kept) reportError(reviveError(error))
    await ask()
  })
