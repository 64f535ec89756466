// The driver for a Linux VM of this user, whichever program runs it: QEMU or, on macOS, vfkit.
import { rm } from 'node:fs/promises'
import { newest } from '../console-log'
import type { Driver, MachineConfig, MachineShape } from '../driver'
import { removeOtherImages } from '../guest-image'
import { gvproxyForwarder } from '../gvproxy-forwarder'
import { machineRecordFile } from '../machine-record'
import { createVmSlot } from '../vm-slot'
import { adoptVm } from './adopt'
import { bootVm } from './boot'
import { execInGuest, readCost, readUsage } from './guest-requests'
import type { Hypervisor } from './hypervisor'
import { endLeftovers } from './leftovers'
import { machineFiles } from './machine-files'
import { prepareMachine, prepareState, prepareSystem } from './prepare'
import type { VmMachine, VmOptions } from './vm-options'
import { reclaimDisk, reclaimMemory, takenBytes } from './reclaim'
import type { RunningVm } from './running-vm'

/** @throws host.socket-path-too-long */
export function createVmDriver(hypervisor: Hypervisor, options: VmOptions): Driver {
  const { paths, log } = options
  const files = machineFiles(paths)
  const record = machineRecordFile(files.record)
  /** What would be started now. */
  const machineNow = async (): Promise<VmMachine> => {
    const { config, ...fixed } = options
    return { ...fixed, ...(await config()), hypervisor, files, record }
  }
  const slot = createVmSlot<RunningVm>(log)
  let shape: MachineShape | undefined

  const running = (vm: RunningVm, { cpus, memoryBytes }: MachineConfig): void => {
    slot.fill(vm)
    shape = { cpus, memoryBytes, accelerator: vm.accelerator }
  }

  return {
    name: hypervisor.name,
    features: hypervisor.features,
    steps: ['image', 'disk', 'network', 'vm', 'engine'],
    shape: () => slot.current() && shape,
    exists: async () => (await record.read())?.dataDisk !== undefined,
    create: async (context) => {
      if (!slot.current()) await prepareMachine(context, await machineNow())
    },
    start: async (context) => {
      if (slot.current()) return
      const machine = await machineNow()
      const image = await prepareSystem(context, machine)
      const adopted = await adoptVm(machine, image, context.signal)
      if (adopted) {
        running(adopted, machine)
        return
      }
      const prepared = await prepareState(context, machine, image)
      await record.update({ startUnfinished: true })
      const vm = await bootVm(context, machine, prepared)
      running(vm, machine)
      await record.update({ startUnfinished: false, imageHash: prepared.image.hash })
      await removeOtherImages(paths.guestImages, prepared.image.hash)
    },
    stop: () => slot.end('stop'),
    kill: () => slot.end('kill'),
    delete: async () => {
      await slot.end('kill')
      await endLeftovers({ files, log, hypervisor })
      for (const folder of [paths.machine, paths.guestImages])
        await rm(folder, { recursive: true, force: true })
    },
    onExit: (listener) => slot.onExit(listener),
    hostWoke: async () => slot.current()?.hostWoke(),
    dial: async ({ signal } = {}) => slot.require().dial(signal),
    guest: { exec: async (command, { signal } = {}) => execInGuest(slot.require(), command, signal) },
    pausable: {
      pause: async () => slot.require().pause(),
      resume: async () => slot.require().resume(),
    },
    reclaimable: {
      memory: async ({ signal } = {}) => reclaimMemory(slot.require(), signal),
      disk: async ({ signal } = {}) => reclaimDisk(slot.require(), files, signal),
    },
    forwarder: gvproxyForwarder(() => {
      slot.require()
      return files.networkApi
    }),
    cost: async () => {
      const vm = slot.current()
      return vm && { ...(await readCost(vm)), diskBytes: await takenBytes(files.dataDisk) }
    },
    usage: async ({ signal } = {}) => {
      const vm = slot.current()
      return vm && readUsage(vm, signal)
    },
    console: () => newest(files.console),
  }
}
