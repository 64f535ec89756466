// What the workspaces service offers: the team's environment from a file to answering addresses, and back.
import type { StackId } from '../catalogue'
import type * as m from '../model'
import type { Cancellable } from './cancellable'

type OfWorkspace = { readonly id: string } & Cancellable

export interface WorkspacesService {
  watchWorkspaces(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Workspace>>
  /**
   * Reads a compose file, a folder with one, or a `.portside` archive by its absolute path. Nothing starts, and
   * nothing stays on disk until {@link accept}.
   * @throws workspace.not-found workspace.bad-file workspace.bad-archive workspace.refused workspace.too-much
   */
  review(options: { readonly path: string } & Cancellable): Promise<m.WorkspaceReview>
  /**
   * The same for what a person chose, as a ticket of the files service. A browser hands over one file without its place:
   * an archive, then. @throws workspace.lone-file
   */
  reviewChosen(options: { readonly source: string } & Cancellable): Promise<m.WorkspaceReview>
  /**
   * The same for `portside://open?url=…` (https only) and `portside://open?file=…`. Ask the person before: this
   * downloads. @throws workspace.bad-link workspace.download-failed, and what {@link review} throws
   */
  reviewLink(options: { readonly link: string } & Cancellable): Promise<m.WorkspaceReview>
  /** What a link leads to, without following it. @throws workspace.bad-link */
  readLink(options: { readonly link: string } & Cancellable): Promise<m.WorkspaceSource>
  /**
   * Takes a reviewed workspace into the list, or its changes into a known one. `allow` holds the ids of severe
   * dangers that the person allowed; those that were allowed before need not be named. `takeOver` is asked for where
   * the review has `moved`: whether it is that one, whose data and secrets it then has.
   * @throws workspace.review-gone workspace.not-allowed workspace.moved
   */
  accept(
    options: {
      readonly reviewId: string
      readonly allow: readonly string[]
      readonly takeOver?: boolean
    } & Cancellable,
  ): Promise<{ readonly id: string }>
  /**
   * Takes servers of the catalogue that go together into the list, with a new password for each; nothing starts.
   * The same again where it is there. @throws workspace.not-allowed where its file was changed to ask for more
   */
  openStack(options: { readonly stack: StackId } & Cancellable): Promise<{ readonly id: string }>
  /** Forgets a review and what was unpacked for it. */
  decline(options: { readonly reviewId: string } & Cancellable): Promise<void>
  /** Looks whether it can start here; asks registries and the git remote. @throws workspace.unknown */
  check(options: OfWorkspace): Promise<m.WorkspaceReadiness>
  /** Keeps the value in the keychain. @throws workspace.unknown-secret */
  setSecret(options: { readonly name: string; readonly value: string } & OfWorkspace): Promise<void>
  /**
   * Takes the value out of the keychain, also of a name that the file does not ask for any more; harmless when there is
   * none. @throws workspace.unknown workspace.busy
   */
  forgetSecret(options: { readonly name: string } & OfWorkspace): Promise<void>
  /**
   * Begins the start, or goes on with one that stopped midway; it goes on when the caller leaves. `seeds` are ids
   * of optional steps to run; all without it. While a stop goes on it waits for its end; {@link cancel} and {@link stop}
   * give that up, too.
   * @throws workspace.unknown workspace.changed workspace.not-ready workspace.busy workspace.given-up
   */
  start(options: { readonly seeds?: readonly string[] } & OfWorkspace): Promise<void>
  /** Gives up a start; what is done stays, for going on or rolling back. */
  cancel(options: OfWorkspace): Promise<void>
  /**
   * Undoes a start that did not come to its end: containers and networks, and volumes and images that this start
   * brought. Data that was there before stays, and where a service has been running what its volumes hold is kept as a
   * snapshot. @throws workspace.busy
   */
  rollBack(options: OfWorkspace): Promise<void>
  /** Resolves with the one that goes on, if there is one. @throws workspace.busy */
  stop(options: OfWorkspace): Promise<void>
  /**
   * Reads the team's file again for its changes. Git folders are brought forward first when `pull` is set.
   * @throws workspace.file-again for an archive that a browser handed over
   */
  update(options: { readonly pull?: boolean } & OfWorkspace): Promise<m.WorkspaceReview>
  /**
   * Data as the team's seed has it: saves the volumes, removes them, starts anew. Whatever cuts it off, the next start
   * goes on with it.
   * @throws workspace.busy, and before anything is touched workspace.changed workspace.not-ready workspace.no-room
   */
  reset(options: OfWorkspace): Promise<{ readonly snapshotId: string }>
  /** Puts the data of a snapshot back, as {@link reset} does it; the present data is saved before. @throws workspace.no-snapshot */
  restore(options: { readonly snapshotId: string } & OfWorkspace): Promise<void>
  /** @throws workspace.no-snapshot workspace.snapshot-used */
  removeSnapshot(options: { readonly snapshotId: string } & OfWorkspace): Promise<void>
  /** Removes its containers and networks and forgets it; data, also that of volumes without a name, snapshots and secrets stay. */
  leave(options: OfWorkspace): Promise<void>
  /** Leaves, and removes volumes, snapshots and secrets with it. The team's own file is never touched. */
  remove(options: OfWorkspace): Promise<void>
  compare(options: OfWorkspace): Promise<m.WorkspaceComparison>
  /** The team's file, as text. */
  readFile(options: OfWorkspace): Promise<{ readonly text: string }>
  /** What an export of a Compose project would hold, and leave out. @throws workspace.no-project */
  planExport(options: { readonly project: string } & Cancellable): Promise<m.WorkspaceExportPlan>
  watchExports(options?: Cancellable): AsyncIterable<m.CollectionChange<m.WorkspaceExportJob>>
  /**
   * Begins to write a `.portside` archive, which goes on when the caller leaves. A copy of it is started in isolation
   * before the file gets its name. `to` is a ticket of the files service, or an absolute path that ends in `.portside`.
   * @throws workspace.no-project workspace.export-failed files.gone; the job ends with workspace.export-unproven
   * workspace.export-failed files.no-space
   */
  export(
    options: {
      readonly request: m.WorkspaceExportRequest
      readonly to: { readonly ticket: string } | { readonly path: string }
    } & Cancellable,
  ): Promise<{ readonly exportId: string }>
  /** Nothing of it is left: no file, no copy. Harmless when it has ended. */
  cancelExport(options: { readonly exportId: string } & Cancellable): Promise<void>
  /** Forgets an ended export. */
  dismissExport(options: { readonly exportId: string } & Cancellable): Promise<void>
}
