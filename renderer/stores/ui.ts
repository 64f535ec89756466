// What the window shows: section, open drawer and dialogs. Nothing here outlives the page.
import { create } from 'zustand'
import type { PortFix, TakenPort } from '../../preload/model'
import { askForChange } from './unsaved'

/** The fix that asks once before it is applied. */
export type StopProcessFix = Extract<PortFix, { readonly kind: 'stop-process' }>

export type FreeReservedFix = Extract<PortFix, { readonly kind: 'free-reserved' }>

export type Section =
  | 'home'
  | 'containers'
  | 'images'
  | 'volumes'
  | 'networks'
  | 'builds'
  | 'projects'
  | 'workspaces'
  | 'ports'
  | 'resources'
  | 'settings'
export const settingsSections = [
  'general',
  'machine',
  'engine',
  'wsl',
  'folders',
  'network',
  'about',
] as const
export type SettingsSection = (typeof settingsSections)[number]

export type OpenDialog =
  | {
      readonly kind: 'workspace'
      readonly id: string
      readonly title: string
      readonly what: 'reset' | 'leave' | 'remove' | 'rollBack' | 'compare' | 'file'
    }
  | {
      readonly kind: 'workspace-secret'
      readonly id: string
      readonly name: string
      readonly kept: boolean
      /** Whether a value is known, which this one takes the place of. */
      readonly known: boolean
      /** What the team says about it. */
      readonly description?: string | undefined
      /** Asks whether to forget the value, instead of asking for it. */
      readonly forget?: boolean
    }
  | { readonly kind: 'workspace-snapshot'; readonly id: string; readonly snapshotId: string }
  | { readonly kind: 'workspace-link'; readonly link: string }
  | { readonly kind: 'workspace-export'; readonly project: string }
  | { readonly kind: 'run'; readonly image?: string; readonly entry?: string }
  | { readonly kind: 'rerun'; readonly id: string; readonly keepPath?: string }
  | { readonly kind: 'trash' }
  | { readonly kind: 'remove-containers'; readonly ids: readonly string[] }
  | { readonly kind: 'rename-container'; readonly id: string }
  | { readonly kind: 'limit-container'; readonly id: string }
  | { readonly kind: 'remove-image'; readonly id: string }
  | {
      readonly kind: 'inspect'
      readonly service: 'volumes' | 'networks'
      readonly id: string
      readonly name: string
    }
  | { readonly kind: 'prune-images' }
  | { readonly kind: 'remove-images'; readonly ids: readonly string[] }
  | { readonly kind: 'tag-image'; readonly id: string }
  | { readonly kind: 'push-image'; readonly id: string }
  | { readonly kind: 'import-image' }
  | { readonly kind: 'registries'; readonly registry?: string }
  | { readonly kind: 'build'; readonly folder?: string; readonly dockerfile?: string }
  | { readonly kind: 'open-project' }
  | { readonly kind: 'down-project'; readonly id: string }
  | { readonly kind: 'create-volume' }
  | { readonly kind: 'volume-files'; readonly id: string }
  | { readonly kind: 'restore-volume' }
  /** With a restore point, of that and not of the volume. */
  | { readonly kind: 'clone-volume' | 'remove-volume'; readonly id: string; readonly point?: string }
  /** With ids exactly those are asked about. */
  | { readonly kind: 'prune-volumes'; readonly ids?: readonly string[] }
  | { readonly kind: 'create-network' }
  | { readonly kind: 'remove-network'; readonly id: string }
  | { readonly kind: 'attach-network'; readonly id: string }
  | { readonly kind: 'prune-networks' }
  | { readonly kind: 'reclaim' }
  | { readonly kind: 'pull'; readonly reference?: string }
  | { readonly kind: 'keys' }
  | { readonly kind: 'choose-ports'; readonly taken: readonly TakenPort[] }
  | { readonly kind: 'free-reserved'; readonly conflictId: string; readonly fix: FreeReservedFix }
  | { readonly kind: 'repair-machine' }
  | { readonly kind: 'erase-machine' }
  | { readonly kind: 'end-for-update'; readonly act: 'install' | 'goBack' }
  | { readonly kind: 'stop-process'; readonly conflictId: string; readonly fix: StopProcessFix }

