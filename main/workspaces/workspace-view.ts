// A known workspace as the window shows it: from its record, what its file says now, and what runs.
import type { SerialisedError } from '../../preload/errors'
import type {
  Container,
  Workspace,
  WorkspaceChange,
  WorkspaceDoing,
  WorkspaceSecret,
  WorkspaceSeed,
  WorkspaceSnapshot,
} from '../../preload/model'
import { containersOf } from './compose-config'
import { portsOf, servicesOf, type ReadWorkspace } from './read-workspace'
import { movedPort, type TeamPort } from './team-port'
import { changesBetween } from './summary'
import type { Coming } from './turns'
import type { WorkspaceRecord } from './workspace-record'
import { sizeInBytes } from './workspace-schema'

export interface Known {
  record: WorkspaceRecord
  read?: ReadWorkspace | undefined
  problem?: SerialisedError | undefined
  /** A start that was asked for, whose steps are not known yet. */
  coming?: Coming | undefined
  doing?: WorkspaceDoing | undefined
  snapshots: readonly WorkspaceSnapshot[]
  /** Names of those whose values are known. */
  secrets: ReadonlySet<string>
}

export const changesOf = ({ record, read }: Known): readonly WorkspaceChange[] =>
  read ? changesBetween(record.accepted, read.summary) : []

export function viewOf(known: Known, containers: Iterable<Container>, kept: boolean): Workspace {
  const { record, read, problem, coming, snapshots } = known
  const doing = coming === 'waits' ? coming : known.doing
  const { id, project, source, file, folder, run, data, acceptedAt } = record
  const block = read?.block
  const own = [...containers].filter((one) => one.project === project)
  return {
    id,
    project,
    source,
    file,
    folder,
    title: block?.name ?? project,
    ...(block?.description === undefined ? {} : { description: block.description }),
    ...(block?.author === undefined ? {} : { author: block.author }),
    state: coming ? 'starting' : stateOf(known, own),
    wasUp: record.wasUp,
    ...(doing ? { doing } : {}),
    services: read
      ? servicesOf(read)
      : Object.entries(record.accepted.services).map(([name, { image }]) => ({
          ...{ name, title: name, icon: 'web' as const, dependsOn: [] },
          ...(image === '' ? {} : { image }),
        })),
    ports: read ? portsOf(read, (port) => movedPort(record.moves, port) ?? chosenPort(port, own)) : [],
    secrets: read ? secretsOf(read, known.secrets, kept) : [],
    unasked: read ? unaskedIn(read, known.secrets) : [],
    seeds: read ? seedsOf(read, record) : [],
    notes: Object.entries(block?.notes ?? {}).map(([language, text]) => ({ language, text })),
    needs: {
      ...(block?.needs?.memory === undefined ? {} : { memoryBytes: sizeInBytes(block.needs.memory) }),
      ...(block?.needs?.disk === undefined ? {} : { diskBytes: sizeInBytes(block.needs.disk) }),
    },
    ...(data === undefined ? {} : { data }),
    changedAt: acceptedAt,
    dangers: read?.trust.dangers ?? [],
    changes: changesOf(known),
    ...(problem ? { problem } : {}),
    // The steps of a start before this one would be taken for its own.
    ...(run && (!coming || run.state !== 'done') ? { run } : {}),
    snapshots,
  }
}

/** Where the team leaves it to the engine: what that chose for the first container that runs. */
const chosenPort = (port: TeamPort, own: readonly Container[]): number | undefined =>
  port.teamPort > 0
    ? undefined
    : own
        .filter((one) => one.service === port.service && isUp(one))
        .flatMap((one) => one.ports)
        .find((one) => one.containerPort === port.containerPort && one.protocol === port.protocol)?.hostPort

function stateOf({ record, read }: Known, own: readonly Container[]): Workspace['state'] {
  const { run, accepted, wasUp } = record
  if (run?.state === 'active' || run?.state === 'rolling-back') return 'starting'
  // One behind a profile was looked at as well, and is not started.
  const isWanted = (name: string): boolean => {
    const service = read ? read.config.services[name] : {}
    return service !== undefined && containersOf(service) > 0
  }
  const services = Object.keys(accepted.services).filter(isWanted)
  const running = services.filter((name) => own.some((one) => one.service === name && isUp(one)))
  // Whatever runs: a seed or an answer that failed leaves every service running, and the data that it was to bring away.
  if (run && run.state !== 'done') return 'failed'
  // One that has done its work and ended is as it should be.
  const rest = services.filter((name) => !running.includes(name))
  const isDone = (name: string): boolean =>
    own.some((one) => one.service === name && one.state === 'exited' && one.exitCode === 0)
  if (running.length > 0) return rest.every(isDone) ? 'up' : 'partly'
  return wasUp || own.length > 0 ? 'stopped' : 'new'
}

const isUp = ({ state }: Container): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting'

export function secretsOf(
  { block }: Pick<ReadWorkspace, 'block'>,
  known: ReadonlySet<string>,
  kept: boolean,
): WorkspaceSecret[] {
  return (block.secrets ?? []).map(({ name, title = name, description, optional = false }) => ({
    name,
    title,
    ...(description === undefined ? {} : { description }),
    optional,
    known: known.has(name),
    kept,
  }))
}

const unaskedIn = ({ block }: ReadWorkspace, known: ReadonlySet<string>): string[] => {
  const asked = new Set((block.secrets ?? []).map(({ name }) => name))
  return [...known].filter((name) => !asked.has(name)).toSorted()
}

export function seedsOf(
  { block, seedSizes }: Pick<ReadWorkspace, 'block' | 'seedSizes'>,
  record: Pick<WorkspaceRecord, 'seeds' | 'leftOutSeeds'> | undefined,
): WorkspaceSeed[] {
  return (block.seeds ?? []).map(({ id, title, description, service, optional = false }) => ({
    id,
    title,
    ...(description === undefined ? {} : { description }),
    service,
    optional,
    ...sizeOf(seedSizes.get(id)),
    leftOut: record?.leftOutSeeds.includes(id) ?? false,
    ...record?.seeds[id],
  }))
}

const sizeOf = (sizeBytes: number | undefined): object => (sizeBytes === undefined ? {} : { sizeBytes })
