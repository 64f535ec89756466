// Applies the way out of a warning: marks it meanwhile, and shows a list first where things would be removed.
import { create } from 'zustand'
import type { ResourceWarning, WarningRemedy } from '../../preload/model'
import { formatMemory } from '../i18n/format'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { openDialog, showSection } from '../stores/ui'

const useApplying = create<{ readonly byWarning: Readonly<Record<string, string>> }>(() => ({
  byWarning: {},
}))

export const useRemedyOf = (warningId: string): string | undefined =>
  useApplying((state) => state.byWarning[warningId])

export function chooseRemedy(warning: ResourceWarning, remedy: WarningRemedy): void {
  if (remedy.kind === 'reclaim') {
    showSection('resources')
    openDialog({ kind: 'reclaim' })
  } else void apply(warning, remedy)
}

async function apply({ id }: ResourceWarning, remedy: WarningRemedy): Promise<void> {
  useApplying.setState(({ byWarning }) => ({ byWarning: { ...byWarning, [id]: remedy.id } }))
  try {
    await contract().resources.applyRemedy({ warningId: id, remedyId: remedy.id })
    if (remedy.kind === 'raise-machine')
      say('warning.raisedMachine', { size: formatMemory(remedy.memoryBytes) })
  } catch (error) {
    reportError(error)
  } finally {
    useApplying.setState(({ byWarning: { [id]: _done, ...others } }) => ({ byWarning: others }))
  }
}

/** 0 minutes is until it is over and comes back. */
export const dismissWarning = ({ id }: ResourceWarning, minutes: number): void =>
  void contract().resources.dismissWarning({ id, minutes }).catch(reportError)
