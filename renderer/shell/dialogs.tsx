// The one dialog that is open, over whatever is shown.
import type { ReactNode } from 'react'
import { entryOf } from '../../preload/catalogue'
import { BuildDialog } from '../builds/build-dialog'
import { RemoveDialog } from '../containers/remove-dialog'
import { LimitsDialog } from '../containers/limits-dialog'
import { TrashDialog } from '../containers/trash-dialog'
import { RenameDialog } from '../containers/rename-dialog'
import { InspectDialog } from '../details/inspect-dialog'
import { ImportDialog, PushImageDialog, TagImageDialog } from '../images/name-dialogs'
import { PruneImagesDialog } from '../images/prune-images-dialog'
import { RemoveImagesDialog } from '../images/selection'
import { PullDialog } from '../images/pull-dialog'
import { RemoveImageDialog } from '../images/remove-image-dialog'
import { AttachDialog } from '../networks/attach-dialog'
import { CreateNetworkDialog } from '../networks/create-network-dialog'
import { PruneNetworksDialog } from '../networks/prune-networks-dialog'
import { RemoveNetworkDialog } from '../networks/remove-network-dialog'
import { FreeReservedDialog } from '../ports/free-reserved-dialog'
import { StopProcessDialog } from '../ports/stop-process-dialog'
import { DownDialog } from '../projects/down-dialog'
import { OpenProjectDialog } from '../projects/open-project'
import { ReclaimDialog } from '../resources/reclaim-dialog'
import { RegistriesDialog } from '../registries/registries-dialog'
import { RerunDialog } from '../run/rerun-dialog'
import { RunDialog } from '../run/run-dialog'
import { EraseDialog, RepairDialog } from '../settings/repair-dialogs'
import { useUi, type DialogOf } from '../stores/ui'
import { EndForUpdateDialog } from '../updates/update-card'
import { VolumeDialogs } from '../volumes/volume-dialogs'
import { ChoosePortsDialog } from '../welcome/choose-ports-dialog'
import { WorkspaceDialogs } from '../workspaces/workspace-dialogs'
import { KeysDialog } from './keys-dialog'

export function Dialogs(): ReactNode {
  const dialog = useUi((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'run':
      return <RunDialog image={dialog.image ?? ''} entry={entryOf(dialog.entry ?? '')} />
    case 'rerun':
      return <RerunDialog id={dialog.id} keepPath={dialog.keepPath} />
    case 'trash':
      return <TrashDialog />
    case 'remove-containers':
      return <RemoveDialog ids={dialog.ids} />
    case 'limit-container':
      return <LimitsDialog id={dialog.id} />
    case 'rename-container':
      return <RenameDialog id={dialog.id} />
    case 'workspace':
    case 'workspace-secret':
    case 'workspace-snapshot':
    case 'workspace-link':
    case 'workspace-export':
      return <WorkspaceDialogs dialog={dialog} />
    case 'remove-image':
      return <RemoveImageDialog id={dialog.id} />
    case 'inspect':
      return <InspectDialog service={dialog.service} id={dialog.id} name={dialog.name} />
    case 'prune-images':
      return <PruneImagesDialog />
    case 'remove-images':
      return <RemoveImagesDialog ids={dialog.ids} />
    case 'tag-image':
      return <TagImageDialog id={dialog.id} />
    case 'push-image':
      return <PushImageDialog id={dialog.id} />
    case 'build':
      return <OpenBuild dialog={dialog} />
    case 'open-project':
      return <OpenProjectDialog />
    case 'down-project':
      return <DownDialog id={dialog.id} />
    case 'registries':
      return <RegistriesDialog {...(dialog.registry ? { registry: dialog.registry } : {})} />
    case 'import-image':
      return <ImportDialog />
    case 'create-volume':
    case 'volume-files':
    case 'restore-volume':
    case 'clone-volume':
    case 'remove-volume':
    case 'prune-volumes':
      return <VolumeDialogs dialog={dialog} />
    case 'create-network':
      return <CreateNetworkDialog />
    case 'remove-network':
      return <RemoveNetworkDialog id={dialog.id} />
    case 'attach-network':
      return <AttachDialog id={dialog.id} />
    case 'prune-networks':
      return <PruneNetworksDialog />
    case 'reclaim':
      return <ReclaimDialog />
    case 'pull':
      return <PullDialog reference={dialog.reference} />
    case 'choose-ports':
      return <ChoosePortsDialog taken={dialog.taken} />
    case 'free-reserved':
      return <FreeReservedDialog conflictId={dialog.conflictId} fix={dialog.fix} />
    case 'stop-process':
      return <StopProcessDialog conflictId={dialog.conflictId} fix={dialog.fix} />
    case 'end-for-update':
      return <EndForUpdateDialog act={dialog.act} />
    case 'repair-machine':
      return <RepairDialog />
    case 'erase-machine':
      return <EraseDialog />
    case 'keys':
      return <KeysDialog />
  }
}

const OpenBuild = ({ dialog }: { readonly dialog: DialogOf<'build'> }): ReactNode => (
  <BuildDialog
    key={dialog.folder}
    {...(dialog.folder === undefined ? {} : { folder: dialog.folder })}
    {...(dialog.dockerfile === undefined ? {} : { dockerfile: dialog.dockerfile })}
  />
)
