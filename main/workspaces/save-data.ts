// Saves what the volumes of a workspace hold as a snapshot of it, also when the team's file cannot be read any more.
import { mkdir } from 'node:fs/promises'
import { AppError } from '../../preload/errors'
import { ownVolumes } from './compose-config'
import type { KnownWorkspaces } from './known-workspaces'
import type { ReadWorkspace } from './read-workspace'
import { imageFor } from './run-start'
import { takeSnapshot } from './snapshots'
import { unnamedVolumes } from './unnamed-volumes'
import { findImage, type WorkspaceEngine } from './workspace-engine'
import type { WorkspaceRecord } from './workspace-record'

interface Parts {
  readonly known: KnownWorkspaces
  readonly engine: WorkspaceEngine
}

/**
 * While nothing writes to them: the caller has stopped what does.
 * @param read what the team's file says; the record has to do where that is undefined
 * @returns the snapshot's id
 */
export async function saveData(
  id: string,
  read: ReadWorkspace | undefined,
  { known, engine }: Parts,
): Promise<string> {
  const record = known.record(id)
  const { volumes, unnamed } = await heldBy(record, read, engine)
  const folder = known.snapshotsOf(id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const image = imageToReadWith(record, read, engine)
  const snapshot = await takeSnapshot(engine, folder, { volumes, image, record, unnamed })
  await known.refresh(id)
  return snapshot
}

/** Of a start that never came up: once a service has been running, somebody may have worked with it. */
export async function mayHoldWork(
  record: WorkspaceRecord,
  read: ReadWorkspace | undefined,
  engine: WorkspaceEngine,
): Promise<boolean> {
  const own = [...engine.containers.getState().values()].filter((one) => one.project === record.project)
  if (record.hasRun === false && own.every(({ startedAt }) => startedAt === undefined)) return false
  const { volumes, unnamed } = await heldBy(record, read, engine)
  return volumes.size + unnamed.length > 0
}

async function heldBy(record: WorkspaceRecord, read: ReadWorkspace | undefined, engine: WorkspaceEngine) {
  const isThere = (real: string): boolean => engine.volumes.getState().has(real)
  return {
    volumes: new Map([...volumesOf(record, read)].filter(([, real]) => isThere(real))),
    unnamed: await unnamedVolumes(record.project, engine),
  }
}

/** Real names by names in the file; a start has noted those that it made. */
function volumesOf(
  { ownVolumes: own, project }: WorkspaceRecord,
  read: ReadWorkspace | undefined,
): ReadonlyMap<string, string> {
  if (read) return ownVolumes(read.config, project)
  const before = `${project}_`
  return new Map(own.map((real) => [real.startsWith(before) ? real.slice(before.length) : real, real]))
}

/** Any that is here will do: nothing of it ever runs. */
function imageToReadWith(
  { project }: WorkspaceRecord,
  read: ReadWorkspace | undefined,
  { containers, images }: WorkspaceEngine,
): string {
  const named = read && imageFor(read)
  if (named !== undefined && findImage(images.getState().values(), named)) return named
  const own = [...containers.getState().values()].find((one) => one.project === project)
  const [any = named] = own ? [own.imageId] : [...images.getState().keys()]
  if (any === undefined) throw new AppError('image.not-found', { params: { reference: project } })
  return any
}
