// What is looked at before a start, and this user's own files that it leaves: ports, room, and what is missing.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PortsService } from '../../preload/contract'
import { formatBytes } from '../../preload/amounts'
import { AppError } from '../../preload/errors'
import type { WorkspaceReadiness } from '../../preload/model'
import type { OverrideFiles } from '../compose/port-override'
import type { Claims } from './claims'
import type { KnownWorkspaces } from './known-workspaces'
import { planPorts, type PortPlan } from './port-plan'
import { checkReadiness, type Room } from './readiness'
import { portsOf, type ReadWorkspace } from './read-workspace'
import { movedPorts } from './team-port'
import type { WorkspaceEngine } from './workspace-engine'
import type { WorkspaceRecord } from './workspace-record'

export interface PrepareOptions {
  readonly known: KnownWorkspaces
  readonly engine: WorkspaceEngine
  readonly ports: Pick<PortsService, 'checkPort' | 'findFree'>
  readonly room: () => Promise<Room>
  readonly overrides: OverrideFiles
  readonly claims?: Claims
}

export const folderOf = ({ project, file }: WorkspaceRecord, { overrides }: PrepareOptions): string =>
  overrides.folderOf(project, [file])

export const planOf = (
  record: WorkspaceRecord,
  read: ReadWorkspace,
  { ports, engine }: PrepareOptions,
  signal?: AbortSignal,
): Promise<PortPlan> =>
  planPorts(
    portsOf(read, () => undefined),
    {
      ports,
      containers: () => engine.containers.getState().values(),
      project: record.project,
      last: record.moves,
      signal,
    },
  )

/** The team's file stays as it is: what differs here goes into files that Compose reads after it. */
export async function writeMoves(
  record: WorkspaceRecord,
  read: ReadWorkspace,
  plan: PortPlan,
  options: PrepareOptions,
): Promise<void> {
  const folder = folderOf(record, options)
  for (const [name, service] of Object.entries(read.config.services)) {
    const ports = movedPorts(name, service, plan.moves)
    if (ports) await options.overrides.write(folder, name, ports)
    else await rm(join(folder, `${name}.yaml`), { force: true })
  }
}

export async function readinessOf(
  record: WorkspaceRecord,
  read: ReadWorkspace,
  plan: PortPlan,
  { known, engine, room }: PrepareOptions,
  git: boolean,
  signal?: AbortSignal,
): Promise<WorkspaceReadiness> {
  const secrets = await known.secretsOf(record, read)
  return checkReadiness(read, {
    engine,
    room,
    plan,
    secrets,
    git: git && record.source.kind === 'file',
    signal,
  })
}

/** Names only what lacks, by what its file calls it: whatever the language is. @throws workspace.not-ready workspace.no-room */
export function refuseUnready({ block }: ReadWorkspace, readiness: WorkspaceReadiness): void {
  if (readiness.ready) return
  const { images, platform, blocked, missingSecrets, missingFolders, disk } = readiness
  const lacking = [
    ...images.filter(({ missing }) => missing).map(({ reference }) => reference),
    ...images
      .filter(({ fits, missing }) => !fits && !missing)
      .map(({ reference, platforms }) => `${reference} (${platforms.join(', ')} ≠ ${platform})`),
    ...blocked.map(({ service, port }) => `${service}:${port}`),
    ...missingSecrets.filter(({ optional }) => !optional).map(({ name }) => name),
    ...missingFolders,
  ]
  if (lacking.length === 0)
    throw new AppError('workspace.no-room', {
      params: {
        title: block.name,
        needed: formatBytes(disk.needed ?? 0),
        available: formatBytes(disk.available ?? 0),
      },
    })
  throw new AppError('workspace.not-ready', {
    params: { title: block.name, reason: lacking.join(', ') },
  })
}
