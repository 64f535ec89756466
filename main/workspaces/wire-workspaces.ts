// Joins the workspaces to the engine, Compose, ports and what this computer has room for.
import type { EngineParts } from '../engine/engine'
import type { LoginStore } from '../engine/registries/login-store'
import type { OverrideFiles } from '../compose/port-override'
import type { ComposeRunner } from '../compose/compose-runner'
import type { ProjectOwners } from '../compose/project-owners'
import type { PortWants } from '../ports/port-wants'
import type { PortsService } from '../../preload/contract'
import type { ResourceReading } from '../../preload/model'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import type { Room } from './readiness'
import { claimsFolder, createClaims } from './claims'
import { markBuilds } from './build-marks'
import { checkBlock } from './dead-keys'
import { refuseHostileFile } from './hostile-references'
import { composeEnvironment, ownerFrom } from './project-compose'
import { createSecrets } from './secrets'
import { workspaceWants } from './wants'
import { createWorkspaces, type WorkspacesOptions, type WorkspacesParts } from './workspaces'

export type { WorkspacesParts }

/** What Compose's side is to know of files that may be workspaces, or may have come from anywhere. */
export const fileChecks = { checkBlock, refuseHostile: refuseHostileFile, markBuilds }

export interface WireOptions {
  readonly paths: Paths
  readonly engine: EngineParts
  readonly ports: PortsService
  readonly wants: PortWants
  /** Compose with this environment instead of the app's own. */
  readonly compose: (env: Readonly<Record<string, string | undefined>>) => ComposeRunner
  readonly overrides: OverrideFiles
  readonly owners: ProjectOwners
  readonly choicesOf: NonNullable<WorkspacesOptions['choicesOf']>
  readonly files: FileTickets
  /** Absent where the shell has no keychain. */
  readonly secrets: LoginStore | undefined
  readonly reading: () => ResourceReading | undefined
  readonly log: Log
}

export async function wireWorkspaces(options: WireOptions): Promise<WorkspacesParts> {
  const { paths, engine, ports, files, reading, log } = options
  const claims = createClaims({
    folder: claimsFolder(),
    home: paths.home,
    engineId: engine.engineId,
  })
  const parts = await createWorkspaces({
    claims,
    folder: paths.workspaces,
    overrides: options.overrides,
    choicesOf: options.choicesOf,
    compose: options.compose(composeEnvironment(process.env)),
    engine: {
      containers: engine.containers,
      images: engine.images,
      volumes: engine.volumes,
      containersService: engine.containersService,
      imagesService: engine.imagesService,
      volumesService: engine.volumesService,
      contents: engine.volumeContents,
      run: engine.runInContainer,
      downloads: engine.downloads,
      files,
      platform: engine.platform,
    },
    ports,
    secrets: createSecrets(options.secrets),
    room: async () => roomOf(reading()),
    memoryOf: (id) => reading()?.containers.find((one) => one.id === id)?.memoryBytes,
    log,
  })
  // What was taken in before is this one's as soon as the engine is known.
  const claimAll = async (): Promise<void> => {
    for (const { project } of parts.store.getState().values()) await claims.take(project)
  }
  const isThere = (): void =>
    void (
      engine.store.getState().state === 'connected' &&
      claimAll().catch((error: unknown) => log.warn('projects cannot be claimed', { error: String(error) }))
    )
  isThere()
  const removals = [
    engine.store.subscribe(isThere),
    options.wants.add(workspaceWants(parts.store)),
    options.owners.add(ownerFrom(parts)),
  ]
  return {
    ...parts,
    dispose: async () => {
      for (const remove of removals) remove()
      await parts.dispose()
    },
  }
}

/** What the machine could still take; this computer where the engine runs on it. */
function roomOf(reading: ResourceReading | undefined): Room {
  if (!reading) return {}
  const { machine, computer, sample } = reading
  const disk = machine?.disk ?? computer.disk
  const memory = machine
    ? machine.totalBytes - machine.usedBytes
    : sample.computer && computer.memoryBytes - sample.computer.memoryBytes
  return {
    ...(memory === undefined ? {} : { memoryBytes: memory }),
    ...(disk ? { diskBytes: disk.totalBytes - disk.usedBytes } : {}),
  }
}
