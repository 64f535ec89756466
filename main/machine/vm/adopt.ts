// Takes over the VM that a crashed app left running: containers never notice that the app was gone.
import { linkAbort } from '../../base/linked-abort'
import { until } from '../../base/until'
import { prepareCredentials } from '../certificates'
import type { StartContext } from '../driver'
import { engineAnswers, engineDial, overSocket } from '../engine-dial'
import { createGuestAgent, type GuestAgent } from '../guest-agent'
import type { GuestImage } from '../guest-image'
import { gvproxyForwarder } from '../gvproxy-forwarder'
import { takeOverNetwork } from '../network'
import type { Accelerator } from './vm-options'
import { claimMachine, findHelpers, findLeftovers, type LeftProcess } from './leftovers'
import type { VmMachine } from './vm-options'
import { runningVm, type RunningVm } from './running-vm'
import { dropState } from './saved-state'
import { setClock } from './vm-hold'
import { takeOverVm } from './vm-process'

/** Longer than a healthy VM needs on a busy computer; booting anew is the alternative. In ms. */
const answerDeadlineMs = 10_000
const accelerators: readonly Accelerator[] = ['kvm', 'hvf', 'tcg']

/**
 * Undefined when nothing runs, or when what runs is not the machine that would be started now, or does not answer:
 * then it is to be ended. @throws machine.in-use, or the abort reason
 */
export async function adoptVm(
  machine: VmMachine,
  image: GuestImage,
  { signal, notice }: Pick<StartContext, 'signal' | 'notice'>,
): Promise<RunningVm | undefined> {
  const { files, log, hypervisor } = machine
  const control = hypervisor.control(files)
  const { vm, network } = await findLeftovers(files)
  const accelerator = vm && acceleratorOf(vm, machine, image)
  if (!vm || !network || !accelerator) return undefined
  const began = performance.now()
  const agent = createGuestAgent(files.agentSocket)
  const limit = linkAbort([signal], answerDeadlineMs)
  try {
    const program = await hypervisor.find(machine)
    const dial = engineDial(overSocket(files.engineSocket), await prepareCredentials(files.certificates))
    // An app may have died between saving it and ending it; once it goes on, its state is of the past.
    await dropState(files)
    // It may have been paused, and what is held answers nobody.
    await control.letGo()
    await Promise.all([
      agentAnswers(agent, limit.signal),
      engineAnswers(dial, limit.signal, answerDeadlineMs),
      closeForwards(files.networkApi, limit.signal),
    ])
    await claimMachine(files)
    log.info('took over the running virtual machine', {
      pid: vm.pid,
      ms: Math.round(performance.now() - began),
    })
    const parts = {
      vm: takeOverVm(vm, agent, control),
      network: takeOverNetwork(network),
      helpers: await findHelpers(files),
      accelerator,
      dial,
      notice,
    }
    return runningVm(program, machine, parts)
  } catch (error) {
    agent.close()
    signal.throwIfAborted()
    log.warn('the running virtual machine cannot be taken over', { pid: vm.pid, why: String(error) })
    return undefined
  } finally {
    limit.dispose()
  }
}

/** The accelerator of a VM that is, argument by argument, what would be started now. */
function acceleratorOf(
  { command }: LeftProcess,
  machine: VmMachine,
  image: GuestImage,
): Accelerator | undefined {
  const running = command.replaceAll('\0', ' ').trimEnd()
  const possible = machine.accelerator ? [machine.accelerator] : accelerators
  return possible.find((accelerator) =>
    endings(machine, accelerator, image).some((ending) => running.endsWith(ending)),
  )
}

/** How its command line ends: as of a boot, or of one that went on from a saved state. */
function endings(machine: VmMachine, accelerator: Accelerator, image: GuestImage): string[] {
  const { hypervisor } = machine
  const lines = [hypervisor.arguments(machine, accelerator, image)]
  if (hypervisor.saving) lines.push(hypervisor.saving.arguments(machine, accelerator, image))
  return lines.map((line) => ` ${line.join(' ')}`)
}

/** A clock that stood still with the VM is set, which shows that the agent answers. */
export const agentAnswers = (agent: GuestAgent, signal: AbortSignal): Promise<true> =>
  until(
    async (): Promise<true> => {
      await setClock(agent)
      return true
    },
    { deadlineMs: answerDeadlineMs, signal, waitingFor: 'the guest agent' },
  )

/** Containers may have ended since. Whoever opens ports knows which of them are wanted now. */
async function closeForwards(api: string, signal: AbortSignal): Promise<void> {
  const forwarder = gvproxyForwarder(() => api)
  for (const forward of await forwarder.list({ signal })) await forwarder.unexpose(forward, { signal })
}
