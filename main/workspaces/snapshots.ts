// Contents of volumes as files: written before anything could lose them, and put back.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { WorkspaceSnapshot } from '../../preload/model'
import { localTarget } from '../base/local-file'
import { placeName, type UnnamedPlace, type UnnamedVolume } from './unnamed-volumes'
import type { Contents } from './volume-files'
import type { WorkspaceEngine } from './workspace-engine'
import type { WorkspaceRecord } from './workspace-record'

interface Meta extends Pick<WorkspaceRecord, 'seeds' | 'restored' | 'data'> {
  /** Names in the compose file by real names. */
  readonly volumes: Readonly<Record<string, string>>
  /** Absent in what earlier versions wrote, which left these out. */
  readonly unnamed?: readonly (UnnamedPlace & { readonly file: string })[]
}

export interface SnapshotOf {
  /** Real names by names in the compose file. */
  readonly volumes: ReadonlyMap<string, string>
  /** An image to read them with. */
  readonly image: string
  readonly unnamed: readonly UnnamedVolume[]
  readonly record: Pick<WorkspaceRecord, 'seeds' | 'restored' | 'data'>
}

const metaName = 'snapshot.json'

/** @returns its id */
export async function takeSnapshot(
  { contents }: Pick<WorkspaceEngine, 'contents'>,
  folder: string,
  { volumes, image, unnamed, record: { seeds, restored, data } }: SnapshotOf,
): Promise<string> {
  const id = String(Date.now())
  const draft = join(folder, `.${id}`)
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 })
    for (const [name, real] of volumes)
      await contents.save(real, image, localTarget(join(draft, `${name}.tar.gz`)))
    // In a folder of their own: a volume may have any name.
    if (unnamed.length > 0) await mkdir(join(draft, 'unnamed'), { mode: 0o700 })
    const kept: NonNullable<Meta['unnamed']>[number][] = []
    for (const { service, number, path, volume, image: own } of unnamed) {
      const file = `unnamed/${kept.length}.tar.gz`
      await contents.save(volume, own, localTarget(join(draft, file)))
      kept.push({ service, number, path, file })
    }
    const meta: Meta = {
      seeds,
      restored,
      ...(data === undefined ? {} : { data }),
      volumes: Object.fromEntries(volumes),
      unnamed: kept,
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
      const { named, unnamed } = filesOf(meta, join(folder, id))
      const files = [...named.values(), ...unnamed.map(({ file }) => file)]
      const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
      return {
        ...{ id, at: Number(id), volumes: [...named.keys(), ...unnamed.map(placeName)] },
        sizeBytes: sizes.reduce((sum, one) => sum + one, 0),
      }
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

/** What it puts back, by volume. @throws workspace.no-snapshot */
export const snapshotFiles = async (folder: string, id: string): Promise<Contents> =>
  filesOf(await readSnapshot(folder, id), join(folder, id))

const filesOf = ({ volumes, unnamed = [] }: Meta, folder: string): Contents => ({
  root: folder,
  named: new Map(Object.keys(volumes).map((name) => [name, join(folder, `${name}.tar.gz`)])),
  unnamed: unnamed.map((one) => ({ ...one, file: join(folder, one.file) })),
})
