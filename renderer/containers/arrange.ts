// Turns the containers into the rows of the list: filtered, grouped by project, sorted, groups folded.
import { endedBadly, failedToStart, isGoing, isRunning } from '../../preload/container-state'
import type { Container } from '../../preload/model'

export { endedBadly, failedToStart, isGoing, isRunning }

export type ContainerFilter = 'all' | 'running' | 'stopped' | 'attention'
export type SortColumn =
  'name' | 'image' | 'state' | 'ports' | 'cpu' | 'memory' | 'started' | 'created' | 'networks'

export interface View {
  readonly filter: ContainerFilter
  readonly sort: SortColumn
  readonly descending: boolean
  readonly grouped: boolean
  /** What somebody looks for in names, images, ports and projects; empty for all. */
  readonly query: string
}

/** What a container uses right now, for sorting by it. */
export interface Use {
  readonly cpu: number
  readonly memoryBytes: number
}

export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly project: string | undefined }
  | { readonly kind: 'container'; readonly key: string }

/** Key of the group of containers that belong to no project; no project can be named so. */
export const noProject = ''

/** Something a person should look at: a blocked port, a failed health check, a crash. */
export const needsAttention = (container: Container, blocked: ReadonlySet<string>): boolean =>
  blocked.has(container.id) ||
  (isRunning(container) && container.health === 'unhealthy') ||
  container.state === 'restarting' ||
  container.loop !== undefined ||
  endedBadly(container)

export function matches(
  container: Container,
  filter: ContainerFilter,
  blocked: ReadonlySet<string>,
): boolean {
  if (filter === 'running') return isRunning(container)
  if (filter === 'stopped') return !isRunning(container)
  if (filter === 'attention') return needsAttention(container, blocked)
  return true
}

/** Every word has to be found somewhere. */
export function isFound(container: Container, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = [
    container.name,
    container.image,
    container.project ?? '',
    container.service ?? '',
    container.id.slice(0, 12),
    ...container.ports.flatMap(({ hostPort, containerPort }) => [String(hostPort), String(containerPort)]),
    ...container.networks.map(({ name }) => name),
  ]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

export type Counts = Readonly<Record<ContainerFilter, number>>

export function countAll(containers: Iterable<Container>, blocked: ReadonlySet<string>): Counts {
  const counts = { all: 0, running: 0, stopped: 0, attention: 0 }
  for (const container of containers) {
    counts.all += 1
    counts[isRunning(container) ? 'running' : 'stopped'] += 1
    if (needsAttention(container, blocked)) counts.attention += 1
  }
  return counts
}

/** Rows in the order shown. Containers of folded groups are left out, their group stays. */
export function arrange(
  containers: readonly Container[],
  view: View,
  blocked: ReadonlySet<string>,
  folded: ReadonlySet<string>,
  uses: ReadonlyMap<string, Use> = noUses,
): Row[] {
  const shown = containers.filter(
    (container) => matches(container, view.filter, blocked) && isFound(container, view.query),
  )
  shown.sort(comparing(view, uses))
  if (!view.grouped) return shown.map(containerRow)
  const groups = new Map<string, Container[]>()
  for (const container of shown) {
    const project = container.project ?? noProject
    const group = groups.get(project)
    if (group) group.push(container)
    else groups.set(project, [container])
  }
  // Without any project there is nothing to group: no heading over the only group.
  if (groups.size === 1 && groups.has(noProject)) return shown.map(containerRow)
  return [...groups]
    .sort(([a], [b]) => compareProjects(a, b))
    .flatMap(([project, members]) => [
      {
        kind: 'group' as const,
        key: groupKey(project),
        project: project === noProject ? undefined : project,
      },
      ...(folded.has(project) ? [] : members.map(containerRow)),
    ])
}

const groupPrefix = 'group:'

export const groupKey = (project: string): string => groupPrefix + project

/** Ids of containers are hexadecimal, so the prefix tells the two apart. */
export function rowOfKey(key: string): Row {
  if (!key.startsWith(groupPrefix)) return { kind: 'container', key }
  const project = key.slice(groupPrefix.length)
  return { kind: 'group', key, project: project === noProject ? undefined : project }
}

const containerRow = (container: Container): Row => ({ kind: 'container', key: container.id })

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

const compareProjects = (a: string, b: string): number => {
  if (a === noProject) return 1
  if (b === noProject) return -1
  return names.compare(a, b)
}

type Compare = (a: Container, b: Container) => number

const noUses: ReadonlyMap<string, Use> = new Map()
const lowestPort = ({ ports }: Container): number =>
  Math.min(65_536, ...ports.map(({ hostPort }) => hostPort))
const networksText = ({ networks }: Container): string => networks.map(({ name }) => name).join(' ')

/** Figures begin with the largest and times with the newest: that is what one looks for. */
const comparisons = (uses: ReadonlyMap<string, Use>): Readonly<Record<SortColumn, Compare>> => ({
  name: () => 0,
  image: (a, b) => names.compare(a.image, b.image),
  state: (a, b) => names.compare(a.state, b.state),
  ports: (a, b) => lowestPort(a) - lowestPort(b),
  cpu: (a, b) => (uses.get(b.id)?.cpu ?? -1) - (uses.get(a.id)?.cpu ?? -1),
  memory: (a, b) => (uses.get(b.id)?.memoryBytes ?? -1) - (uses.get(a.id)?.memoryBytes ?? -1),
  started: (a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0),
  created: (a, b) => b.createdAt - a.createdAt,
  networks: (a, b) => names.compare(networksText(a), networksText(b)),
})

function comparing(view: View, uses: ReadonlyMap<string, Use>): Compare {
  const sign = view.descending ? -1 : 1
  const compare = comparisons(uses)[view.sort]
  return (a, b) => sign * (compare(a, b) || names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
}
