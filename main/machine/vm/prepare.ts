// Prepares all that a start needs: the verified image, the data disk, certificates. Idempotent.
import { mkdir } from 'node:fs/promises'
import { prepareCredentials } from '../certificates'
import { withSpaceErrors } from '../disk-space'
import type { StartContext, StepReport } from '../driver'
import { keptImage, packedImage, prepareGuestImage, type GuestImage, type PackedImage } from '../guest-image'
import { writtenByNewer, type MachineRecord } from '../machine-record'
import { prepareDataDisk } from './data-disk'
import { endLeftovers } from './leftovers'
import { rolledBack } from './upgrade'
import type { Prepared, VmMachine } from './vm-options'

/** What creating a machine writes besides the image, in bytes; the data disk itself is sparse. */
const createBytes = 1024 * 1024

export async function prepareMachine(context: StartContext, machine: VmMachine): Promise<Prepared> {
  return prepareState(context, machine, await prepareSystem(context, machine))
}

/** The system to boot. @throws machine.image-missing, machine.image-corrupt, machine.no-disk-space, machine.state-newer */
export const prepareSystem = (context: StartContext, machine: VmMachine): Promise<GuestImage> =>
  context.step('image', 'Linux image', (report) => prepareImage(context, report, machine))

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

async function prepareImage(
  { notice }: StartContext,
  report: StepReport,
  machine: VmMachine,
): Promise<GuestImage> {
  const { paths, record, guestImageDir } = machine
  for (const folder of [paths.machine, paths.run, paths.guestImages])
    await mkdir(folder, { recursive: true, mode: 0o700 })
  const known = await record.read()
  const brought = await packedImage(guestImageDir)
  requireNoOlder(machine, known, brought)
  const image =
    (await insteadOfRefused(machine, known, brought, notice)) ??
    (await prepareGuestImage({
      packed: guestImageDir,
      unpacked: paths.guestImages,
      // A start that did not end well may have been the image's fault.
      thorough: known?.startUnfinished ?? false,
      signal: report.signal,
      onProgress: (done, total) => report.progress({ done, total, unit: 'bytes' }),
    }))
  report.facts({ kernel: image.kernelVersion, engine: image.engineVersion })
  return image
}

/** The system that worked last, in the place of a newer one that is known not to start. */
async function insteadOfRefused(
  { paths }: VmMachine,
  known: MachineRecord | undefined,
  brought: PackedImage,
  notice: StartContext['notice'],
): Promise<GuestImage | undefined> {
  if (known?.imageHash === undefined || known.refusedImage !== brought.imageHash) return undefined
  const previous = await keptImage(paths.guestImages, known.imageHash)
  if (previous) notice(rolledBack(brought, previous))
  return previous
}

/** Docker Engine reads the data of older versions, and makes no promise about newer ones. */
function requireNoOlder(
  { files }: VmMachine,
  known: MachineRecord | undefined,
  { engineVersion }: PackedImage,
): void {
  const used = known?.engineVersion
  if (used === undefined || !isOlder(engineVersion, used)) return
  throw writtenByNewer(files.record, `Docker Engine ${used}`, `Docker Engine ${engineVersion}`)
}

/** By the first two numbers: the third changes nothing in how data is kept. */
export function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map((part) => Number.parseInt(part, 10))
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}
