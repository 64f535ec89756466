// A copy of the data disk as it was before the first boot of another system. It is never put back by itself; docs/state.md.
import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { copyFile, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { exited, tail } from '../../base/child'
import type { Log } from '../../base/log'
import { roundBytes } from '../disk-space'
import type { StartContext, StepReport } from '../driver'
import type { MachineFiles } from './machine-files'

/** More would take minutes in which nobody can work, on disks as they are. In bytes. */
const mostBytes = 10e9
/** How often the copy itself must fit, so that the machine has room to go on. */
const roomTimes = 2
const lookEveryMs = 500
const blockBytes = 512
const term = 'SIGTERM'

export interface SnapshotOptions {
  /** The program that copies what is in a file, and keeps its holes. */
  readonly copyProgram?: string
  readonly mostBytes?: number
  /** Room on the disk that it goes to, in bytes. */
  readonly free?: (folder: string) => Promise<number>
}

/**
 * Where the file system can share blocks (Btrfs, XFS, APFS) it takes no time and no room until something changes. Elsewhere
 * it is a real copy, as a step of its own, when it is small enough; people are told when there is none, and the upgrade
 * goes on. @throws the abort reason, with nothing left of it
 */
export async function takeSnapshot(
  context: StartContext,
  files: MachineFiles,
  log: Log,
  options: SnapshotOptions = {},
): Promise<boolean> {
  const { dataDisk, snapshot } = files
  const draft = `${snapshot}.part`
  await rm(draft, { force: true })
  try {
    await copyFile(dataDisk, draft, constants.COPYFILE_FICLONE_FORCE)
    await rename(draft, snapshot)
    log.info('took a snapshot of the data disk before an upgrade', { snapshot })
    return true
  } catch (error) {
    await rm(draft, { force: true })
    log.info('the data disk cannot share its blocks', { why: String(error) })
  }
  try {
    await copySnapshot(context, files, draft, options)
    log.info('copied the data disk before an upgrade', { snapshot })
    return true
  } catch (error) {
    await rm(draft, { force: true })
    context.signal.throwIfAborted()
    const told = error instanceof AppError ? error : failed(error)
    log.warn('no snapshot before the upgrade', { why: told.code, detail: told.detail })
    context.notice(told)
    return false
  }
}

async function copySnapshot(
  { step }: StartContext,
  { folder, dataDisk, snapshot }: MachineFiles,
  draft: string,
  { copyProgram = 'cp', mostBytes: most = mostBytes, free = freeBytes }: SnapshotOptions,
): Promise<void> {
  const used = await takenBytes(dataDisk)
  const size = { used: roundBytes(used) }
  if (used > most)
    throw new AppError('machine.snapshot-large', { params: { ...size, most: roundBytes(most) } })
  // The one of an upgrade before is given up only for a new one that is whole, so both have to fit.
  const room = await free(folder)
  if (room < used * roomTimes)
    throw new AppError('machine.snapshot-no-room', {
      params: { needed: roundBytes(used * roomTimes), free: roundBytes(room) },
    })
  await step('snapshot', 'the copy of the data disk', async (report) => {
    await copySparse(copyProgram, dataDisk, draft, used, report)
    await rename(draft, snapshot)
    await syncFile(folder).catch(() => {})
  })
}

/** GNU's cp asks the file system where a file has content, so 64 GB with 1 GB in it take as long as 1 GB. */
async function copySparse(
  program: string,
  from: string,
  to: string,
  used: number,
  { signal, progress }: StepReport,
): Promise<void> {
  signal.throwIfAborted()
  const show = (done: number): void => progress({ done: Math.min(done, used), total: used, unit: 'bytes' })
  show(0)
  const child = spawn(program, ['--sparse=always', '--reflink=never', '--', from, to], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: term,
  })
  const said = tail(child.stderr)
  const missing = new Promise<never>((_resolve, reject) => child.once('error', reject))
  missing.catch(() => {})
  const looking = setInterval(() => void takenBytes(to).then(show, () => {}), lookEveryMs)
  try {
    await Promise.race([exited(child), missing])
    signal.throwIfAborted()
    if (child.exitCode !== 0) throw new Error(said().trim() || `${program}: exit code ${child.exitCode}`)
    const [{ size }, { size: copied }] = await Promise.all([stat(from), stat(to)])
    if (size !== copied) throw new Error(`the copy has ${copied} of ${size} bytes`)
    await syncFile(to)
    show(used)
  } catch (error) {
    // It may still write when it has been told to end.
    if (child.pid !== undefined) await exited(child)
    throw error
  } finally {
    clearInterval(looking)
  }
}

/** Of this computer's disk, which is less than its size. */
const takenBytes = async (file: string): Promise<number> => (await stat(file)).blocks * blockBytes

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const failed = (error: unknown): AppError =>
  new AppError('machine.snapshot-failed', {
    detail: String(error),
    ...(error instanceof Error ? { cause: error } : {}),
  })
