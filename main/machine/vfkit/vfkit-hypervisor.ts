// vfkit as the program that runs the VM: Apple's Virtualization.framework, without privileges or helpers.
import { delimiter } from 'node:path'
import { AppError } from '../../../preload/errors'
import { createGuestAgent } from '../guest-agent'
import type { Hypervisor } from '../vm/hypervisor'
import { openLineTerminal } from '../line-terminal'
import { findProgram } from '../network'
import { vfkitArguments } from './command-line'
import { changeState, readState, readTerminalName } from './rest'

/** Where package managers put it, for apps that a desktop started with a short PATH. */
const usualFolders = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/podman/bin']

export const vfkit: Hypervisor = {
  name: 'vfkit',
  features: new Set(['forwards', 'exec', 'console', 'discard', 'pause', 'limits']),
  network: 'datagram',
  appendsConsole: false,
  writesPid: false,
  find: ({ toolFolders }) => findVfkit(toolFolders),
  accelerator: async () => 'hvf',
  arguments: (machine, _accelerator, image) => vfkitArguments(machine, image),
  control: ({ controlSocket }) => ({
    openAgent: () =>
      createGuestAgent(async (handlers) => openLineTerminal(await readTerminalName(controlSocket), handlers)),
    hold: () => changeState(controlSocket, 'Pause'),
    letGo: async () => {
      if ((await readState(controlSocket)) === pausedState) await changeState(controlSocket, 'Resume')
    },
    powerDown: () => changeState(controlSocket, 'Stop'),
  }),
  knownFailure: (detail) => (notEntitled.test(detail) ? 'machine.vfkit-not-entitled' : undefined),
}

/** The name of Virtualization.framework's state, as vfkit writes it. */
const pausedState = 'VirtualMachineStatePaused'

/** Virtualization.framework's words when the program lacks `com.apple.security.virtualization`. */
const notEntitled = /com\.apple\.security\.virtualization/

/** The given folders come first: the bundled one is the one that was tested. @throws machine.vfkit-missing */
async function findVfkit(folders: readonly string[], path = process.env.PATH ?? ''): Promise<string> {
  const found = await findProgram('vfkit', [...folders, ...path.split(delimiter), ...usualFolders])
  if (found === undefined)
    throw new AppError('machine.vfkit-missing', { params: { places: `${folders.join(', ')}, PATH` } })
  return found
}
