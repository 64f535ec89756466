// The ways to a running machine, in the order in which they are tried: one that still runs, a saved one, a boot.
import type { StartContext } from '../driver'
import { removeOtherImages, type GuestImage } from '../guest-image'
import { adoptVm } from './adopt'
import { prepareState, prepareSystem } from './prepare'
import { resumeSaved } from './resume-saved'
import type { RunningVm } from './running-vm'
import { bootOrGoBack } from './upgrade'
import type { VmMachine } from './vm-options'

/** A running VM, and what it was made from. */
export interface StartedVm {
  readonly vm: RunningVm
  readonly machine: VmMachine
  readonly image: GuestImage
}

export async function startMachine(context: StartContext, machine: VmMachine): Promise<StartedVm> {
  const { record, paths } = machine
  const image = await prepareSystem(context, machine)
  const adopted = await adoptVm(machine, image, context)
  if (adopted) return { vm: adopted, machine, image }
  const prepared = await prepareState(context, machine, image)
  await record.update({ startUnfinished: true })
  const saved = await resumeSaved(context, machine, prepared)
  const booted = saved ? { vm: saved, image } : await bootOrGoBack(context, machine, prepared)
  try {
    const { hash, engineVersion } = booted.image
    await record.update({ startUnfinished: false, imageHash: hash, engineVersion })
    await removeOtherImages(paths.guestImages, hash)
  } catch (error) {
    await booted.vm.stop()
    throw error
  }
  return { ...booted, machine }
}
