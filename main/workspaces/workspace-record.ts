// What Portside keeps of each workspace between runs: one folder per workspace, its record replaced as a whole.
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Protocol, WorkspaceRun, WorkspaceSource } from '../../preload/model'
import type { Log } from '../base/log'
import type { Origin } from './moved'
import type { Summary } from './summary'

export interface PortMove {
  readonly service: string
  readonly containerPort: number
  readonly protocol: Protocol
  readonly address: string
  /** As the team's file has it, `8080` or `8000-8010`: a service may publish one of its ports twice. */
  readonly published?: string
  readonly hostPort: number
  /** Where several containers of the service share as many ports. */
  readonly lastPort?: number
}

export interface WorkspaceRecord {
  readonly version: 1
  readonly id: string
  readonly project: string
  readonly source: WorkspaceSource
  /** The team's compose file, and the folder it lies in. */
  readonly file: string
  readonly folder: string
  /** By what its folder is known again once it lies elsewhere; absent in records of versions before this one. */
  readonly origin?: Origin
  readonly accepted: Summary
  readonly acceptedAt: number
  /** Marks of the severe dangers that the person allowed. */
  readonly allowed: readonly string[]
  /** Names of its services that its images may take from others here. */
  readonly allowedTags?: readonly string[]
  readonly moves: readonly PortMove[]
  /** Volumes and images that were not there before a start of this workspace brought them. */
  readonly ownVolumes: readonly string[]
  readonly ownImages: readonly string[]
  /** Services with marks of what their images were built from last. */
  readonly built?: Readonly<Record<string, string>>
  /** Images that its starts have built: nobody else has them, and they go with the workspace. */
  readonly builtImages?: readonly string[]
  /** Volumes whose content the workspace's own archive, or a snapshot, has given. */
  readonly restored: readonly string[]
  /** Real names of its volumes that were there at the last start. */
  readonly seenVolumes?: readonly string[]
  /** Id of the snapshot whose data this start puts back, until it has come to its end. */
  readonly putsBack?: string
  /**
   * What a reset or a restore makes of its data once its volumes are away: kept from before the first of them goes, so
   * that whatever ends it, the next start takes the rest away, too.
   */
  readonly empties?: Pick<WorkspaceRecord, 'seeds' | 'data' | 'putsBack'>
  readonly seeds: Readonly<Record<string, { readonly loadedAt: number; readonly tookMs: number }>>
  /** Optional seeds that the person left out. */
  readonly leftOutSeeds: readonly string[]
  /** Revision of the data that is loaded. */
  readonly data?: string
  readonly run?: WorkspaceRun
  /** Whether it has once come up: from then on its data is the person's. */
  readonly wasUp: boolean
  /** Files of an update lie ready and are to be brought before anything else is read. */
  readonly brings?: true
  /** Whether a service of a start that has not come up yet may have been running; absent where nobody noted it. */
  readonly hasRun?: boolean
  /** A workspace that was left is not listed, but its data is known when it is opened again. */
  readonly left?: true
}

/** Undefined takes a value away. */
export type RecordChange = { readonly [K in keyof WorkspaceRecord]?: WorkspaceRecord[K] | undefined }

export interface Records {
  readonly folder: string
  folderOf(id: string): string
  readAll(): Promise<readonly WorkspaceRecord[]>
  write(record: WorkspaceRecord): Promise<void>
  remove(id: string): Promise<void>
}

const name = 'workspace.json'
/** Where archives are unpacked until somebody trusts them. */
export const incoming = '.incoming'

export function createRecords(folder: string, log: Log): Records {
  const folderOf = (id: string): string => join(folder, id)
  /** Writes of one record follow each other, so that the newest is the one that stays. */
  const last = new Map<string, Promise<void>>()
  return {
    folder,
    folderOf,
    readAll: async () => {
      await rm(join(folder, incoming), { recursive: true, force: true })
      const ids = (await readdir(folder).catch(() => [])).filter((one) => /^[0-9a-f]{12}$/.test(one))
      const read = await Promise.all(
        ids.map(async (id) => {
          try {
            return JSON.parse(await readFile(join(folderOf(id), name), 'utf8')) as WorkspaceRecord
          } catch (error) {
            log.warn('the record of a workspace cannot be read', { id, error: String(error) })
            return undefined
          }
        }),
      )
      return read.filter((one) => one !== undefined).filter(({ version }) => version === 1)
    },
    write: (record) => {
      const next = (last.get(record.id) ?? Promise.resolve()).then(() => replace(folderOf(record.id), record))
      last.set(
        record.id,
        next.catch(() => {}),
      )
      return next
    },
    remove: async (id) => {
      await last.get(id)
      await rm(folderOf(id), { recursive: true, force: true })
    },
  }
}

async function replace(folder: string, record: WorkspaceRecord): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fresh = join(folder, `${name}.new`)
  const handle = await open(fresh, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(record, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(fresh, join(folder, name))
}

/** The same again for the same file; archives are known by who they say they are, wherever they lie. */
export const workspaceId = (mark: string): string =>
  createHash('sha256').update(mark).digest('hex').slice(0, 12)
