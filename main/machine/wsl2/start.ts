// A whole start: prepared, noted as begun, booted, and gone back to the system that worked last when a new one fails.
import { prepareCredentials } from '../certificates'
import type { StartContext } from '../driver'
import { keptImage, packedImage, removeOtherImages, type GuestImage } from '../guest-image'
import { maySystemCause, rolledBack } from '../system-choice'
import { bootDistribution, type RunningDistribution } from './boot'
import { prepareMachine, removeOtherSystems } from './prepare'
import type { WslMachine } from './wsl-options'

interface Booted {
  readonly running: RunningDistribution
  readonly image: GuestImage
}

/** `onRunning` gets the machine as soon as its engine answers. */
export async function startMachine(
  context: StartContext,
  machine: WslMachine,
  onRunning: (running: RunningDistribution) => void,
): Promise<void> {
  const { record, wsl, paths } = machine
  const { running, image } = await bootOrGoBack(context, machine)
  onRunning(running)
  const { hash, engineVersion } = image
  await record.update({ startUnfinished: false, imageHash: hash, engineVersion })
  await removeOtherSystems(wsl, hash)
  await removeOtherImages(paths.guestImages, hash)
}

/** The system that worked last still lies beside the new one: neither has touched the data's place. */
async function bootOrGoBack(context: StartContext, machine: WslMachine): Promise<Booted> {
  const { record, paths, files, guestImageDir, log } = machine
  const last = (await record.read())?.imageHash
  try {
    return await bootNow(context, machine)
  } catch (error) {
    context.signal.throwIfAborted()
    const wanted = await packedImage(guestImageDir)
    const isOther = last !== undefined && last !== wanted.imageHash
    const previous = isOther ? await keptImage(paths.guestImages, last) : undefined
    if (!previous || !maySystemCause(error)) throw error
    log.error('the new system did not start; going back to the last one that worked', error)
    const credentials = await prepareCredentials(files.certificates)
    const running = await bootDistribution(context, machine, { image: previous, credentials })
    await record.update({ refusedImage: wanted.imageHash })
    context.notice(rolledBack(wanted, previous, error))
    return { running, image: previous }
  }
}

async function bootNow(context: StartContext, machine: WslMachine): Promise<Booted> {
  const prepared = await prepareMachine(context, machine)
  await machine.record.update({ startUnfinished: true })
  return { running: await bootDistribution(context, machine, prepared), image: prepared.image }
}
