// The dialogs of volumes.
import type { ReactNode } from 'react'
import type { DialogOf } from '../stores/ui'
import { CreateVolumeDialog } from './create-volume-dialog'
import { CloneBackupDialog, CloneVolumeDialog, RestoreVolumeDialog } from './new-volume-name'
import { PruneVolumesDialog } from './prune-volumes-dialog'
import { RemoveVolumeDialog } from './remove-volume-dialog'
import { RemoveBackupDialog } from './remove-backup-dialog'
import { RemoveVolumesDialog } from './selection'
import { VolumeFilesDialog } from './volume-files-dialog'

export type VolumeDialog = DialogOf<
  | 'create-volume'
  | 'restore-volume'
  | 'clone-volume'
  | 'clone-backup'
  | 'volume-files'
  | 'remove-volume'
  | 'remove-volumes'
  | 'remove-backup'
  | 'prune-volumes'
>

export function VolumeDialogs({ dialog }: { readonly dialog: VolumeDialog }): ReactNode {
  switch (dialog.kind) {
    case 'create-volume':
      return <CreateVolumeDialog />
    case 'restore-volume':
      return <RestoreVolumeDialog />
    case 'clone-volume':
      return <CloneVolumeDialog id={dialog.id} />
    case 'volume-files':
      return <VolumeFilesDialog id={dialog.id} />
    case 'remove-volume':
      return <RemoveVolumeDialog id={dialog.id} />
    case 'clone-backup':
      return <CloneBackupDialog id={dialog.id} />
    case 'remove-volumes':
      return <RemoveVolumesDialog ids={dialog.ids} />
    case 'remove-backup':
      return <RemoveBackupDialog id={dialog.id} />
    case 'prune-volumes':
      return <PruneVolumesDialog />
  }
}
