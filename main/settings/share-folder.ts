// Which folders of this computer containers see, and sharing one that they ask for: it goes on the list, and a machine
// that runs starts again with it.
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { MachineService, SettingsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { needsSharing, type Sharing } from '../base/unshared-folder'
import type { Machine, Settings } from '../../preload/model'

export interface SharingOptions {
  readonly settings: StoreApi<Pick<Settings, 'sharedFolders'>>
  readonly update: SettingsService['update']
  readonly machine: StoreApi<Pick<Machine, 'features' | 'state'>>
  readonly restart: MachineService['restart']
}

export function createSharing({ settings, update, machine, restart }: SharingOptions): Sharing {
  const shares = (): boolean => machine.getState().features.includes('shared-folders')
  const isListed = (path: string): boolean =>
    settings.getState().sharedFolders.some((folder) => isInside(path, folder.path))
  return {
    isShared: (path) => !shares() || !needsSharing(path) || isListed(path),
    share: async ({ folder: asked, signal }) => {
      if (!shares()) throw new AppError('machine.not-ours')
      const folder = await existing(asked)
      const { sharedFolders } = settings.getState()
      // One that is on the list waits for the next start only.
      if (!isListed(folder))
        await update({ change: { sharedFolders: [...sharedFolders, { path: folder, writable: true }] } })
      const { state } = machine.getState()
      if (state === 'running' || state === 'paused') await restart(signal ? { signal } : {})
    },
  }
}

/** A file is seen in the folder that it lies in. @throws machine.share-missing */
async function existing(path: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('machine.share-missing', { params: { folder: path }, cause })
  })
  return found.isDirectory() ? path : dirname(path)
}

const isInside = (path: string, folder: string): boolean =>
  `${path}/`.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
