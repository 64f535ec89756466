// What the desktop asks of the window: readonly, plain data.
import type { SerialisedError } from '../errors'

/** What a path that was opened with Portside is; a folder with a compose file counts as one. */
export type OpenedKind = 'folder' | 'compose' | 'workspace' | 'dockerfile'

/** From a menu, the tray, a link, a notification, or a file that was opened with Portside. */
export type DesktopRequest =
  | { readonly kind: 'section'; readonly section: string }
  | { readonly kind: 'settings'; readonly part?: string }
  | { readonly kind: 'container'; readonly name: string; readonly tab?: string }
  | { readonly kind: 'project-logs'; readonly project: string }
  /** The page of a known workspace. */
  | { readonly kind: 'workspace'; readonly id: string }
  /** Fills the dialog; nothing runs before a person says so. */
  | { readonly kind: 'run'; readonly image?: string }
  /** An action of the window's registry, by its id. */
  | { readonly kind: 'action'; readonly id: string }
  /** A way out of a port conflict that a person confirms first. */
  | { readonly kind: 'fix'; readonly conflictId: string; readonly fixId: string }
  | { readonly kind: 'path'; readonly path: string; readonly what: OpenedKind }
  /** `portside://open?url=…` or `?file=…`: a workspace that somebody shares. Nothing was fetched. */
  | { readonly kind: 'workspace-link'; readonly link: string }
  | { readonly kind: 'error'; readonly error: SerialisedError }
