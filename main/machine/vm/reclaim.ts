// Gives memory and disk that the guest does not need back to this computer, and measures what came back.
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../preload/errors'
import type { AgentVerb } from '../guest-agent'
import { residentBytes } from '../resident-memory'
import type { MachineFiles } from './machine-files'
import type { RunningVm } from './running-vm'

/** A large disk takes a while to trim under emulation, in ms. */
const requestDeadlineMs = 120_000
/** stat(2): st_blocks counts these, whatever the file system's own are. */
const bytesPerBlock = 512

/** The guest tells of free pages in turns some 2 s apart; when two pass and nothing came back, it has told all. */
const quietMs = 5_000
const lookEveryMs = 500
const longestMs = 30_000
const noise = 1024 * 1024

/** In bytes. @throws machine.reclaim-failed */
export async function reclaimMemory(vm: RunningVm, signal?: AbortSignal): Promise<number> {
  const before = await residentBytes(vm.vmPid)
  await request(vm, 'drop-caches', signal)
  return Math.max(0, before - (await settled(() => residentBytes(vm.vmPid), signal)))
}

/** In bytes. @throws machine.reclaim-failed */
export async function reclaimDisk(vm: RunningVm, files: MachineFiles, signal?: AbortSignal): Promise<number> {
  const before = await takenBytes(files.dataDisk)
  // Blocks of what was deleted a moment ago are free only once the file system's journal says so.
  await request(vm, 'sync', signal)
  await request(vm, 'trim', signal)
  return Math.max(0, before - (await takenBytes(files.dataDisk)))
}

async function request(vm: RunningVm, verb: AgentVerb, signal?: AbortSignal): Promise<void> {
  const failed = (detail: string, cause?: unknown): AppError =>
    new AppError('machine.reclaim-failed', { detail, ...(cause === undefined ? {} : { cause }) })
  if (vm.paused()) throw new AppError('machine.not-running')
  const answer = await vm.agent
    .request(verb, undefined, { deadlineMs: requestDeadlineMs, signal })
    .catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw failed(String(cause), cause)
    })
  if (answer.exitCode !== 0) throw failed(`${verb}: exit code ${answer.exitCode} ${answer.text}`)
}

/** The lowest value, once it has not fallen for a while. */
async function settled(read: () => Promise<number>, signal?: AbortSignal): Promise<number> {
  const end = performance.now() + longestMs
  let lowest = await read()
  let fellAt = performance.now()
  while (performance.now() < end && performance.now() - fellAt < quietMs) {
    await delay(lookEveryMs, undefined, signal ? { signal } : {})
    const now = await read()
    if (now < lowest - noise) fellAt = performance.now()
    lowest = Math.min(lowest, now)
  }
  return lowest
}

/** What a sparse file takes on this computer, not what it shows. */
export const takenBytes = async (file: string): Promise<number> => (await stat(file)).blocks * bytesPerBlock
