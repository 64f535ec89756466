// QEMU as the program that runs the VM: on Linux, and on a Mac without vfkit.
import type { Hypervisor } from '../vm/hypervisor'
import { streamCard } from '../network'
import { candidateAccelerator, chooseAccelerator } from './acceleration'
import { qemuArguments } from './command-line'
import { findQemu } from './qemu-program'
import { withQmp } from './qmp'
import { sharing } from './sharing'
import { awaitState, loadState, saveState } from './saving'

export const qemu: Hypervisor = {
  name: 'qemu',
  features: new Set([
    'forwards',
    'exec',
    'console',
    'discard',
    'balloon',
    'pause',
    'limits',
    'saved-state',
    'shared-folders',
  ]),
  network: streamCard,
  appendsConsole: true,
  writesPid: true,
  find: ({ arch, toolFolders }) => findQemu(arch, toolFolders),
  accelerator: async (program, machine, image, { signal }) => {
    if (machine.accelerator) return machine.accelerator
    return chooseAccelerator({
      ...machine,
      candidate: await candidateAccelerator(),
      image,
      program,
      signal,
    })
  },
  arguments: (machine, accelerator, image) => qemuArguments({ ...machine, accelerator, image }),
  control: ({ controlSocket }) => {
    const execute = (command: string) =>
      withQmp(controlSocket, async (qmp) => void (await qmp.execute(command)))
    return {
      hold: () => execute('stop'),
      letGo: () => execute('cont'),
      powerDown: () => execute('system_powerdown'),
      balloon: (bytes) =>
        withQmp(controlSocket, async (qmp) => {
          if (bytes !== undefined) await qmp.execute('balloon', { value: bytes })
          return ((await qmp.execute('query-balloon')) as { readonly actual: number }).actual
        }),
    }
  },
  sharing,
  saving: {
    save: saveState,
    arguments: (machine, accelerator, image) => [
      ...qemuArguments({ ...machine, accelerator, image, withoutShares: true }),
      ...awaitState(machine.files),
    ],
    load: loadState,
  },
  knownFailure: (detail) =>
    /Failed to get "(write|consistent read)" lock/.test(detail) ? 'machine.in-use' : undefined,
}
