// Prepares all that a start needs: the verified image, the data disk, certificates. Idempotent.
import { mkdir } from 'node:fs/promises'
import { prepareCredentials } from '../certificates'
import { withSpaceErrors } from '../disk-space'
import type { StartContext, StepReport } from '../driver'
import { prepareGuestImage, type GuestImage } from '../guest-image'
import { prepareDataDisk } from './data-disk'
import { endLeftovers } from './leftovers'
import type { Prepared, VmMachine } from './vm-options'

/** What creating a machine writes besides the image, in bytes; the data disk itself is sparse. */
const createBytes = 1024 * 1024

export async function prepareMachine(context: StartContext, machine: VmMachine): Promise<Prepared> {
  return prepareState(context, machine, await prepareSystem(context, machine))
}

/** The system to boot. */
export const prepareSystem = ({ step }: StartContext, machine: VmMachine): Promise<GuestImage> =>
  step('image', 'Linux image', (report) => prepareImage(report, machine))

/** What is this machine's own. Ends what a crashed app left running. */
export function prepareState(
  { step }: StartContext,
  machine: VmMachine,
  image: GuestImage,
): Promise<Prepared> {
  const { paths, files, record } = machine
  return step('disk', 'disk', () =>
    withSpaceErrors(paths.machine, createBytes, async () => {
      await endLeftovers(machine)
      const { machineId } = await prepareDataDisk(files, record, machine.diskBytes)
      return { image, machineId, credentials: await prepareCredentials(files.certificates) }
    }),
  )
}

async function prepareImage(report: StepReport, machine: VmMachine): Promise<GuestImage> {
  const { paths, record, guestImageDir } = machine
  for (const folder of [paths.machine, paths.run, paths.guestImages])
    await mkdir(folder, { recursive: true, mode: 0o700 })
  const image = await prepareGuestImage({
    packed: guestImageDir,
    unpacked: paths.guestImages,
    // A start that did not end well may have been the image's fault.
    thorough: (await record.read())?.startUnfinished ?? false,
    signal: report.signal,
    onProgress: (done, total) => report.progress({ done, total, unit: 'bytes' }),
  })
  report.facts({ kernel: image.kernelVersion, engine: image.engineVersion })
  return image
}
