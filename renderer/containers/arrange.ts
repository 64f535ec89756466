// Turns the containers into the rows of the list: filtered, grouped by project, sorted, groups folded.
import type { Container } from '../../preload/model'

export type ContainerFilter = 'all' | 'running' | 'stopped' | 'attention'
export type SortColumn = 'name' | 'started'

export interface View {
  readonly filter: ContainerFilter
  readonly sort: SortColumn
  readonly descending: boolean
  readonly grouped: boolean
}

export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly project: string | undefined }
  | { readonly kind: 'container'; readonly key: string }

/** Key of the group of containers that belong to no project; no project can be named so. */
export const noProject = ''

export const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting'

/** Ends that somebody asked for: 0, and 128 + SIGINT, SIGKILL, SIGTERM. */
const calmExits = new Set([0, 130, 137, 143])

export const endedBadly = (container: Container): boolean =>
  container.state === 'dead' ||
  (container.state === 'exited' && (container.oomKilled === true || !calmExits.has(container.exitCode ?? 0)))

/** Something a person should look at: a blocked port, a failed health check, a crash. */
export const needsAttention = (container: Container, blocked: ReadonlySet<string>): boolean =>
  blocked.has(container.id) ||
  (isRunning(container) && container.health === 'unhealthy') ||
  container.state === 'restarting' ||
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
): Row[] {
  const shown = containers.filter((container) => matches(container, view.filter, blocked))
  shown.sort(comparing(view))
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

function comparing(view: View): (a: Container, b: Container) => number {
  const sign = view.descending ? -1 : 1
  return (a, b) => {
    const byTime = view.sort === 'started' ? (b.startedAt ?? 0) - (a.startedAt ?? 0) : 0
    return sign * (byTime || names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
  }
}
