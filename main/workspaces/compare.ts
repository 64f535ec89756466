// What runs here, held beside what the team's file says: versions, environment, ports, data.
import type { ContainersService } from '../../preload/contract'
import type { Container, PortBinding, WorkspaceChange, WorkspaceComparison } from '../../preload/model'
import { isOneOf } from '../../preload/port-range'
import type { ServiceJson } from '../base/compose-json'
import { containersOf, environmentOf } from './compose-config'
import { portsOf, secretPlaceholder, type ReadWorkspace } from './read-workspace'
import { writtenOf, type TeamPort } from './team-port'
import type { WorkspaceRecord } from './workspace-record'

export interface CompareOptions {
  readonly containers: readonly Container[]
  readonly containersService: Pick<ContainersService, 'getDetails'>
  readonly signal?: AbortSignal | undefined
}

/** `was` is what the team has, `now` what is here. */
export async function compareWithTeam(
  record: WorkspaceRecord,
  read: ReadWorkspace,
  options: CompareOptions,
): Promise<WorkspaceComparison> {
  const own = options.containers.filter((one) => one.project === record.project)
  const changes: WorkspaceChange[] = []
  const ports = portsOf(read, () => undefined)
  for (const [name, service] of Object.entries(read.config.services)) {
    const container = own.find((one) => one.service === name)
    if (!container) {
      // The team runs none of it, either.
      if (containersOf(service) === 0) continue
      changes.push({ kind: 'service-removed', subject: name, service: name })
      continue
    }
    const { image } = service
    if (image !== undefined && container.image !== image)
      changes.push({ kind: 'image', subject: name, service: name, was: image, now: container.image })
    changes.push(...(await environmentChanges(name, service, container.id, options)))
    changes.push(
      ...portChanges(
        ports.filter((one) => one.service === name),
        container.ports,
      ),
    )
  }
  for (const { service = '' } of own)
    if (service !== '' && !read.config.services[service])
      changes.push({ kind: 'service-added', subject: service, service })
  const { data: teamData } = read.block
  if (teamData !== undefined && record.data !== teamData)
    changes.push({
      kind: 'data',
      subject: '',
      was: teamData,
      ...(record.data === undefined ? {} : { now: record.data }),
    })
  return {
    changes,
    ...(teamData === undefined ? {} : { teamData }),
    ...(record.data === undefined ? {} : { ownData: record.data }),
  }
}

/** Any port of a range is what the team has. A port inside may be published twice: each is held beside one that is left. */
function portChanges(team: readonly TeamPort[], bound: readonly PortBinding[]): WorkspaceChange[] {
  const left = new Set(bound)
  const take = (port: TeamPort, fits: (one: PortBinding) => boolean): PortBinding | undefined => {
    const found = [...left].find(
      (one) => one.containerPort === port.containerPort && one.protocol === port.protocol && fits(one),
    )
    if (found) left.delete(found)
    return found
  }
  const asked = team.filter((port) => writtenOf(port) !== '')
  const moved = asked.filter(
    (port) =>
      !take(port, ({ hostPort }) =>
        port.teamRange ? isOneOf(port.teamRange, hostPort) : hostPort === port.teamPort,
      ),
  )
  return moved.map((port) => {
    const { service, containerPort, protocol } = port
    const here = take(port, () => true)
    return {
      ...{ kind: 'port', subject: `${containerPort}/${protocol}`, service, was: writtenOf(port) },
      ...(here ? { now: String(here.hostPort) } : {}),
    }
  })
}

/** Variables that the image sets itself are nobody's change; secrets are compared by nobody. */
async function environmentChanges(
  service: string,
  team: ServiceJson,
  id: string,
  { containersService, signal }: CompareOptions,
): Promise<WorkspaceChange[]> {
  const { env } = await containersService.getDetails({ id, ...(signal ? { signal } : {}) })
  const here = new Map(env.map(({ name, value }) => [name, value]))
  return [...environmentOf(team)].flatMap(([name, was]): WorkspaceChange[] => {
    const now = here.get(name)
    // Taken from the outside, where there is none.
    if (now === undefined && team.environment?.[name] === null) return []
    if (was.includes(secretPlaceholder) || now === was) return []
    return [{ kind: 'env', subject: name, service, was, ...(now === undefined ? {} : { now }) }]
  })
}
