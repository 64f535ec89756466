// Shared folders of a QEMU VM: a virtiofsd for each, which ends with the VM; without one QEMU serves them itself, by 9p.
import { access, constants, rm } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import { run } from '../../base/child'
import type { Helper, Sharing } from '../vm/hypervisor'
import { shareFiles } from '../vm/machine-files'
import type { Share } from '../vm/shares'
import type { VmMachine } from '../vm/vm-options'
import { findQemu } from './qemu-program'
import { sharePlug } from './share-plug'
import { findVirtiofsd, startVirtiofsd } from './virtiofsd'

export const sharing: Sharing = {
  way: async ({ toolFolders, arch, shareWay }) => {
    if (shareWay !== '9p' && (await findVirtiofsd(toolFolders))) return 'virtiofs'
    if (shareWay !== 'virtiofs' && (await knows9p(arch, toolFolders))) return '9p'
    return new AppError('machine.shares-unavailable')
  },
  start: async (machine, signal) => {
    const started: { shares: Share[]; helpers: Helper[]; notices: AppError[] } = {
      shares: [],
      helpers: [],
      notices: [],
    }
    const serve = await serverOf(machine)
    for (const share of machine.shares) {
      try {
        started.helpers.push(...(await serve(share, signal)))
        started.shares.push(share)
      } catch (error) {
        if (signal.aborted) await Promise.all(started.helpers.map((helper) => helper.stop()))
        signal.throwIfAborted()
        machine.log.warn('a folder cannot be shared', { folder: share.path, why: String(error) })
        const params = { folder: share.path }
        started.notices.push(new AppError('machine.share-failed', { params, detail: String(error) }))
      }
    }
    return started
  },
  plug: sharePlug,
}

/** Distributions may leave it out. A QEMU that is missing is told when the machine starts. */
async function knows9p(arch: VmMachine['arch'], folders: readonly string[]): Promise<boolean> {
  try {
    const { stdout } = await run(await findQemu(arch, folders), ['-device', 'help'])
    return stdout.includes('"virtio-9p-pci"')
  } catch {
    return false
  }
}

/** Starts what serves one folder. */
type Serve = (share: Share, signal: AbortSignal) => Promise<readonly Helper[]>

async function serverOf({ toolFolders, files, paths, shares }: VmMachine): Promise<Serve> {
  if (shares.every(({ way }) => way === '9p')) return isReadable
  const program = await findVirtiofsd(toolFolders)
  await rm(files.sharesLog, { force: true })
  return async (share, signal) => {
    if (!program) throw new Error('virtiofsd is not there any more')
    const own = { ...shareFiles(paths, share.tag), log: files.sharesLog }
    return [await startVirtiofsd(program, share, own, signal)]
  }
}

/** QEMU would not start at all with a folder that it cannot look into. */
const isReadable: Serve = async ({ path }) => {
  await access(path, constants.R_OK | constants.X_OK)
  return []
}
