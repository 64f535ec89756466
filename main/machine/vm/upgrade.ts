// Another system image than the one that worked last: booted, and gone back from when its engine is not reached.
import { constants } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import type { Log } from '../../base/log'
import type { StartContext } from '../driver'
import { keptImage, type GuestImage } from '../guest-image'
import { maySystemCause, rolledBack } from '../system-choice'
import { bootVm } from './boot'
import type { MachineFiles } from './machine-files'
import type { RunningVm } from './running-vm'
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
  await takeSnapshot(files, log)
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

/**
 * A copy of the data disk as it was before the first boot of another system, where the file system can share blocks
 * (Btrfs, XFS, APFS): it takes no room until something changes. Elsewhere a real copy could take hours and all the room
 * there is, so there is none. It is never put back by itself; see docs/state.md.
 */
export async function takeSnapshot({ dataDisk, snapshot }: MachineFiles, log: Log): Promise<boolean> {
  const draft = `${snapshot}.partial`
  await rm(draft, { force: true })
  try {
    await copyFile(dataDisk, draft, constants.COPYFILE_FICLONE_FORCE)
    await rename(draft, snapshot)
    log.info('took a snapshot of the data disk before an upgrade', { snapshot })
    return true
  } catch (error) {
    await rm(draft, { force: true })
    log.info('no snapshot before the upgrade', { why: String(error) })
    return false
  }
}
