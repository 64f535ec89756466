// Whether somebody new is asked, before the first start of a machine, if containers may use the files of the home folder.
import type { Machine, Settings } from './model'

/**
 * Only where a machine shares folders by a list that is still empty. Whoever has had a machine, or left the first five
 * minutes, has had the chance to say so; what an administrator decided is asked of nobody. `managed` are those names.
 */
export const asksForHome = (
  machine: Pick<Machine, 'features' | 'state'> | undefined,
  settings: Pick<Settings, 'welcomeSeen' | 'foldersAsked' | 'sharedFolders'> | undefined,
  managed: readonly (keyof Settings)[] = [],
): boolean =>
  machine?.state === 'absent' &&
  machine.features.includes('shared-folders') &&
  settings !== undefined &&
  !settings.welcomeSeen &&
  !settings.foldersAsked &&
  settings.sharedFolders.length === 0 &&
  !managed.includes('sharedFolders')
