// vfkit as the program that runs the VM: Apple's Virtualization.framework, without privileges or helpers.
import { delimiter } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { Hypervisor } from '../vm/hypervisor'
import { datagramCard, findProgram } from '../network'
import { vfkitArguments } from './command-line'
import { rememberRefusal } from './refusal'
import { changeState, readState } from './rest'
import { translation } from './rosetta'
import { sharing } from './sharing'

/** Where package managers put it, for apps that a desktop started with a short PATH. */
export const usualFolders = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/podman/bin']

export const vfkit: Hypervisor = {
  name: 'vfkit',
  features: new Set(['forwards', 'exec', 'console', 'discard', 'pause', 'limits', 'shared-folders']),
  network: datagramCard,
  appendsConsole: false,
  writesPid: false,
  find: ({ toolFolders }) => findVfkit(toolFolders),
  accelerator: async () => 'hvf',
  arguments: (machine, _accelerator, image) => vfkitArguments(machine, image),
  control: ({ controlSocket }) => ({
    hold: () => changeState(controlSocket, 'Pause'),
    letGo: async () => {
      if ((await readState(controlSocket)) === pausedState) await changeState(controlSocket, 'Resume')
    },
    powerDown: () => changeState(controlSocket, 'Stop'),
  }),
  sharing,
  translation,
  failed: async ({ files, toolFolders }, error) =>
    rememberRefusal(files.vfkitRefused, await findVfkit(toolFolders), error),
  knownFailure: (detail) => {
    if (notEntitled.test(detail)) return 'machine.vfkit-not-entitled'
    return unsupported.test(detail) ? 'machine.vfkit-unsupported' : undefined
  },
}

/** The name of Virtualization.framework's state, as vfkit writes it. */
const pausedState = 'VirtualMachineStatePaused'

/** Virtualization.framework's words when the program lacks `com.apple.security.virtualization`. */
const notEntitled = /com\.apple\.security\.virtualization/

/** What it says on a Mac that is a virtual machine itself or too old, and vfkit's words for an old macOS. */
const unsupported =
  /virtualization is not (?:available|supported)|not available on this hardware|not supported at current macOS version/i

/** The given folders come first: the bundled one is the one that was tested. @throws machine.vfkit-missing */
async function findVfkit(folders: readonly string[], path = process.env.PATH ?? ''): Promise<string> {
  const found = await findProgram('vfkit', [...folders, ...path.split(delimiter), ...usualFolders])
  if (found === undefined)
    throw new AppError('machine.vfkit-missing', { params: { places: `${folders.join(', ')}, PATH` } })
  return found
}
