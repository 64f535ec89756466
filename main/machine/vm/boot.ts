// Brings a prepared machine up: network, VM, engine. Whatever fails on the way leaves no process behind.
import { rename } from 'node:fs/promises'
import { AppError, isAppError } from '../../../preload/errors'
import { engineDial, overSocket } from '../engine-dial'
import type { StartContext, StepReport } from '../driver'
import type { Hello } from '../guest-agent'
import { writeWhole, type MachineRecordFile } from '../machine-record'
import type { Accelerator } from './vm-options'
import { configDisk } from './config-disk'
import type { MachineFiles } from './machine-files'
import type { Prepared, VmMachine } from './vm-options'
import { runningVm, type RunningVm } from './running-vm'
import { tellFailedShares } from './shares'
import {
  awaitEngine,
  failingWith,
  giveUp,
  startNetworkPart,
  unlessFailed,
  type StartParts,
} from './start-parts'
import { endDetail, startVm, type VmProcess } from './vm-process'

const endedInOrder = 'exit code 0'
const engineDeadlineMs = 300_000

/**
 * Once in some hundred boots on several emulated processors, the guest's kernel panics while it patches itself
 * (`int3` in `sched_clock_tick`). Nothing was started by then, so a second boot is all that it takes.
 */
export async function bootVm(
  context: StartContext,
  machine: VmMachine,
  prepared: Prepared,
): Promise<RunningVm> {
  try {
    return await bootOnce(context, machine, prepared)
  } catch (error) {
    if (!isAppError(error, 'machine.start-failed') || !guestCrashed(error)) throw error
    machine.log.error('the guest panicked while it booted; once more', error)
    return bootOnce(context, machine, prepared)
  }
}

/** Before it has a console, a kernel that panics restarts without a word, upon which the program ends as if in order. */
const guestCrashed = ({ detail = '', params }: AppError): boolean =>
  detail.includes('Kernel panic') || (detail === '' && params.reason === endedInOrder)

async function bootOnce(context: StartContext, wanted: VmMachine, prepared: Prepared): Promise<RunningVm> {
  const { files, hypervisor } = wanted
  const parts: StartParts = {}
  try {
    const program = await hypervisor.find(wanted)
    const network = await startNetworkPart(context, wanted, parts)
    const { accelerator, machine } = await context.step('vm', 'Linux', async (report) => {
      const chosen = await acceleratorFor(program, wanted, prepared, report)
      const machine = await withShares(context, wanted, parts, report)
      await writeWhole(files.configDisk, configDisk({ ...machine, ...prepared }))
      const args = hypervisor.arguments(machine, chosen, prepared.image)
      const vm = (parts.vm = failingWith(await startVm(program, args, machine), network))
      const hello = await unlessFailed(vm, report.signal, (signal) => vm.agent.ready(signal))
      await checkHello(hello, machine)
      parts.greeted = true
      await tellFailedShares(context, vm, machine)
      return { accelerator: chosen, machine }
    })
    const vm = parts.vm as VmProcess
    const dial = engineDial(overSocket(files.engineSocket), prepared.credentials)
    await awaitEngine(context, files, { vm, dial, deadlineMs: engineDeadlineMs })
    const { helpers = [] } = parts
    return runningVm(program, machine, { network, helpers, vm, accelerator, dial, notice: context.notice })
  } catch (error) {
    await giveUp(parts, files)
    throw error
  }
}

/** The machine with the folders that are served. */
async function withShares(
  { notice }: StartContext,
  machine: VmMachine,
  parts: StartParts,
  { signal }: StepReport,
): Promise<VmMachine> {
  const { sharing } = machine.hypervisor
  if (!sharing || machine.shares.length === 0) return machine
  const { shares, helpers, notices } = await sharing.start(machine, signal)
  parts.helpers = helpers
  for (const what of notices) notice(what)
  return { ...machine, shares }
}

async function acceleratorFor(
  program: string,
  machine: VmMachine,
  { image }: Prepared,
  report: StepReport,
): Promise<Accelerator> {
  const accelerator = await machine.hypervisor.accelerator(program, machine, image, report)
  report.facts({ accelerator, cpus: machine.cpus, memoryBytes: machine.memoryBytes })
  return accelerator
}

/** Notes that the data disk was mounted, or says why it was not. */
async function checkHello(hello: Hello, { files, record }: VmMachine): Promise<void> {
  const disk = (await record.read())?.dataDisk
  if (hello.failed === undefined) {
    if (disk && disk.mountedAt === undefined)
      await record.update({ dataDisk: { ...disk, mountedAt: Date.now() } })
    return
  }
  const detail = [hello.failed, hello.reason, await endDetail(files)].filter(Boolean).join('\n')
  const params = { file: files.dataDisk }
  if (hello.failed === 'data-disk-foreign')
    throw new AppError('machine.data-disk-foreign', { params, detail })
  if (disk?.mountedAt === undefined) await setAside(files, record)
  throw new AppError('machine.data-disk-unusable', { params, detail })
}

/** A first start that was cut off while formatting leaves half a file system. It is kept, and the next is new. */
async function setAside(files: MachineFiles, record: MachineRecordFile): Promise<void> {
  await rename(files.dataDisk, `${files.dataDisk}.unusable-${Date.now()}`)
  await record.update({ dataDisk: undefined })
}
