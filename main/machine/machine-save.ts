// Saving the machine as everyone sees it: it stops, and its next start goes on where it was.
import { AppError } from '../../preload/errors'
import type { Driver } from './driver'
import type { MachineStateStore } from './machine-state'

/** @throws machine.not-running, machine.save-unsupported, machine.save-*; the machine is as before then */
export async function runSave(
  { driver, state }: { readonly driver: Driver; readonly state: MachineStateStore },
  signal: AbortSignal,
): Promise<void> {
  const before = state.store.getState().state
  if (before !== 'running' && before !== 'paused') throw new AppError('machine.not-running')
  if (!driver.saveable) throw new AppError('machine.save-unsupported')
  state.enter('stopping')
  try {
    await driver.saveable.save({ signal })
  } catch (error) {
    // A machine that ended meanwhile has failed by then, and a paused one was let go on.
    if (state.store.getState().state === 'stopping') state.enter('running')
    throw error
  }
  await state.rest({ steps: [] })
}
