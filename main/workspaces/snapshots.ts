// Contents of volumes as files: written before anything could lose them, and put back.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { WorkspaceSnapshot } from '../../preload/model'
import { localTarget } from '../base/local-file'
import type { WorkspaceEngine } from './workspace-engine'
import type { WorkspaceRecord } from './workspace-record'

type Contents = Pick<WorkspaceEngine, 'contents'>

interface Meta extends Pick<WorkspaceRecord, 'seeds' | 'restored' | 'data'> {
  /** Names in the compose file by real names. */
  readonly volumes: Readonly<Record<string, string>>
}

const metaName = 'snapshot.json'

/** @param volumes real names by names in the compose file */
export async function takeSnapshot(
  engine: Contents,
  folder: string,
  image: string,
  volumes: ReadonlyMap<string, string>,
  { seeds, restored, data }: WorkspaceRecord,
  signal?: AbortSignal,
): Promise<string> {
  const id = String(Date.now())
  const draft = join(folder, `.${id}`)
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 })
    for (const [name, real] of volumes)
      await engine.contents.save(real, image, localTarget(join(draft, `${name}.tar.gz`)), signal)
    const meta: Meta = {
      seeds,
      restored,
      ...(data === undefined ? {} : { data }),
      volumes: Object.fromEntries(volumes),
    }
    await writeFile(join(draft, metaName), JSON.stringify(meta), { mode: 0o600, flush: true })
    await rename(draft, join(folder, id))
    return id
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

/** Newest first. */
export async function listSnapshots(folder: string): Promise<WorkspaceSnapshot[]> {
  const ids = (await readdir(folder).catch(() => [])).filter((one) => /^\d+$/.test(one))
  const read = await Promise.all(
    ids.map(async (id) => {
      const meta = await readSnapshot(folder, id).catch(() => undefined)
      if (!meta) return undefined
      const names = Object.keys(meta.volumes)
      const sizes = await Promise.all(
        names.map(async (name) => (await stat(join(folder, id, `${name}.tar.gz`))).size),
      )
      return { id, at: Number(id), volumes: names, sizeBytes: sizes.reduce((sum, one) => sum + one, 0) }
    }),
  )
  return read.filter((one) => one !== undefined).sort((a, b) => b.at - a.at)
}

/** @throws workspace.no-snapshot */
export async function readSnapshot(folder: string, id: string): Promise<Meta> {
  try {
    if (!/^\d{1,20}$/.test(id)) throw new Error('not an id')
    return JSON.parse(await readFile(join(folder, id, metaName), 'utf8')) as Meta
  } catch (cause) {
    throw new AppError('workspace.no-snapshot', { params: { snapshot: id.slice(0, 40) }, cause })
  }
}
