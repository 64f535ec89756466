// Another system image than the one that worked last: booted, and gone back from when its engine is not reached.
import { rm } from 'node:fs/promises'
import type { StartContext } from '../driver'
import { keptImage, type GuestImage } from '../guest-image'
import { maySystemCause, rolledBack } from '../system-choice'
import { bootVm } from './boot'
import type { RunningVm } from './running-vm'
import { takeSnapshot } from './snapshot'
import type { Prepared, VmMachine } from './vm-options'

export interface Booted {
  readonly vm: RunningVm
  /** The system that runs, which is not the one that was wanted when that one failed. */
  readonly image: GuestImage
}

/** Boots what was prepared; when that is new and fails, the system that worked last. @throws machine.* of the new one */
export async function bootOrGoBack(
  context: StartContext,
  machine: VmMachine,
  prepared: Prepared,
): Promise<Booted> {
  const { record, paths, files, log } = machine
  const { image } = prepared
  const last = (await record.read())?.imageHash
  if (last === undefined || last === image.hash) {
    const vm = await bootVm(context, machine, prepared)
    // The start before this one was the first of this system.
    if (last !== undefined) await rm(files.snapshot, { force: true })
    return { vm, image }
  }
  const previous = await keptImage(paths.guestImages, last)
  await takeSnapshot(context, files, log)
  try {
    return { vm: await bootVm(context, machine, prepared), image }
  } catch (error) {
    context.signal.throwIfAborted()
    if (!previous || !maySystemCause(error)) throw error
    log.error('the new system did not start; going back to the last one that worked', error)
    const vm = await bootVm(context, machine, { ...prepared, image: previous })
    await record.update({ refusedImage: image.hash })
    context.notice(rolledBack(image, previous, error))
    return { vm, image: previous }
  }
}
