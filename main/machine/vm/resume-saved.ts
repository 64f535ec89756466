// Starts a machine from its saved state, where there is one that fits; otherwise the start is an ordinary one.
import { rm } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { engineDial, overSocket } from '../engine-dial'
import type { StartContext } from '../driver'
import { writeWhole } from '../machine-record'
import type { Network } from '../network'
import { agentAnswers } from './adopt'
import { configDisk } from './config-disk'
import type { Saving } from './hypervisor'
import { runningVm, type RunningVm } from './running-vm'
import { dropState, usableState, type SavedNote } from './saved-state'
import { putSharesIn } from './share-plug'
import {
  awaitEngine,
  failingWith,
  giveUp,
  startNetworkPart,
  unlessFailed,
  type StartParts,
} from './start-parts'
import type { Prepared, VmMachine } from './vm-options'
import { startVm, type VmProcess } from './vm-process'

/** An engine that was up is up again at once; booting anew is the alternative. In ms. */
const engineDeadlineMs = 20_000

/** Undefined when nothing usable was saved, which is told when something was. @throws the abort reason */
export async function resumeSaved(
  context: StartContext,
  machine: VmMachine,
  prepared: Prepared,
): Promise<RunningVm | undefined> {
  const { files, hypervisor } = machine
  const { saving } = hypervisor
  if (!saving) return undefined
  const tell = async (why: unknown): Promise<void> => {
    const reason = why instanceof Error ? why.message : String(why)
    machine.log.warn('the saved state is not used', { reason })
    await dropState(files)
    context.notice(new AppError('machine.saved-state-dropped', { detail: reason }))
  }
  const program = await hypervisor.find(machine)
  let note: SavedNote | undefined
  try {
    const config = configDisk({ ...machine, ...prepared })
    note = await usableState({ machine, image: prepared.image, program }, config)
  } catch (error) {
    await tell(error)
  }
  // Without a note the file is what a save that was cut off left.
  if (!note) await rm(files.savedState, { force: true })
  if (!note) return undefined
  const parts: StartParts = {}
  try {
    return await goOn({ context, machine, prepared, program, saving, note, parts })
  } catch (error) {
    await giveUp(parts, files)
    context.signal.throwIfAborted()
    await tell(error)
    return undefined
  }
}

interface GoingOn {
  readonly context: StartContext
  readonly machine: VmMachine
  readonly prepared: Prepared
  readonly program: string
  readonly saving: Saving
  readonly note: SavedNote
  readonly parts: StartParts
}

async function goOn(going: GoingOn): Promise<RunningVm> {
  const { context, machine, prepared, program, note, parts } = going
  const { files } = machine
  const { accelerator } = note
  const network = await startNetworkPart(context, machine, parts)
  const vm = await context.step('vm', 'Linux', async (report) => {
    const { cpus, memoryBytes } = machine
    report.facts({ accelerator, cpus, memoryBytes })
    return loadVm(going, network, report.signal)
  })
  const dial = engineDial(overSocket(files.engineSocket), prepared.credentials)
  await awaitEngine(context, files, { vm, dial, deadlineMs: engineDeadlineMs })
  await rm(files.savedState, { force: true })
  const { helpers = [] } = parts
  return runningVm(program, machine, { network, helpers, vm, accelerator, dial, notice: context.notice })
}

async function loadVm(going: GoingOn, network: Network, signal: AbortSignal): Promise<VmProcess> {
  const { machine, prepared, program, saving, note, parts } = going
  const { files, hypervisor } = machine
  await writeWhole(files.configDisk, configDisk({ ...machine, ...prepared }))
  const args = saving.arguments(machine, note.accelerator, prepared.image)
  const vm = (parts.vm = failingWith(await startVm(program, args, machine), network))
  await unlessFailed(vm, signal, (either) => saving.load(files, note, either))
  signal.throwIfAborted()
  // From here on the disk goes its own way, so this state must never be run again, whatever happens next.
  await rm(files.savedNote)
  await hypervisor.control(files).letGo()
  parts.greeted = true
  await unlessFailed(vm, signal, (either) => agentAnswers(vm.agent, either))
  const shared = await unlessFailed(vm, signal, (either) => putSharesIn(vm.agent, machine, either))
  parts.helpers = shared.helpers
  for (const what of shared.notices) going.context.notice(what)
  return vm
}
