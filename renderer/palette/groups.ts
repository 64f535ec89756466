// What was found, in groups under a heading each: a group stands where its best one does.
import type { ActionGroup } from '../actions/action'
import type { Found } from '../actions/search'

type GroupId = ActionGroup | 'recent'

const headings = {
  recent: 'palette.groupRecent',
  ports: 'nav.ports',
  actions: 'palette.groupActions',
  containers: 'nav.containers',
  projects: 'nav.projects',
  images: 'nav.images',
  volumes: 'nav.volumes',
  networks: 'nav.networks',
  go: 'palette.go',
  engine: 'palette.groupEngine',
  settings: 'nav.settings',
} as const satisfies Readonly<Record<GroupId, string>>

export interface FoundGroup {
  readonly id: GroupId
  readonly heading: (typeof headings)[GroupId]
  readonly members: readonly Found[]
}

/** `found` has the best first. Before anything is typed, what was used last is a group of its own. */
export function groupFound(found: readonly Found[], typed: boolean): readonly FoundGroup[] {
  const groups = new Map<GroupId, Found[]>()
  for (const one of found) {
    const id = one.recent && !typed ? 'recent' : one.action.group
    const members = groups.get(id)
    if (members) members.push(one)
    else groups.set(id, [one])
  }
  return [...groups].map(([id, members]) => ({ id, heading: headings[id], members }))
}
