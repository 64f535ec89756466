// Prepares all that a start needs: WSL itself, the verified image, the distribution with its data, certificates.
import { rm, stat } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { prepareCredentials } from '../certificates'
import { withSpaceErrors } from '../disk-space'
import type { StartContext, StepReport } from '../driver'
import type { GuestImage } from '../guest-image'
import { writeWhole, type MachineRecord } from '../machine-record'
import { chooseSystem } from '../system-choice'
import { baseArchive, scriptArchive, systemArchive } from './distribution-archive'
import { foreignExit, scripts } from './distribution-scripts'
import { checkWsl } from './preflight'
import { parseQuietList } from './wsl-listing'
import type { Prepared, WslMachine } from './wsl-options'
import type { Wsl, WslRunOptions } from './wsl-program'

/** What is written at first besides what the image takes, in bytes. */
const spareBytes = 64 * 1024 * 1024

export async function prepareMachine(context: StartContext, machine: WslMachine): Promise<Prepared> {
  const { step } = context
  const { paths, files, wsl, log } = machine
  const image = await step('image', 'Linux image', async (report) => {
    log.info('wsl', { ...(await checkWsl(wsl, report.signal)) })
    return chooseSystem(context, report, machine)
  })
  return step('disk', 'Linux distribution', (report) =>
    withSpaceErrors(paths.machine, spareBytes, async () => {
      await prepareDistribution(machine, image, report.signal)
      await installSystem(wsl, image, report)
      return { image, credentials: await prepareCredentials(files.certificates) }
    }),
  )
}

/** Whether a distribution of our name is registered, whoever made it. */
export async function isRegistered(wsl: Wsl, signal?: AbortSignal): Promise<boolean> {
  const { output } = await wsl.run(['--list', '--quiet'], { signal })
  return parseQuietList(output).includes(wsl.distribution)
}

/**
 * The distribution holds the data, so it is imported only when none was ever used, and entered only when the record
 * says that we made it.
 */
async function prepareDistribution(
  machine: WslMachine,
  image: GuestImage,
  signal: AbortSignal,
): Promise<void> {
  const { wsl, files, record } = machine
  const known = await record.read()
  if (await isRegistered(wsl, signal)) {
    if (known?.dataDisk === undefined)
      throw new AppError('machine.wsl-name-taken', {
        params: { name: wsl.distribution, record: files.record },
      })
    await endLeftovers(machine, signal)
  } else {
    refuseBlank(known, machine)
    await importBase(machine, image, signal)
  }
  // An older version may have imported the base.
  await demandInside(wsl, ['/bin/tar', '-x', '-C', '/'], { signal, input: scriptArchive() })
  await claimData(machine, signal)
}

function refuseBlank(known: MachineRecord | undefined, { files }: WslMachine): void {
  if (known?.dataDisk?.mountedAt === undefined) return
  const created = new Date(known.dataDisk.createdAt).toISOString().slice(0, 10)
  throw new AppError('machine.data-disk-missing', {
    params: { file: files.disk, created, record: files.record },
  })
}

/** Noted before: an import that is cut off leaves a distribution that must be known as ours. */
async function importBase(machine: WslMachine, image: GuestImage, signal: AbortSignal): Promise<void> {
  const { wsl, files, record } = machine
  await record.update({ dataDisk: { createdAt: Date.now(), bytes: 0 } })
  await writeWhole(files.baseArchive, await baseArchive(image.root))
  try {
    const place = [wsl.distribution, files.distributionFolder, files.baseArchive]
    await wsl.demand(['--import', ...place, '--version', '2'], { signal })
  } finally {
    await rm(files.baseArchive, { force: true })
  }
}

async function claimData({ wsl, files, record }: WslMachine, signal: AbortSignal): Promise<void> {
  const known = await record.update({})
  const { exitCode, output } = await wsl.exec([scripts.claim, known.machineId], { signal })
  if (exitCode === foreignExit)
    throw new AppError('machine.data-disk-foreign', {
      params: { file: files.disk },
      detail: `the data belongs to machine ${output.trim()}`,
    })
  if (exitCode !== 0)
    throw new AppError('machine.data-disk-unusable', { params: { file: files.disk }, detail: output.trim() })
  const { dataDisk } = known
  if (dataDisk && dataDisk.mountedAt === undefined)
    await record.update({ dataDisk: { ...dataDisk, mountedAt: Date.now() } })
}

/** Lays the image's root beside the present one; the data is not touched, and a cut-off copy does not count. */
async function installSystem(wsl: Wsl, image: GuestImage, report: StepReport): Promise<void> {
  const { signal } = report
  if ((await wsl.exec([scripts.system, 'has', image.hash], { signal })).exitCode === 0) return
  const total = (await stat(image.root)).size
  const input = systemArchive(image.root, (done) =>
    report.progress({ done: Math.min(done, total), total, unit: 'bytes' }),
  )
  let readError: Error | undefined
  input.once('error', (error: Error) => (readError = error))
  const installed = demandInside(wsl, [scripts.system, 'install', image.hash], { signal, input })
  await installed.catch((error: unknown) => {
    signal.throwIfAborted()
    if (readError === undefined) throw error
    throw new AppError('machine.start-failed', {
      params: { program: 'wsl.exe', reason: 'system' },
      detail: readError.message,
      cause: error,
    })
  })
}

/** Runs a program whose failure leaves nothing to go on with. @throws machine.wsl-failed and other machine.wsl-* */
export async function demandInside(
  wsl: Wsl,
  program: readonly string[],
  options: WslRunOptions,
): Promise<void> {
  const { exitCode, output } = await wsl.exec(program, options)
  if (exitCode === 0) return
  throw new AppError('machine.wsl-failed', {
    params: { command: program.join(' '), code: exitCode },
    detail: output.trim(),
  })
}

/** Removes the systems that were replaced; called when the new one has proven itself. */
export async function removeOtherSystems(wsl: Wsl, hash: string): Promise<void> {
  await wsl.exec([scripts.system, 'keep', hash])
}

/** Ends what an app that crashed left running, in order, then our distribution; other distributions go on. */
async function endLeftovers({ wsl, log }: WslMachine, signal: AbortSignal): Promise<void> {
  const { output } = await wsl.run(['--list', '--running', '--quiet'], { signal })
  if (!parseQuietList(output).includes(wsl.distribution)) return
  log.warn('the machine of an earlier run is still there; ending it')
  await wsl.exec([scripts.end], { signal })
  await terminate(wsl)
}

/** `--terminate` of ours and never `--shutdown`, which would end everybody's. */
export async function terminate(wsl: Wsl): Promise<void> {
  await wsl.run(['--terminate', wsl.distribution])
}
