// The driver for a Linux VM of this user, whichever program runs it: QEMU or, on macOS, vfkit.
import { rm } from 'node:fs/promises'
import { newest } from '../console-log'
import { withSpaceErrors } from '../disk-space'
import { isAppError } from '../../../preload/errors'
import type { Driver, Limit, MachineConfig, MachineShape, Saveable, StartContext } from '../driver'
import { gvproxyForwarder } from '../gvproxy-forwarder'
import { machineRecordFile } from '../machine-record'
import { createVmSlot, type VmSlot } from '../vm-slot'
import { adjustVm } from './adjust'
import { engineSettings } from './config-disk'
import { execInGuest, readCost, readUsage } from './guest-requests'
import type { Hypervisor } from './hypervisor'
import { endLeftovers } from './leftovers'
import { machineFiles, type MachineFiles } from './machine-files'
import { prepareMachine } from './prepare'
import { repairVm } from './repair'
import type { VmMachine, VmOptions } from './vm-options'
import { reclaimDisk, reclaimMemory, takenBytes } from './reclaim'
import type { RunningVm } from './running-vm'
import { saveVm } from './save'
import { chooseShares, type ShareChoice } from './shares'
import { startMachine, type StartedVm } from './start'

/** What a start writes besides the image, in bytes. */
const writtenBytes = 1024 * 1024

/** @throws host.socket-path-too-long */
export function createVmDriver(hypervisor: Hypervisor, options: VmOptions): Driver {
  const { paths, log } = options
  const files = machineFiles(paths)
  const record = machineRecordFile(files.record)
  /** What would be started now; `notice` tells what of the chosen settings it goes without, and why. */
  const machineNow = async (notice?: StartContext['notice']): Promise<VmMachine> => {
    const { config, ...fixed } = options
    const chosen = await config()
    const { shares, notices } = await sharesFor(hypervisor, fixed, chosen)
    for (const what of notices) notice?.(what)
    const rosetta = (await hypervisor.translation?.({ ...fixed, record }, notice)) ?? false
    return { ...fixed, ...chosen, hypervisor, files, record, shares, rosetta }
  }
  const slot = createVmSlot<RunningVm>(log)
  let started: StartedVm | undefined
  /** What it was given since, where that differs from what it was started with. */
  let adjusted: Partial<Pick<MachineShape, Limit>> = {}
  const saveable = saveableBy(hypervisor, slot, () => started)

  return {
    name: hypervisor.name,
    features: hypervisor.features,
    steps: ['image', 'disk', 'network', 'vm', 'engine'],
    shape: () => slot.current() && started && { ...shapeOf(started), ...adjusted },
    exists: async () => (await record.read())?.dataDisk !== undefined,
    create: async (context) => {
      if (!slot.current()) await prepareMachine(context, await machineNow())
    },
    start: async (context) => {
      if (slot.current()) return
      const machine = await machineNow((what) => context.notice(what))
      try {
        started = await withSpaceErrors(paths.home, writtenBytes, () => startMachine(context, machine))
      } catch (error) {
        if (isAppError(error)) await hypervisor.failed?.(machine, error)
        throw error
      }
      adjusted = {}
      slot.fill(started.vm)
    },
    stop: () => slot.end('stop'),
    kill: () => slot.end('kill'),
    repair: () => repairVm({ files, record, hypervisor, log }),
    delete: async () => {
      await slot.end('kill')
      await endLeftovers({ files, log, hypervisor })
      for (const folder of [paths.machine, paths.guestImages])
        await rm(folder, { recursive: true, force: true })
    },
    onExit: (listener) => slot.onExit(listener),
    pathHere: (inside) => (slot.current() && isSharedBy(started, inside) ? inside : undefined),
    hostSleeps: async () => slot.current()?.hostSleeps(),
    hostWoke: async () => slot.current()?.hostWoke(),
    dial: async ({ signal } = {}) => slot.require().dial(signal),
    pausable: {
      pause: async () => slot.require().pause(),
      resume: async () => slot.require().resume(),
    },
    ...(saveable ? { saveable } : {}),
    ...insideParts(hypervisor, slot, files, {
      startedAs: () => started?.machine,
      adjusted: (limits) => (adjusted = { ...adjusted, ...limits }),
    }),
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

interface LimitsOfRun {
  startedAs(): VmMachine | undefined
  adjusted(limits: Partial<Pick<MachineShape, Limit>>): void
}

/** What is asked of the Linux inside. */
const insideParts = (
  hypervisor: Hypervisor,
  slot: VmSlot<RunningVm>,
  files: MachineFiles,
  { startedAs, adjusted }: LimitsOfRun,
): Pick<Driver, 'guest' | 'adjustable' | 'reclaimable'> => ({
  guest: {
    exec: async (command, { signal } = {}) => execInGuest(slot.require(), command, signal),
    engineSettings: (daemon) => engineSettings({ daemon, hypervisor }),
  },
  adjustable: {
    adjust: async (limits, { signal } = {}) => {
      const vm = slot.require()
      const machine = startedAs()
      if (!machine) return new Set()
      const followed = await adjustVm(vm, machine, limits, signal)
      // One that ended meanwhile has given its limits up.
      if (slot.current() === vm)
        adjusted(Object.fromEntries([...followed].map((name) => [name, limits[name]])))
      return followed
    },
  },
  reclaimable: {
    memory: async ({ signal } = {}) => reclaimMemory(slot.require(), signal),
    disk: async ({ signal } = {}) => reclaimDisk(slot.require(), files, signal),
  },
})

/** The chosen folders that can be shared. */
async function sharesFor(
  { sharing }: Hypervisor,
  options: Pick<VmOptions, 'toolFolders' | 'arch' | 'shareWay'>,
  { sharedFolders }: MachineConfig,
): Promise<ShareChoice> {
  // Without the feature nobody is offered to share folders.
  if (!sharing || sharedFolders.length === 0) return { shares: [], notices: [] }
  const way = await sharing.way(options)
  return isAppError(way) ? { shares: [], notices: [way] } : chooseShares(sharedFolders, way)
}

const saveableBy = (
  { saving }: Hypervisor,
  slot: VmSlot<RunningVm>,
  started: () => StartedVm | undefined,
): Saveable | undefined =>
  saving && {
    save: async ({ signal } = {}) => {
      const vm = slot.require()
      const from = started()
      if (from) await saveVm(vm, { ...from, saving }, () => slot.end('kill'), signal)
    },
  }

/** What is for reading only cannot be touched inside, so nothing is woken there. */
const isSharedBy = (started: StartedVm | undefined, path: string): boolean =>
  started !== undefined &&
  started.machine.shares.some(
    (share) => share.writable && `${path}/`.startsWith(`${share.path}/`.replace('//', '/')),
  )

const shapeOf = ({ vm, machine }: StartedVm): MachineShape => ({
  cpus: machine.cpus,
  memoryBytes: machine.memoryBytes,
  accelerator: vm.accelerator,
  ...(machine.shares[0] ? { sharesBy: machine.shares[0].way } : {}),
})
