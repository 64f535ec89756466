// What the tray is made of: the stores' present values, nothing that only Electron knows.
import type { Container, Engine, Language, Machine, PortConflict, ResourceReading } from '../../preload/model'

/** A workspace as the tray shows it. */
export interface TrayWorkspace {
  readonly id: string
  readonly name: string
  readonly up: boolean
}

export interface TrayState {
  readonly language: Language
  readonly machine: Machine
  readonly engine: Engine
  readonly containers: readonly Container[]
  readonly conflicts: readonly PortConflict[]
  readonly reading?: ResourceReading | undefined
  /** Absent where this Portside has no workspaces. */
  readonly workspaces?: readonly TrayWorkspace[]
  /** Memory that the machine held before it was stopped or paused, in bytes. */
  readonly gaveBackBytes?: number | undefined
}

export type TrayIcon = 'running' | 'starting' | 'paused' | 'attention' | 'stopped'
