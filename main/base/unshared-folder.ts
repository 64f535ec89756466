// A container asks for a folder of this computer that the machine does not have: read from the engine's own words.
import { homedir } from 'node:os'
import { posix } from 'node:path'

export interface UnsharedFolder {
  readonly path: string
  /** What to share, so that it is there. */
  readonly folder: string
}

/** Which folders of this computer containers see. */
export interface Sharing {
  /** A machine that runs starts again with it. @throws machine.not-ours, machine.share-missing, settings.*, machine.* */
  share(options: { readonly folder: string; readonly signal?: AbortSignal | undefined }): Promise<void>
  /** Whether they see what is at this path of this computer, or at the same path in the machine itself. */
  isShared(path: string): boolean
}

/**
 * moby makes what is missing for `-v` and refuses it for `--mount`. In a machine of ours nothing can be made where the
 * folders of this computer would be (shares.sh of the guest).
 */
export const unsharedWords =
  /creating mount source path '([^'\n]+)': mkdir [^\n]*: read-only file system|bind source path does not exist: (\/[^\n]*[^\n\s.])/

export function unsharedFolder(words: string, home = homedir()): UnsharedFolder | undefined {
  const found = unsharedWords.exec(words)
  const path = found?.[1] ?? found?.[2]
  return path === undefined ? undefined : { path, folder: folderToShare(path, home) }
}

/**
 * Where folders of this computer can be in a machine of ours, and nothing else is (shares.sh of the guest): what a
 * container asks for elsewhere, such as the engine's socket, is the machine's own.
 */
const places =
  /^\/(?:Users|Volumes|data|home|media|mnt|opt|private|projects|root|srv|tmp|work|workspace)(?:\/|$)/

/** Whether a path can only be seen inside when it is shared. */
export const needsSharing = (path: string): boolean => places.test(posix.normalize(path))

/** One answer is enough for all that a person has: their home. What lies elsewhere is shared by itself. */
export const folderToShare = (path: string, home = homedir()): string =>
  posix.normalize(`${path}/`).startsWith(`${home}/`) ? home : path
