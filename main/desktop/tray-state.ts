// What the tray is made of: the stores' present values, nothing that only Electron knows.
import type {
  Container,
  Engine,
  Language,
  Machine,
  PortConflict,
  ResourceReading,
  ResourceWarning,
  Workspace,
} from '../../preload/model'

/** What the tray shows of a workspace. */
export type TrayWorkspace = Pick<Workspace, 'id' | 'title' | 'state' | 'run' | 'doing'>

export interface TrayState {
  readonly language: Language
  readonly machine: Machine
  readonly engine: Engine
  readonly containers: readonly Container[]
  readonly conflicts: readonly PortConflict[]
  readonly reading?: ResourceReading | undefined
  /** Of resources, those that nobody put away. */
  readonly warnings: readonly ResourceWarning[]
  readonly workspaces: readonly TrayWorkspace[]
  /** Whether a click on the icon opens the panel, so that the menu need not say all of it. */
  readonly hasPanel: boolean
  /** Memory that the machine held before it was stopped or paused, in bytes. */
  readonly gaveBackBytes?: number | undefined
}

export type TrayIcon = 'running' | 'starting' | 'paused' | 'attention' | 'stopped'
