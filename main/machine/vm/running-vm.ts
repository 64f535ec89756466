// A VM that is up: how to reach it, how to hold and end it, and how its own end is told.
import { readFile } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { bound } from '../console-log'
import type { StartContext } from '../driver'
import type { Dial } from '../engine-dial'
import type { GuestAgent } from '../guest-agent'
import type { Network } from '../network'
import type { Accelerator } from './vm-options'
import type { Helper } from './hypervisor'
import { removeRunFiles } from './leftovers'
import type { MachineFiles } from './machine-files'
import type { VmMachine } from './vm-options'
import { endsWithin } from '../../base/ends-within'
import { shareServers, type ShareServers } from './share-servers'
import { followNameServers, type NameLookups } from './name-lookups'
import { vmHold, type VmHold } from './vm-hold'
import { endDetail, vmEndGraceMs, type VmProcess } from './vm-process'

export interface RunningVm {
  /** Path of the program that runs it. */
  readonly program: string
  readonly accelerator: Accelerator
  readonly agent: GuestAgent
  readonly dial: Dial
  /** The processes whose CPU time the machine costs. */
  readonly pids: readonly number[]
  /** The program that runs it, whose memory is the machine's. */
  readonly vmPid: number
  readonly helpers: ShareServers
  /** Resolves when it ends by itself; never after `stop` or `kill`. */
  readonly unexpectedEnd: Promise<AppError>
  /** Whether it is held; see {@link Pausable}. */
  paused(): boolean
  pause(): Promise<void>
  resume(): Promise<void>
  hostSleeps(): Promise<void>
  hostWoke(): Promise<void>
  /** A paused machine goes on first: what is held cannot end in order. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Takes over the processes of a machine whose engine answers. `notice` tells what goes wrong while it runs on. */
export function runningVm(
  program: string,
  machine: VmMachine,
  parts: {
    network: Network
    helpers: readonly Helper[]
    vm: Omit<VmProcess, 'failed'>
    accelerator: Accelerator
    dial: Dial
    notice: StartContext['notice']
  },
): RunningVm {
  const { vm, network } = parts
  const { files } = machine
  let asked = false
  const helpers = shareServers(machine, parts, () => asked)
  const endHelpers = async (): Promise<void> => {
    await network.stop()
    await helpers.stop()
  }
  const hold = vmHold(machine.hypervisor.control(files), vm.agent)
  const names = followNameServers(vm.agent, machine)
  const unbind = machine.hypervisor.appendsConsole ? bound(files.console) : () => {}
  const unbound = (): void => {
    unbind()
    names.stop()
  }
  const letGo = (): Promise<void> => hold.letGo().catch(() => {})
  const unexpectedEnd = new Promise<AppError>((resolve) => {
    const report = async (end: () => Promise<AppError>): Promise<void> => {
      if (asked) return
      asked = true
      unbound()
      const error = await end()
      await removeOwnRunFiles(files, vm.pid)
      resolve(error)
    }
    void vm.ended.then((reason) =>
      report(async () => {
        const detail = await endDetail(files)
        await vm.kill()
        await endHelpers()
        return new AppError('machine.vm-died', { params: { program, reason }, detail })
      }),
    )
    void network.ended.then(async (reason) => {
      if (await endsWithin(vm.ended, vmEndGraceMs)) return
      await report(async () => {
        await letGo()
        await vm.stop()
        await endHelpers()
        return new AppError('machine.network-failed', { params: { reason } })
      })
    })
  })
  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    asked = true
    unbound()
    if (how === 'stop') await letGo()
    await vm[how]()
    await endHelpers()
    await removeRunFiles(files)
  }
  return {
    program,
    accelerator: parts.accelerator,
    agent: vm.agent,
    dial: parts.dial,
    vmPid: vm.pid,
    helpers,
    pids: [vm.pid, network.pid],
    unexpectedEnd,
    paused: hold.held,
    pause: hold.hold,
    hostSleeps: hold.hostSleeps,
    ...goingOn(hold, names),
    stop: () => end('stop'),
    kill: () => end('kill'),
  }
}

/** Whoever stood still has not heard of another name server. */
const goingOn = (hold: VmHold, names: NameLookups): Pick<RunningVm, 'resume' | 'hostWoke'> => ({
  resume: async () => {
    await hold.letGo()
    names.check()
  },
  hostWoke: async () => {
    await hold.hostWoke()
    if (!hold.held()) names.check()
  },
})

/** Only while they are this VM's: by the time that its end is noticed, the next one may have put its own there. */
async function removeOwnRunFiles(files: MachineFiles, pid: number): Promise<void> {
  const owner = Number(await readFile(files.vmPid, 'utf8').catch(() => ''))
  if (owner === pid) await removeRunFiles(files)
}
