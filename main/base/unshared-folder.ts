// A container asks for a folder of this computer that the machine does not have: read from the engine's own words.
import { homedir } from 'node:os'
import { posix } from 'node:path'

export interface UnsharedFolder {
  readonly path: string
  /** What to share, so that it is there. */
  readonly folder: string
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

/** One answer is enough for all that a person has: their home. What lies elsewhere is shared by itself. */
const folderToShare = (path: string, home: string): string =>
  posix.normalize(`${path}/`).startsWith(`${home}/`) ? home : path
