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
  'create-volume' | 'restore-volume' | 'clone-volume' | 'volume-files' | 'remove-volume' | 'prune-volumes'
>

export function VolumeDialogs({ dialog }: { readonly dialog: VolumeDialog }): ReactNode {
  switch (dialog.kind) {
    case 'create-volume':
      return <CreateVolumeDialog />
    case 'restore-volume':
      return <RestoreVolumeDialog />
    case 'clone-volume':
      if (dialog.point !== undefined) return <CloneBackupDialog id={dialog.point} />
      return <CloneVolumeDialog id={dialog.id} />
    case 'volume-files':
      return <VolumeFilesDialog id={dialog.id} />
    case 'remove-volume':
      if (dialog.point !== undefined) return <RemoveBackupDialog id={dialog.point} />
      return <RemoveVolumeDialog id={dialog.id} />
    case 'prune-volumes':
      return dialog.ids ? <RemoveVolumesDialog ids={dialog.ids} /> : <PruneVolumesDialog />
  }
}
