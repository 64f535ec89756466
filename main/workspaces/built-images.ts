// Images that a workspace builds: anew when what they are built from has changed, and its own.
import { isAppError } from '../../preload/errors'
import type { StartJob } from './run-start'
import type { ReadWorkspace } from './read-workspace'
import type { WorkspaceRecord } from './workspace-record'

type Built = readonly (readonly [string, string | undefined])[]

const builtHere = ({ builds, config }: Pick<ReadWorkspace, 'builds' | 'config'>): Built =>
  [...builds].filter(([name]) => config.services[name]).map(([name, { built }]) => [name, built] as const)

/** Compose builds by itself only what is missing. Where nobody can tell, the engine's cache makes it quick. */
export const isBuiltFromOlder = (
  workspace: Pick<ReadWorkspace, 'builds' | 'config'>,
  { built = {} }: Pick<WorkspaceRecord, 'built'>,
): boolean => builtHere(workspace).some(([name, mark]) => mark === undefined || built[name] !== mark)

/** @param before ids of the images that were there */
export async function noteBuilds(
  { workspace, project, engine, record, change }: StartJob,
  before: ReadonlySet<string>,
  isBuilt: boolean,
  signal: AbortSignal,
): Promise<void> {
  const all = builtHere(workspace)
  if (all.length === 0) return
  const ids = new Set(record().builtImages)
  for (const [name] of all) {
    const id = workspace.config.services[name]?.image ?? `${project}-${name}`
    const image = await engine.imagesService.getDetails({ id, signal }).catch((error: unknown) => {
      // One that Compose had no need to build.
      if (!isAppError(error)) throw error
      return undefined
    })
    if (image && !before.has(image.id)) ids.add(image.id)
  }
  const marks = all.flatMap(([name, mark]) => (mark === undefined ? [] : [[name, mark] as const]))
  const built = isBuilt ? { built: Object.fromEntries(marks) } : {}
  await change({ builtImages: [...ids], ...built })
}
