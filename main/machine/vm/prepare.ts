// Prepares all that a start needs: the verified image, the data disk, certificates. Idempotent.
import { prepareCredentials } from '../certificates'
import { withSpaceErrors } from '../disk-space'
import type { StartContext } from '../driver'
import type { GuestImage } from '../guest-image'
import { chooseSystem } from '../system-choice'
import { prepareDataDisk } from './data-disk'
import { endLeftovers } from './leftovers'
import type { Prepared, VmMachine } from './vm-options'

/** What creating a machine writes besides the image, in bytes; the data disk itself is sparse. */
const createBytes = 1024 * 1024

export async function prepareMachine(context: StartContext, machine: VmMachine): Promise<Prepared> {
  return prepareState(context, machine, await prepareSystem(context, machine))
}

/** The system to boot. @throws machine.image-missing, machine.image-corrupt, machine.no-disk-space, machine.state-newer */
export const prepareSystem = (context: StartContext, machine: VmMachine): Promise<GuestImage> =>
  context.step('image', 'Linux image', (report) => chooseSystem(context, report, machine))

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
