// What every start of a VM goes through, from power-on or from a saved state: network, program, engine, or giving up.
import { AppError } from '../../../preload/errors'
import { linkAbort } from '../../base/linked-abort'
import type { StartContext } from '../driver'
import { endsWithin } from '../../base/ends-within'
import { newest } from '../console-log'
import { engineAnswers, type Dial } from '../engine-dial'
import { tellEngineWords, unlessEngineEnds, type EngineWords } from '../engine-trouble'
import { exposeSocket } from '../gvproxy-forwarder'
import { findGvproxy, startNetwork, type Network } from '../network'
import type { Helper } from './hypervisor'
import { claimMachine, removeRunFiles } from './leftovers'
import type { MachineFiles } from './machine-files'
import type { VmMachine } from './vm-options'
import { vmEndGraceMs, type VmProcess } from './vm-process'

const enginePort = 2376
const logDeadlineMs = 5_000

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

/** @throws machine.engine-ends, machine.step-timeout with the engine's words, or what the VM failed with */
export function awaitEngine(
  context: StartContext,
  { console }: Pick<MachineFiles, 'console'>,
  { vm, dial, deadlineMs }: { readonly vm: VmProcess; readonly dial: Dial; readonly deadlineMs: number },
): Promise<void> {
  const words: EngineWords = {
    console: () => newest(console),
    everyMs: 500,
    log: async () => (await vm.agent.request('log', 'dockerd', { deadlineMs: logDeadlineMs })).text,
  }
  return tellEngineWords(words, () =>
    context.step('engine', 'Docker Engine', ({ signal }) =>
      unlessFailed(vm, signal, (either) =>
        unlessEngineEnds(words, either, (own) => engineAnswers(dial, own, deadlineMs)),
      ),
    ),
  )
}

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
