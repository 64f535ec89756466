// Writes a running machine to disk and ends it, so that the next start goes on where it was.
import { AppError, isAbort, isAppError } from '../../../preload/errors'
import { requireFreeSpace, withSpaceErrors } from '../disk-space'
import type { GuestImage } from '../guest-image'
import { residentBytes } from '../resident-memory'
import type { Saving } from './hypervisor'
import type { RunningVm } from './running-vm'
import { dropState, noteState } from './saved-state'
import { putSharesIn, takeSharesOut } from './share-plug'
import { setClock } from './vm-hold'
import type { VmMachine } from './vm-options'

/** The guest writes out what it has not written yet; a slow disk takes a while. In ms. */
const syncDeadlineMs = 60_000
/** Devices, and what the memory grows by meanwhile, in bytes. */
const spareBytes = 64 * 1024 * 1024

interface SavedFrom {
  readonly machine: VmMachine
  readonly image: GuestImage
  readonly saving: Saving
}

/**
 * `end` ends the VM without asking the guest. @throws machine.save-failed, machine.no-disk-space, or the abort reason; the
 * machine runs on then
 */
export async function saveVm(
  vm: RunningVm,
  { machine, image, saving }: SavedFrom,
  end: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const { files } = machine
  // What is held cannot write its disk out.
  await vm.resume()
  try {
    await dropState(files)
    signal?.throwIfAborted()
    await takeSharesOut(vm, machine)
    await writeOut(vm, signal)
    const needed = (await residentBytes(vm.vmPid)) + spareBytes
    await requireFreeSpace(files.folder, needed)
    const content = await withSpaceErrors(files.folder, needed, () => saving.save(files, signal))
    const { program, accelerator } = vm
    await noteState({ machine, image, program, accelerator }, content)
  } catch (error) {
    // Without its note what is left is never used, so it does not keep the machine from going on.
    await dropState(files).catch((why: unknown) =>
      machine.log.warn('what was saved in part is still there', { why: String(why) }),
    )
    await goOn(vm, machine).catch((why: unknown) =>
      machine.log.warn('the machine does not go on after it was not saved', { why: String(why) }),
    )
    if (isAbort(error) || isAppError(error)) throw error
    throw new AppError('machine.save-failed', { detail: String(error), cause: error })
  }
  await end()
}

/** After a save that failed, as if nobody had asked; a machine that ended meanwhile is told by itself. */
async function goOn(vm: RunningVm, machine: VmMachine): Promise<void> {
  await machine.hypervisor.control(machine.files).letGo()
  await setClock(vm.agent)
  await giveSharesBack(vm, machine)
}

/** What cannot be put in again is left to the log: the reason of the failure is told. */
async function giveSharesBack(vm: RunningVm, machine: VmMachine): Promise<void> {
  const { helpers, notices } = await putSharesIn(vm.agent, machine, new AbortController().signal)
  vm.helpers.add(helpers)
  for (const what of notices) machine.log.error('a folder is not shared any more', what)
}

/** After it the disk is whole even if the state is never used; and what is not in caches need not be saved. */
async function writeOut({ agent }: RunningVm, signal?: AbortSignal): Promise<void> {
  const { exitCode } = await agent.request('drop-caches', undefined, { deadlineMs: syncDeadlineMs, signal })
  if (exitCode !== 0) throw new Error(`the guest could not write its disk out: exit code ${exitCode}`)
}
