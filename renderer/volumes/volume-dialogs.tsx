// The dialogs of volumes.
import type { ReactNode } from 'react'
import type { DialogOf } from '../stores/ui'
import { CreateVolumeDialog } from './create-volume-dialog'
import { PruneVolumesDialog } from './prune-volumes-dialog'
import { RemoveVolumeDialog } from './remove-volume-dialog'
import { VolumeFilesDialog } from './volume-files-dialog'

export function VolumeDialogs({
  dialog,
}: {
  readonly dialog: DialogOf<'create-volume' | 'volume-files' | 'remove-volume' | 'prune-volumes'>
}): ReactNode {
  switch (dialog.kind) {
    case 'create-volume':
      return <CreateVolumeDialog />
    case 'volume-files':
      return <VolumeFilesDialog id={dialog.id} />
    case 'remove-volume':
      return <RemoveVolumeDialog id={dialog.id} />
    case 'prune-volumes':
      return <PruneVolumesDialog />
  }
}
