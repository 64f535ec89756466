// Every file and socket of a VM, in one place.
import { join } from 'node:path'
import { checkSocketPath, type Paths } from '../../base/paths'

export interface MachineFiles {
  /** Holds all of the above except the sockets; user data is in it. */
  readonly folder: string
  /** Images, containers, volumes: a sparse raw disk, ext4 inside. */
  readonly dataDisk: string
  /** A tar as a disk, written anew at each start. */
  readonly configDisk: string
  /** The data disk as it was before the first boot of another system; see `upgrade.ts`. */
  readonly snapshot: string
  /** Memory and devices of a machine that was saved; used once. */
  readonly savedState: string
  /** What the saved state belongs to. Removed before the machine goes on, so that it can only do so once. */
  readonly savedNote: string
  readonly record: string
  /** A vfkit that macOS does not let run; see `vfkit/refusal.ts`. */
  readonly vfkitRefused: string
  readonly certificates: string
  readonly console: string
  readonly vmLog: string
  readonly networkLog: string
  /** What serves shared folders says in this run. */
  readonly sharesLog: string
  readonly vmPid: string
  readonly networkPid: string
  /** Which app started the processes of this run. */
  readonly owner: string
  readonly controlSocket: string
  readonly agentSocket: string
  /** Carries the state while it is saved or read. */
  readonly stateSocket: string
  readonly networkSocket: string
  readonly networkApi: string
  readonly engineSocket: string
}

/** @throws host.socket-path-too-long */
export function machineFiles(paths: Paths): MachineFiles {
  const state = (name: string): string => join(paths.machine, name)
  const run = (name: string): string => join(paths.run, name)
  const files: MachineFiles = {
    folder: paths.machine,
    dataDisk: state('data.img'),
    configDisk: state('config.img'),
    snapshot: state('data.img.before-upgrade'),
    savedState: state('saved-state.bin'),
    savedNote: state('saved-state.json'),
    record: state('machine.json'),
    vfkitRefused: state('vfkit-refused.json'),
    certificates: state('certificates'),
    console: state('serial.log'),
    vmLog: state('qemu.log'),
    networkLog: state('network.log'),
    sharesLog: state('shares.log'),
    // Named for the program that was the first: a VM that an earlier version left running must be found.
    vmPid: run('qemu.pid'),
    networkPid: run('network.pid'),
    owner: run('machine-owner.json'),
    controlSocket: run('control.sock'),
    agentSocket: join(paths.spacelessRun, 'agent.sock'),
    stateSocket: run('state.sock'),
    networkSocket: run('net.sock'),
    networkApi: run('net-api.sock'),
    engineSocket: run('engine.sock'),
  }
  for (const socket of runFiles(files)) checkSocketPath(socket)
  return files
}

/** What serves one shared folder. */
export const shareFiles = (
  { run }: Pick<Paths, 'run'>,
  tag: string,
): { readonly socket: string; readonly pid: string } => ({
  socket: join(run, `${tag}.sock`),
  pid: join(run, `${tag}.pid`),
})

/** Whether a file of the run folder belongs to a shared folder, or is what vfkit calls its end of the network. */
export const isRunFileOfHelper = (name: string): boolean =>
  /^(?:vfkit-.*\.sock|share-[0-9a-f]+\.(?:sock|pid))$/.test(name)

/** What a run leaves in the run folder, and what is removed after it. */
export const runFiles = (files: MachineFiles): readonly string[] => [
  files.controlSocket,
  files.agentSocket,
  files.stateSocket,
  files.networkSocket,
  files.networkApi,
  files.engineSocket,
  files.vmPid,
  files.networkPid,
  files.owner,
]
