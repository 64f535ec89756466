// Which system a machine starts: the one that came with the app, or the last that worked when that one is known to fail.
import { mkdir } from 'node:fs/promises'
import { AppError, isAppError, type ErrorCode } from '../../preload/errors'
import type { Paths } from '../base/paths'
import type { StartContext, StepReport } from './driver'
import { keptImage, packedImage, prepareGuestImage, type GuestImage, type PackedImage } from './guest-image'
import { writtenByNewer, type MachineRecord, type MachineRecordFile } from './machine-record'

/** Where the systems of a machine lie, and what is known of them. */
export interface SystemPlace {
  readonly paths: Paths
  readonly files: { readonly record: string }
  readonly record: MachineRecordFile
  /** Folder with the packed image that came with the app. */
  readonly guestImageDir: string
}

/** @throws machine.image-missing, machine.image-corrupt, machine.no-disk-space, machine.state-newer */
export async function chooseSystem(
  { notice }: StartContext,
  report: StepReport,
  place: SystemPlace,
): Promise<GuestImage> {
  const { paths, record, guestImageDir } = place
  for (const folder of [paths.machine, paths.run, paths.guestImages])
    await mkdir(folder, { recursive: true, mode: 0o700 })
  const known = await record.read()
  const brought = await packedImage(guestImageDir)
  requireNoOlder(place, known, brought)
  const image =
    (await insteadOfRefused(place, known, brought, notice)) ??
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
  { paths }: SystemPlace,
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
  { files }: SystemPlace,
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

/** `why` is what the new system failed with, where this start has seen it. */
export const rolledBack = (wanted: { engineVersion: string }, used: GuestImage, why?: AppError): AppError =>
  new AppError('machine.rolled-back', {
    params: { wanted: wanted.engineVersion, used: used.engineVersion },
    ...(why ? { detail: [why.message, why.detail].filter(Boolean).join('\n'), cause: why } : {}),
  })

const systemErrors: readonly ErrorCode[] = [
  'machine.start-failed',
  'machine.step-timeout',
  'machine.engine-ends',
  'machine.data-disk-unusable',
]

/** What is missing on this computer, or taken by somebody else, an older system would lack as well. */
export const maySystemCause = (error: unknown): error is AppError =>
  systemErrors.some((code) => isAppError(error, code))
