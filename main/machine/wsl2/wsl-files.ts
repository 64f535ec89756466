// Every file of the WSL machine on the Windows side, in one place.
import { join } from 'node:path'
import type { Paths } from '../../base/paths'

export interface WslFiles {
  /** Given to WSL at import; it keeps `ext4.vhdx` in it: images, containers, volumes. */
  readonly distributionFolder: string
  readonly disk: string
  readonly record: string
  readonly certificates: string
  /** What the machine printed in this run. */
  readonly console: string
  /** Which distributions of the user's were integrated. */
  readonly integrations: string
  /** What diskpart is told, for the time of its run. */
  readonly compactScript: string
  /** The base, for the time of the import. */
  readonly baseArchive: string
}

export const wslFiles = (paths: Paths): WslFiles => ({
  distributionFolder: join(paths.machine, 'wsl'),
  disk: join(paths.machine, 'wsl', 'ext4.vhdx'),
  record: join(paths.machine, 'machine.json'),
  certificates: join(paths.machine, 'certificates'),
  console: join(paths.machine, 'console.log'),
  integrations: join(paths.machine, 'integrations.json'),
  compactScript: join(paths.run, 'compact.txt'),
  baseArchive: join(paths.run, 'base.tar'),
})
