// One running VM: started, asked to end in order, and ended by process id when it does not.
import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { endsWithin } from '../../base/ends-within'
import { endChild, exited } from '../../base/child'
import { killProcess, processEnd, type ProcessIdentity } from '../../base/process-identity'
import { newest, rotate } from '../console-log'
import { createGuestAgent, type GuestAgent } from '../guest-agent'
import type { VmControl } from './hypervisor'
import { writeWhole } from '../machine-record'
import { endReason, unknownReason } from '../network'
import type { MachineFiles } from './machine-files'
import type { VmMachine } from './vm-options'

const stopRequestDeadlineMs = 5_000
const shutdownDeadlineMs = 30_000
const detailBytes = 4 * 1024
/** gvproxy ends with the VM, so its end alone says nothing until the VM has had time to be seen ended. */
export const vmEndGraceMs = 1_000

export interface VmProcess {
  readonly pid: number
  readonly agent: GuestAgent
  /** Resolves with how it ended, whether or not it was asked to. */
  readonly ended: Promise<string>
  /** Rejects with `machine.start-failed` or `machine.in-use` if the VM ends; never resolves. For use in a race. */
  readonly failed: Promise<never>
  /** Asks the guest, then its power button, then ends the process. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export async function startVm(
  program: string,
  args: readonly string[],
  machine: VmMachine,
): Promise<VmProcess> {
  const { files, hypervisor } = machine
  await rotate(files.console)
  const log = await open(files.vmLog, 'w', 0o600)
  // Its own process group: Ctrl-C in a terminal must reach the app only, which ends things in order.
  const child = spawn(program, args, { stdio: ['ignore', log.fd, log.fd], detached: true })
  const spawnError = new Promise<Error>((resolve) => child.once('error', resolve))
  const ended = Promise.race([exited(child).then(() => endReason(child)), spawnError.then(String)])
  await log.close()
  const failed = ended.then(async (reason) => {
    throw await startFailure(program, reason, machine)
  })
  failed.catch(() => {})
  if (!hypervisor.writesPid && child.pid !== undefined) await writeWhole(files.vmPid, `${child.pid}\n`)
  const control = hypervisor.control(files)
  return {
    ...endable(ended, createGuestAgent(files.agentSocket), control, () => endChild(child, 0)),
    pid: child.pid ?? 0,
    failed,
  }
}

/** Takes over a VM that another process started and that is gone by now. */
export function takeOverVm(
  identity: ProcessIdentity,
  agent: GuestAgent,
  control: VmControl,
): Omit<VmProcess, 'failed'> {
  const ended = processEnd(identity).then(() => unknownReason)
  return { ...endable(ended, agent, control, () => killProcess(identity)), pid: identity.pid }
}

function endable(
  ended: Promise<string>,
  agent: GuestAgent,
  control: VmControl,
  end: () => Promise<void>,
): Pick<VmProcess, 'agent' | 'ended' | 'stop' | 'kill'> {
  const kill = async (): Promise<void> => {
    agent.close()
    await end()
  }
  return {
    agent,
    ended,
    stop: async () => {
      await askToStop(agent, control)
      await endsWithin(ended, shutdownDeadlineMs)
      await kill()
    },
    kill,
  }
}

/** Best effort: what does not answer is ended after the deadline. */
async function askToStop(agent: GuestAgent, control: VmControl): Promise<void> {
  try {
    await agent.request('stop', undefined, { deadlineMs: stopRequestDeadlineMs })
  } catch {
    await control.powerDown().catch(() => {})
  }
}

async function startFailure(
  program: string,
  reason: string,
  { files, hypervisor }: VmMachine,
): Promise<AppError> {
  const detail = await endDetail(files)
  const known = hypervisor.knownFailure(detail)
  if (known === 'machine.in-use')
    return new AppError(known, { params: { pid: '?', file: files.dataDisk }, detail })
  if (known) return new AppError(known, { params: { program }, detail })
  return new AppError('machine.start-failed', { params: { program, reason }, detail })
}

/** The last words of the program and of the guest's console. */
export async function endDetail(files: MachineFiles): Promise<string> {
  const parts = await Promise.all([newest(files.vmLog, detailBytes), newest(files.console, detailBytes)])
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n')
}
