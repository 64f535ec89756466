// What an action is: everything that the window can do, under a name in both languages.
import type { ComponentType } from 'react'
import type { Translate } from '../i18n/translate'

/** Under which heading the palette shows it. */
export type ActionGroup =
  | 'ports'
  | 'actions'
  | 'containers'
  | 'projects'
  | 'images'
  | 'volumes'
  | 'networks'
  | 'go'
  | 'engine'
  | 'settings'

export type ActionIcon = ComponentType<{ readonly className?: string }>

export interface Action {
  /** Stable: menus, links and the list of recent ones refer to it. */
  readonly id: string
  readonly group: ActionGroup
  readonly icon: ActionIcon
  /** Called for each language: an action is found by its name in either. */
  readonly name: (t: Translate) => string
  /** What it is about, beside the name. */
  readonly detail?: (t: Translate) => string
  /** `Mod+K`, `Mod+1`, `?`; Mod is Cmd on macOS and Ctrl elsewhere. */
  readonly keys?: string
  /** Further words that find it, in any language. */
  readonly words?: string
  /** Why it cannot be done now; absent or undefined: it can. */
  readonly refusal?: (t: Translate) => string | undefined
  readonly run: () => void
  /** What Ctrl or Cmd with Enter does instead of leading there first. */
  readonly now?: { readonly name: (t: Translate) => string; readonly run: () => void }
}
