// What the compose service offers: the real `docker compose` does the work, this says what it does and what it needs.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

type OfProject = { readonly projectId: string } & Cancellable

export interface ComposeService {
  /** Those with containers, running or not, and those that were opened from files. */
  watchProjects(options?: Cancellable): AsyncIterable<m.CollectionChange<m.ComposeProject>>
  /** What is done and was done in this run of the app, at most 50. */
  watchActions(options?: Cancellable): AsyncIterable<m.CollectionChange<m.ComposeAction>>
  /** What Compose prints: what is kept of it first (at most 5000 lines), then live, to the end of the action. */
  watchOutput(options: { readonly actionId: string } & Cancellable): AsyncIterable<readonly string[]>
  /** Asks the person for a file; absent where they gave up or the shell has no dialog that knows paths. */
  chooseFile(options?: Cancellable): Promise<{ readonly path?: string }>
  /**
   * Takes in a project; starts nothing. `path` is a compose file or a folder with one, absolute. `careful` is for what
   * was dropped or double-clicked, which anybody may have written: nothing outside its folder is read for it.
   * @throws compose.*
   */
  open(
    options: {
      readonly path: string
      /** Merged after the first, in this order. */
      readonly moreFiles?: readonly string[]
      readonly name?: string
      readonly profiles?: readonly string[]
      readonly envFiles?: readonly string[]
      readonly careful?: boolean
    } & Cancellable,
  ): Promise<{ readonly projectId: string }>
  /** Takes it from the list; files, containers and volumes stay. @throws compose.no-project */
  forget(options: OfProject): Promise<void>
  /** @throws compose.* */
  getConfig(options: OfProject): Promise<m.ComposeConfig>
  /** What would keep it from coming up, found without starting anything. @throws compose.* */
  check(options: OfProject): Promise<{ readonly findings: readonly m.ComposeFinding[] }>
  /** @throws compose.finding-gone compose.* */
  fix(options: { readonly findingId: string; readonly fixId: string } & OfProject): Promise<void>
  /** @throws compose.no-project */
  planDown(options: OfProject): Promise<m.ComposeDownPlan>
  /** Begins what goes on when the caller leaves. @throws compose.busy compose.no-project compose.files-gone */
  begin(options: { readonly request: m.ComposeRequest } & OfProject): Promise<{ readonly actionId: string }>
  /** What was made so far stays; doing it again goes on from there. */
  cancel(options: { readonly actionId: string } & Cancellable): Promise<void>
  /** Forgets an action that has ended. */
  dismiss(options: { readonly actionId: string } & Cancellable): Promise<void>
  /** One of the project's own files. @throws compose.not-its-file compose.file-too-large compose.no-file */
  readFile(options: { readonly path: string } & OfProject): Promise<m.ComposeFileText>
  /** What Compose would say if the file had this text; writes nothing. */
  tryText(
    options: { readonly path: string; readonly text: string } & OfProject,
  ): Promise<{ readonly problem?: m.ComposeProblem; readonly warnings: readonly string[] }>
  /**
   * Replaces the file as a whole, after a copy of it was kept. Text that Compose refuses is refused.
   * @throws compose.file-changed when it is no longer what `revision` marks; compose.*
   */
  writeFile(
    options: { readonly path: string; readonly text: string; readonly revision: string } & OfProject,
  ): Promise<m.ComposeFileText & { readonly backup: string }>
}
