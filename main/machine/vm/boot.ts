// Brings a prepared machine up: network, VM, engine. Whatever fails on the way leaves no process behind.
import { rename } from 'node:fs/promises'
import { AppError, isAppError } from '../../../preload/errors'
import { linkAbort } from '../../base/linked-abort'
import { engineAnswers, engineDial, overSocket } from '../engine-dial'
import type { StartContext, StepReport } from '../driver'
import type { Hello } from '../guest-agent'
import { exposeSocket } from '../gvproxy-forwarder'
import type { MachineRecordFile } from '../machine-record'
import { findGvproxy, startNetwork, type Network } from '../network'
import type { Accelerator } from './vm-options'
import { writeConfigDisk } from './config-disk'
import { claimMachine, removeRunFiles } from './leftovers'
import type { MachineFiles } from './machine-files'
import type { Prepared, VmMachine } from './vm-options'
import { runningVm, type RunningVm } from './running-vm'
import { endDetail, startVm, type VmProcess } from './vm-process'

const enginePort = 2376
const engineDeadlineMs = 300_000

interface Parts {
  network?: Network
  vm?: VmProcess
  greeted?: boolean
}

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
    if (!isAppError(error, 'machine.start-failed') || !error.detail?.includes('Kernel panic')) throw error
    machine.log.error('the guest panicked while it booted; once more', error)
    return bootOnce(context, machine, prepared)
  }
}

async function bootOnce(context: StartContext, machine: VmMachine, prepared: Prepared): Promise<RunningVm> {
  const { files, toolFolders, hypervisor } = machine
  const parts: Parts = {}
  try {
    const program = await hypervisor.find(machine)
    const gvproxy = await findGvproxy(toolFolders)
    await claimMachine(files)
    const network = await context.step('network', 'gvproxy', async ({ signal }) => {
      parts.network = await startNetwork(gvproxy, files, hypervisor.network, signal)
      await exposeSocket(files.networkApi, files.engineSocket, enginePort)
      return parts.network
    })
    const accelerator = await context.step('vm', 'Linux', async (report) => {
      const chosen = await acceleratorFor(program, machine, prepared, report)
      await writeConfigDisk(files.configDisk, { ...machine, ...prepared })
      const args = hypervisor.arguments(machine, chosen, prepared.image)
      const vm = (parts.vm = await startVm(program, args, machine))
      const hello = await unlessFailed(vm, report.signal, (signal) => vm.agent.ready(signal))
      await checkHello(hello, machine)
      parts.greeted = true
      return chosen
    })
    const vm = parts.vm as VmProcess
    const dial = engineDial(overSocket(files.engineSocket), prepared.credentials)
    await context.step('engine', 'Docker Engine', ({ signal }) =>
      unlessFailed(vm, signal, (either) => engineAnswers(dial, either, engineDeadlineMs)),
    )
    return runningVm(program, machine, { network, vm, accelerator, dial })
  } catch (error) {
    await giveUp(parts, files)
    throw error
  }
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

/** Runs the work until the VM ends, whose error it then has; the work is told to give up. */
async function unlessFailed<T>(
  vm: VmProcess,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = linkAbort([signal])
  try {
    const result = work(either.signal)
    result.catch(() => {})
    return await Promise.race([result, vm.failed])
  } finally {
    either.abort()
  }
}

/** A guest that is up has its disk mounted, so it is shut down; one that is not is ended. */
async function giveUp({ vm, network, greeted }: Parts, files: MachineFiles): Promise<void> {
  await (greeted ? vm?.stop() : vm?.kill())
  await network?.stop()
  await removeRunFiles(files)
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
