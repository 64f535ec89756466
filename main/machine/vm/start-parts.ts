// What every start of a VM goes through, from power-on or from a saved state: network, program, engine, or giving up.
import { AppError } from '../../../preload/errors'
import { linkAbort } from '../../base/linked-abort'
import type { StartContext } from '../driver'
import { endsWithin } from '../../base/ends-within'
import { engineAnswers, type Dial } from '../engine-dial'
import { exposeSocket } from '../gvproxy-forwarder'
import { findGvproxy, startNetwork, type Network } from '../network'
import type { Helper } from './hypervisor'
import { claimMachine, removeRunFiles } from './leftovers'
import type { MachineFiles } from './machine-files'
import type { VmMachine } from './vm-options'
import { vmEndGraceMs, type VmProcess } from './vm-process'

const enginePort = 2376

/** What is up so far. */
export interface StartParts {
  network?: Network
  helpers?: readonly Helper[]
  vm?: VmProcess
  /** Whether the guest has said that it is up. */
  greeted?: boolean
}

/** @throws machine.network-tool-missing, machine.network-failed */
export async function startNetworkPart(
  context: StartContext,
  machine: VmMachine,
  parts: StartParts,
): Promise<Network> {
  const { files, toolFolders, hypervisor } = machine
  const gvproxy = await findGvproxy(toolFolders)
  await claimMachine(files)
  return context.step('network', 'gvproxy', async ({ signal }) => {
    parts.network = await startNetwork(gvproxy, files, hypervisor.network, signal)
    await exposeSocket(files.networkApi, files.engineSocket, enginePort)
    return parts.network
  })
}

export const awaitEngine = (
  context: StartContext,
  vm: VmProcess,
  dial: Dial,
  deadlineMs: number,
): Promise<void> =>
  context.step('engine', 'Docker Engine', ({ signal }) =>
    unlessFailed(vm, signal, (either) => engineAnswers(dial, either, deadlineMs)),
  )

/** Runs the work until the VM ends, whose error it then has; the work is told to give up. */
export async function unlessFailed<T>(
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

/** The VM's failure is also that of its network, without which the engine would be waited for in vain. */
export function failingWith(vm: VmProcess, network: Network): VmProcess {
  const networkFailed = network.ended.then(async (reason) => {
    // gvproxy ends with the VM, whose own words say more.
    if (await endsWithin(vm.ended, vmEndGraceMs)) return vm.failed
    throw new AppError('machine.network-failed', { params: { reason } })
  })
  const failed = Promise.race([vm.failed, networkFailed])
  for (const one of [networkFailed, failed]) one.catch(() => {})
  return { ...vm, failed }
}

/** A guest that is up has its disk mounted, so it is shut down; one that is not is ended. */
export async function giveUp(
  { vm, network, greeted, helpers = [] }: StartParts,
  files: MachineFiles,
): Promise<void> {
  await (greeted ? vm?.stop() : vm?.kill())
  for (const helper of helpers) await helper.stop()
  await network?.stop()
  await removeRunFiles(files)
}
