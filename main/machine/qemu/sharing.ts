// Shared folders of a QEMU VM: a virtiofsd for each, which ends with the VM.
import { rm } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { Sharing, StartedShares } from '../vm/hypervisor'
import { shareFiles } from '../vm/machine-files'
import type { Share } from '../vm/shares'
import { sharePlug } from './share-plug'
import { findVirtiofsd, startVirtiofsd } from './virtiofsd'

export const sharing: Sharing = {
  unavailable: async ({ toolFolders }) =>
    (await findVirtiofsd(toolFolders)) ? undefined : new AppError('machine.shares-unavailable'),
  start: async (machine, signal) => {
    const program = await findVirtiofsd(machine.toolFolders)
    const started: { shares: Share[]; helpers: StartedShares['helpers'][number][]; notices: AppError[] } = {
      shares: [],
      helpers: [],
      notices: [],
    }
    if (!program) return started
    await rm(machine.files.sharesLog, { force: true })
    for (const share of machine.shares) {
      const files = { ...shareFiles(machine.paths, share.tag), log: machine.files.sharesLog }
      try {
        started.helpers.push(await startVirtiofsd(program, share, files, signal))
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
