// Menus as data: what stands in them, and what each entry does.
import type { DesktopRequest } from '../../preload/model'

export type EngineAction = 'start' | 'stop' | 'restart' | 'pause' | 'resume'

/** What an entry, a notification or a list of the system does when it is chosen. */
export type Command =
  | { readonly do: 'engine'; readonly action: EngineAction }
  | {
      readonly do: 'containers'
      readonly action: 'start' | 'stop' | 'restart'
      readonly ids: readonly string[]
    }
  | { readonly do: 'workspace'; readonly action: 'up' | 'down'; readonly id: string }
  | { readonly do: 'open-address'; readonly address: string }
  | { readonly do: 'fix'; readonly conflictId: string; readonly fixId: string }
  | { readonly do: 'copy-free-port' }
  /** Shows the window and asks this of it. */
  | { readonly do: 'ask'; readonly request: DesktopRequest }
  | { readonly do: 'zoom'; readonly by: 1 | -1 | 0 }
  | { readonly do: 'show' }
  | { readonly do: 'close-window' }
  | { readonly do: 'quit' }

/** What the system does by itself, under its own name for it where it has one. */
export type MenuRole =
  | ('services' | 'hide' | 'hideOthers' | 'unhide' | 'about' | 'minimize' | 'zoom' | 'front')
  | ('undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'togglefullscreen' | 'close')

export interface MenuItem {
  readonly kind: 'item'
  readonly label: string
  /** Said behind the label. */
  readonly detail?: string
  readonly mark?: 'run' | 'pause' | 'stop' | 'warn' | 'fail'
  /** Absent: the entry only says something, or opens its submenu. */
  readonly command?: Command
  readonly submenu?: readonly MenuEntry[]
  /** As Electron writes them: `CmdOrCtrl+R`. */
  readonly shortcut?: string
  /** Why it cannot be chosen now is said by its detail. */
  readonly disabled?: true
  /** Only its shortcut is of use: a second one for what another entry does. */
  readonly hidden?: true
}

export type MenuEntry =
  MenuItem | { readonly kind: 'role'; readonly role: MenuRole } | { readonly kind: 'line' }

export const line: MenuEntry = { kind: 'line' }

/** Groups with a line between them; empty ones leave none behind. */
export const grouped = (...groups: readonly (readonly MenuEntry[])[]): MenuEntry[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? [...group] : [line, ...group]))

/** The one that is there, as a list. */
export const when = <T>(condition: unknown, ...entries: readonly T[]): readonly T[] =>
  condition ? entries : []
