// What the window shows: section, open drawer and dialogs. Nothing here outlives the page.
import { create } from 'zustand'
import type { PortFix } from '../../preload/model'

/** The fix that asks once before it is applied. */
export type StopProcessFix = Extract<PortFix, { readonly kind: 'stop-process' }>

export type Section = 'containers' | 'images' | 'volumes' | 'networks' | 'ports'

export type OpenDialog =
  | { readonly kind: 'run'; readonly image?: string }
  | { readonly kind: 'remove-containers'; readonly ids: readonly string[] }
  | { readonly kind: 'remove-image'; readonly id: string }
  | { readonly kind: 'create-volume' }
  | { readonly kind: 'remove-volume'; readonly id: string }
  | { readonly kind: 'prune-volumes' }
  | { readonly kind: 'create-network' }
  | { readonly kind: 'remove-network'; readonly id: string }
  | { readonly kind: 'attach-network'; readonly id: string }
  | { readonly kind: 'prune-networks' }
  | { readonly kind: 'pull' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'stop-process'; readonly conflictId: string; readonly fix: StopProcessFix }

export interface Ui {
  readonly section: Section
  readonly dialog: OpenDialog | undefined
  /** Container whose logs are open. */
  readonly logsOf: string | undefined
}

export const useUi = create<Ui>(() => ({ section: 'containers', dialog: undefined, logsOf: undefined }))

export const showSection = (section: Section): void => useUi.setState({ section })
export const openDialog = (dialog: OpenDialog): void => useUi.setState({ dialog })
export const closeDialog = (): void => useUi.setState({ dialog: undefined })
export const showLogs = (id: string): void => useUi.setState({ logsOf: id })
export const hideLogs = (): void => useUi.setState({ logsOf: undefined })
