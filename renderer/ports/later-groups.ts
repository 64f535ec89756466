// Conflicts that would come together: those of one container, project, service or workspace.
import type { PortConflict } from '../../preload/model'

export interface LaterGroup {
  readonly key: string
  /** Who wants these ports, as people know them. */
  readonly name: string
  readonly first: PortConflict
  /** By their ports. */
  readonly all: readonly PortConflict[]
}

/** In the order of the first conflict of each. */
export function byWanter(conflicts: readonly PortConflict[]): LaterGroup[] {
  const groups = new Map<string, [PortConflict, ...PortConflict[]]>()
  for (const conflict of conflicts) {
    const key = keyOf(conflict)
    const known = groups.get(key)
    if (known) known.push(conflict)
    else groups.set(key, [conflict])
  }
  return [...groups].map(([key, all]) => ({
    key,
    name: all[0].wantedBy === 'workspace' ? (all[0].project ?? all[0].containerName) : all[0].containerName,
    first: all[0],
    all: all.toSorted((a, b) => a.binding.hostPort - b.binding.hostPort),
  }))
}

/** A workspace opens as one. What has no container yet is told apart by its name: each of its ports has an id. */
const keyOf = ({ wantedBy, containerId, containerName, project }: PortConflict): string =>
  wantedBy === 'container'
    ? containerId
    : `${wantedBy} ${wantedBy === 'workspace' ? (project ?? containerName) : containerName}`
