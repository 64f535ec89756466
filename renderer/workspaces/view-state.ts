// Which workspace is looked at: none, one under review, or a known one. Nothing here outlives the page.
import { create } from 'zustand'
import { isAbort, isAppError } from '../../preload/errors'
import type { WorkspaceReview, WorkspaceSecret } from '../../preload/model'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog } from '../stores/ui'

export interface WorkspacesView {
  readonly review: WorkspaceReview | undefined
  readonly id: string | undefined
}

export const useWorkspacesView = create<WorkspacesView>(() => ({ review: undefined, id: undefined }))

export const showReview = (review: WorkspaceReview): void => useWorkspacesView.setState({ review })
export const showWorkspace = (id: string): void => useWorkspacesView.setState({ review: undefined, id })
export const showList = (): void => useWorkspacesView.setState({ review: undefined, id: undefined })

/** Forgets a review that nobody agreed to. */
export function declineReview({ reviewId, workspaceId }: WorkspaceReview): void {
  useWorkspacesView.setState({ review: undefined, id: workspaceId })
  contract().workspaces.decline({ reviewId }).catch(reportError)
}

export const askSecret = (id: string, { name, kept, known, description }: WorkspaceSecret): void =>
  openDialog({ kind: 'workspace-secret', id, name, kept: kept !== false, known, description })

const underWay = new Set<string>()

/** A second click on the same button, before the first was answered, is not meant. */
export function actOnce(what: string, work: () => Promise<unknown>): void {
  if (underWay.has(what)) return
  underWay.add(what)
  act(() => work().finally(() => underWay.delete(what)))
}

/** Does something that tells its own errors. */
export const act = (work: () => Promise<unknown>): void =>
  void work().catch((error: unknown) => {
    // Whoever gave a start up knows that it does not come.
    if (!isAbort(error) && !isAppError(error, 'workspace.given-up')) reportError(error)
  })
