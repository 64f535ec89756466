// Files whose contents go into the volumes of a workspace when it starts: those of the team, or of a snapshot.
import { join } from 'node:path'
import type { ReadWorkspace } from './read-workspace'
import type { UnnamedPlace } from './unnamed-volumes'

export interface Contents {
  /** All of them lie in it. */
  readonly root: string
  /** By the names in the compose file. */
  readonly named: ReadonlyMap<string, string>
  readonly unnamed: readonly (UnnamedPlace & { readonly file: string })[]
}

export const teamFiles = ({ block, folder }: Pick<ReadWorkspace, 'block' | 'folder'>): Contents => ({
  root: folder,
  named: new Map(Object.entries(block.volumes ?? {}).map(([name, file]) => [name, join(folder, file)])),
  unnamed: [],
})
