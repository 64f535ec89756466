// The driver for Windows: one distribution of the Windows Subsystem for Linux, ours alone.
import { rm } from 'node:fs/promises'
import { newest } from '../console-log'
import type { Driver } from '../driver'
import { machineRecordFile } from '../machine-record'
import { createVmSlot } from '../vm-slot'
import type { RunningDistribution } from './boot'
import { drivePathHere, drivePathInside } from './drive-paths'
import { execInMachine, readUsage, setClock, writeDown } from './guest-requests'
import { isRegistered, prepareMachine, terminate } from './prepare'
import { relayForwarder } from './relay-forwarder'
import { engineSettings } from './session'
import { startMachine } from './start'
import { wslFiles } from './wsl-files'
import type { Wsl2Options, WslMachine } from './wsl-options'
import { reclaimDisk, reclaimMemory } from './reclaim'
import { repairMachine } from './repair'
import { explainFailure } from './restart'
import { createWindowsRegistry } from './windows-registry'
import { createWsl } from './wsl-program'

export function createWsl2Driver(options: Wsl2Options): Driver {
  const { paths, log } = options
  const files = wslFiles(paths)
  const record = machineRecordFile(files.record)
  const wsl = createWsl(options.programs.wsl, options.distribution, files.disk)
  const machine: WslMachine = { ...options, wsl, files, record }
  const slot = createVmSlot<RunningDistribution>(log)
  const registry = createWindowsRegistry(options.programs.registry)
  /** What WSL says about a Windows that is not ready is often not what is missing. */
  const explained = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      throw await explainFailure(error, { ...options, registry })
    }
  }

  return {
    name: 'wsl2',
    features: new Set(['exec', 'console', 'wsl']),
    steps: ['image', 'disk', 'vm', 'engine'],
    shape: () => slot.current()?.shape,
    exists: async () => (await record.read())?.dataDisk !== undefined,
    create: (context) =>
      explained(async () => {
        if (!slot.current()) await prepareMachine(context, machine)
      }),
    start: (context) =>
      explained(async () => {
        if (!slot.current()) await startMachine(context, machine, slot.fill)
      }),
    hostSleeps: async () => {
      if (slot.current()) await writeDown(wsl)
    },
    hostWoke: async () => {
      if (slot.current()) await setClock(wsl)
    },
    reclaimable: {
      memory: async ({ signal } = {}) => {
        slot.require()
        return reclaimMemory(wsl, signal)
      },
      disk: async ({ signal } = {}) => {
        slot.require()
        return reclaimDisk(wsl, files.disk, signal)
      },
    },
    pathInside: drivePathInside,
    pathHere: drivePathHere,
    stop: () => slot.end('stop'),
    kill: () => slot.end('kill'),
    repair: () => repairMachine(machine),
    delete: async () => {
      await slot.end('kill')
      await deleteMachine(machine)
    },
    onExit: (listener) => slot.onExit(listener),
    dial: async ({ signal } = {}) => slot.require().dial(signal),
    guest: {
      exec: async (command, { signal } = {}) => {
        slot.require()
        return execInMachine(wsl, command, signal)
      },
      engineSettings,
    },
    forwarder: relayForwarder(() => ({ wsl, mirrored: slot.require().mirrored })),
    usage: async ({ signal } = {}) => (slot.current() ? readUsage(wsl, signal) : undefined),
    console: () => newest(files.console),
  }
}

async function deleteMachine({ wsl, record, paths }: WslMachine): Promise<void> {
  // One that we did not make is not ours to remove.
  const ours = (await record.read().catch(() => undefined))?.dataDisk !== undefined
  if (ours && (await isRegistered(wsl))) {
    await terminate(wsl)
    await wsl.demand(['--unregister', wsl.distribution])
  }
  for (const folder of [paths.machine, paths.guestImages]) await rm(folder, { recursive: true, force: true })
}