/** The dialogs of these kinds. */
export type DialogOf<K extends OpenDialog['kind']> = Extract<OpenDialog, { readonly kind: K }>

export const detailsTabs = [
  'logs',
  'terminal',
  'files',
  'stats',
  'inspect',
  'env',
  'processes',
  'data',
] as const
export type DetailsTab = (typeof detailsTabs)[number]

/** A part of the first five minutes. */
export type WelcomeStage = 'check' | 'start' | 'run'
/** What the tour teaches, in its order. */
export const tourWords = ['image', 'container', 'portMapping', 'volume'] as const
export type TourWord = (typeof tourWords)[number]

export interface Ui {
  /** `auto` shows the welcome as long as it was never seen; asked for, it begins at a stage or a word of the tour. */
  readonly welcome: 'auto' | 'skipped' | { readonly stage: WelcomeStage; readonly word?: TourWord }
  readonly section: Section
  /** The part of the settings that was shown last. */
  readonly settings: SettingsSection
  readonly dialog: OpenDialog | undefined
  /** Container whose details are open, and what is shown of it. */
  readonly details: { readonly id: string; readonly tab: DetailsTab } | undefined
  /** Project whose logs are shown together, instead of details. */
  readonly projectLogs: string | undefined
  /** Whether details take the room of the list, too. */
  readonly wideDetails: boolean
  /** Image whose details are open. */
  readonly image: string | undefined
  /** Volume whose restore points are open. */
  readonly volume: string | undefined
  /** Compose project whose page is open. */
  readonly project: string | undefined
}

export const useUi = create<Ui>(() => ({
  welcome: 'auto',
  section: 'home',
  settings: 'general',
  dialog: undefined,
  details: undefined,
  projectLogs: undefined,
  wideDetails: false,
  image: undefined,
  volume: undefined,
  project: undefined,
}))

const put = useUi.setState
/** Whatever leads elsewhere comes through here, so that a text that is not saved is asked about before it goes. */
useUi.setState = (change) => {
  const before = useUi.getState()
  const partial = typeof change === 'function' ? change(before) : change
  askForChange(before, { ...before, ...partial }, () => put(change))
}

export const showSection = (section: Section): void => useUi.setState({ section })
export const showSettings = (part: SettingsSection): void =>
  useUi.setState({ section: 'settings', settings: part })
export const openDialog = (dialog: OpenDialog): void => useUi.setState({ dialog })
export const closeDialog = (): void => useUi.setState({ dialog: undefined })
/** Without a tab it shows what was shown last of any container. */
export const openDetails = (id: string, tab: DetailsTab = lastTab): void => {
  lastTab = tab
  useUi.setState({ details: { id, tab }, projectLogs: undefined })
}
export const openProjectLogs = (project: string): void =>
  useUi.setState({ details: undefined, projectLogs: project })
export const closeDetails = (): void => useUi.setState({ details: undefined, projectLogs: undefined })
/** `then` follows when they are closed: not at once where something in them is not saved, and maybe never. */
export const closeDetailsThen = (then: () => void): void => {
  const before = useUi.getState()
  const closed = { details: undefined, projectLogs: undefined }
  askForChange(before, { ...before, ...closed }, () => {
    put(closed)
    then()
  })
}
export const toggleWideDetails = (): void =>
  useUi.setState(({ wideDetails }) => ({ wideDetails: !wideDetails }))
export const openProject = (project: string | undefined): void =>
  useUi.setState({ section: 'projects', project })
export const openImage = (id: string): void => useUi.setState({ image: id })
export const closeImage = (): void => useUi.setState({ image: undefined })

export const openVolume = (id: string): void => useUi.setState({ volume: id })
export const closeVolume = (): void => useUi.setState({ volume: undefined })

let lastTab: DetailsTab = 'logs'
