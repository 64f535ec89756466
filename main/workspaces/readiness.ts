// Whether a workspace can start on this computer, found out before anything of it is downloaded or begun.
import { stat } from 'node:fs/promises'
import type {
  WorkspaceDownload,
  WorkspaceImageCheck,
  WorkspaceReadiness,
  WorkspaceSecret,
} from '../../preload/model'
import { sizeOf } from '../base/layer-sizes'
import { runsOn } from '../base/platforms'
import { askGit } from './git'
import type { PortPlan } from './port-plan'
import type { ReadWorkspace } from './read-workspace'
import type { WorkspaceEngine } from './workspace-engine'
import { sizeInBytes } from './workspace-schema'

/** What the engine could still take, in bytes; absent where nobody can tell. */
export interface Room {
  readonly memoryBytes?: number
  readonly diskBytes?: number
}

export interface ReadinessOptions {
  readonly engine: WorkspaceEngine
  readonly room: () => Promise<Room>
  readonly plan: PortPlan
  readonly secrets: readonly WorkspaceSecret[]
  /** False for folders that Portside unpacked: they have no remote. */
  readonly git: boolean
  readonly signal?: AbortSignal | undefined
}

export async function checkReadiness(
  workspace: ReadWorkspace,
  options: ReadinessOptions,
): Promise<WorkspaceReadiness> {
  const { engine, plan, secrets, signal } = options
  const platform = engine.platform()
  const [{ images, download }, room, missingFolders, git] = await Promise.all([
    checkImages(workspace, engine, platform, signal),
    options.room(),
    foldersMissing(workspace),
    options.git ? askGit(workspace.folder, signal) : undefined,
  ])
  const memory = fit(neededMemory(workspace), room.memoryBytes)
  const disk = fit(neededDisk(workspace), room.diskBytes)
  const missingSecrets = secrets.filter(({ known }) => !known)
  return {
    memory,
    disk,
    platform,
    images,
    download,
    moves: plan.told,
    blocked: plan.blocked,
    missingSecrets,
    missingFolders,
    ...(git ? { git } : {}),
    // Too little memory is told, and the person's to judge: what the team says is an estimate.
    ready:
      disk.fits &&
      images.every(({ fits, missing }) => fits && !missing) &&
      plan.blocked.length === 0 &&
      missingSecrets.every(({ optional }) => optional) &&
      missingFolders.length === 0,
  }
}

const fit = (needed: number | undefined, available: number | undefined): WorkspaceReadiness['memory'] => ({
  ...(needed === undefined ? {} : { needed }),
  ...(available === undefined ? {} : { available }),
  fits: needed === undefined || available === undefined || needed <= available,
})

function neededMemory({ block }: ReadWorkspace): number | undefined {
  if (block.needs?.memory !== undefined) return sizeInBytes(block.needs.memory)
  const told = Object.values(block.services ?? {}).flatMap(({ memory }) =>
    memory === undefined ? [] : [sizeInBytes(memory)],
  )
  return told.length === 0 ? undefined : told.reduce((sum, one) => sum + one, 0)
}

const neededDisk = ({ block }: ReadWorkspace): number | undefined =>
  block.needs?.disk === undefined ? undefined : sizeInBytes(block.needs.disk)

interface ImageChecks {
  readonly images: readonly WorkspaceImageCheck[]
  readonly download: WorkspaceDownload
}

async function checkImages(
  { config, block }: ReadWorkspace,
  { downloads }: WorkspaceEngine,
  platform: string,
  signal: AbortSignal | undefined,
): Promise<ImageChecks> {
  const wanted = new Map<string, string | undefined>()
  for (const { image, build, platform: asked } of Object.values(config.services))
    if (image !== undefined && !build) wanted.set(image, asked)
  const comesAlong = (block.images ?? []).length > 0
  const all = await Promise.all(
    [...wanted].map(async ([reference, asked]) => {
      const { layers: told, ...found } = await downloads.ask(reference, signal)
      // The layers are those for this computer's own platform.
      const layers = asked === undefined || runsOn(asked, platform) ? told : undefined
      const { here, platforms, missing } = found
      const offered = platforms.length === 0 || platforms.some((one) => runsOn(one, asked ?? platform))
      const check: WorkspaceImageCheck = {
        ...found,
        reference,
        ...(layers && !comesAlong ? { downloadBytes: sizeOf(layers) } : {}),
        fits: offered && (asked === undefined || runsOn(asked, platform) || here),
        missing: missing && !comesAlong,
      }
      return { check, layers: here || comesAlong ? [] : layers }
    }),
  )
  const bytes = sizeOf(all.flatMap(({ layers }) => layers ?? []))
  const aboutMs = bytes === 0 ? undefined : downloads.timeFor(bytes)
  return {
    images: all.map(({ check }) => check),
    download: {
      bytes,
      unknown: all.filter(({ layers }) => layers === undefined).length,
      ...(aboutMs === undefined ? {} : { aboutMs }),
    },
  }
}

/** Inside the workspace's folder Docker makes what is missing; elsewhere an empty folder of root's helps nobody. */
async function foldersMissing({ trust }: ReadWorkspace): Promise<string[]> {
  const outside = trust.folders.filter((one) => one.outside)
  const there = await Promise.all(
    outside.map(({ path }) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return outside.flatMap(({ path }, index) => (there[index] === true ? [] : [path]))
}
