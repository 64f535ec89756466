// A whole start: prepared, noted as begun, booted, and then the systems removed that are not needed any more.
import type { StartContext } from '../driver'
import { removeOtherImages } from '../guest-image'
import { bootDistribution, type RunningDistribution } from './boot'
import { prepareMachine, removeOtherSystems } from './prepare'
import type { WslMachine } from './wsl-options'

/** `onRunning` gets the machine as soon as its engine answers. */
export async function startMachine(
  context: StartContext,
  machine: WslMachine,
  onRunning: (running: RunningDistribution) => void,
): Promise<void> {
  const { record, wsl, paths } = machine
  const prepared = await prepareMachine(context, machine)
  await record.update({ startUnfinished: true })
  onRunning(await bootDistribution(context, machine, prepared))
  const { hash } = prepared.image
  await record.update({ startUnfinished: false, imageHash: hash })
  await removeOtherSystems(wsl, hash)
  await removeOtherImages(paths.guestImages, hash)
}
