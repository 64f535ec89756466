// Which running Portside looks after a project: two with state folders of their own may be on one engine at once.
import { createHash, randomBytes } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { KnownWorkspaces } from './known-workspaces'
import type { WorkspaceEngine } from './workspace-engine'
import { linkNew } from '../base/link-new'
import { identify, isAlive, type ProcessIdentity } from '../base/process-identity'

interface Claim extends ProcessIdentity {
  /** State folder of who has it. */
  readonly home: string
}

export interface Claims {
  /** Takes it until it is let go, or this process ends. @returns the state folder of another one that has it */
  take(project: string): Promise<string | undefined>
  letGo(project: string): Promise<void>
  dispose(): Promise<void>
}

export interface ClaimsOptions {
  /** The same for every Portside of this person, and nobody else's. */
  readonly folder: string
  readonly home: string
  /** By which the engine is the same, however it is reached; empty while nobody knows. */
  readonly engineId: () => string
}

/** A stale one that cannot be moved away keeps nobody from starting. */
const mostTries = 20

/** Of this person alone; whose number may have no name, as in containers. */
export const claimsFolder = (): string => join(tmpdir(), `portside-claims-${process.getuid?.() ?? 'own'}`)

/** A claim of a process that ended, however it did, is none. */
export function createClaims({ folder, home, engineId }: ClaimsOptions): Claims {
  const own = new Set<string>()
  const fileOf = (project: string): string => {
    const mark = createHash('sha256').update(`${engineId()}\0${project}`).digest('hex').slice(0, 24)
    return join(folder, `${mark}.json`)
  }
  const letGo = async (file: string): Promise<void> => {
    if (!own.delete(file)) return
    if ((await readClaim(file))?.home === home) await rm(file, { force: true }).catch(() => {})
  }
  const takeFile = async (file: string, mine: Claim): Promise<string | undefined> => {
    const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
    try {
      await writeFile(draft, JSON.stringify(mine), { mode: 0o600, flag: 'wx' })
      for (let triesLeft = mostTries; triesLeft > 0; triesLeft -= 1) {
        // link(2) fails where the name is there: of two that come at once exactly one gets it, with its content.
        if (await linkNew(draft, file)) {
          own.add(file)
          return undefined
        }
        const found = await readClaim(file)
        if (found && found.home !== home && (await isAlive(found))) return found.home
        // Moved, not removed: if another one was quicker, its file is not the one that was found stale.
        await rename(file, `${draft}.stale`).catch(() => {})
        await rm(`${draft}.stale`, { force: true, recursive: true })
      }
      return undefined
    } finally {
      await rm(draft, { force: true }).catch(() => {})
    }
  }
  return {
    take: async (project) => {
      const file = fileOf(project)
      if (engineId() === '' || own.has(file) || !(await isOwnFolder(folder))) return undefined
      const mine = await identify(process.pid)
      // A full disk, or one that knows no hard links: everybody is as alone as without such a folder.
      return mine && takeFile(file, { ...mine, home }).catch(() => undefined)
    },
    letGo: (project) => letGo(fileOf(project)),
    dispose: async () => {
      for (const file of own) await letGo(file)
    },
  }
}

/** Somebody else's would let them say who has what. */
async function isOwnFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const found = await lstat(folder)
    return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())
  } catch {
    // Without such a folder everybody is as alone as before.
    return false
  }
}

async function readClaim(file: string): Promise<Claim | undefined> {
  try {
    const claim = JSON.parse(await readFile(file, 'utf8')) as Partial<Claim>
    const { pid, born, home } = claim
    return typeof pid === 'number' && typeof born === 'string' && typeof home === 'string'
      ? { pid, born, home }
      : undefined
  } catch {
    return undefined
  }
}

interface Claiming {
  readonly known: Pick<KnownWorkspaces, 'find' | 'records' | 'change'>
  readonly engine: Pick<WorkspaceEngine, 'containers'>
  readonly claims?: Claims | undefined
}

/**
 * Before anything is done with a workspace. One that was never started gets another name where this one has gone to
 * somebody else since it was taken in. @throws workspace.elsewhere
 */
export async function claimProject(id: string, { known, engine, claims }: Claiming): Promise<void> {
  const record = known.find(id)
  if (!record || !claims) return
  const { project, file, wasUp, hasRun, ownVolumes } = record
  const isNew = !wasUp && hasRun === false && ownVolumes.length === 0
  const isOthers = (name: string): boolean =>
    [...engine.containers.getState().values()].some(
      (one) => one.project === name && !(one.composeFiles ?? []).includes(file),
    )
  const home = await claims.take(project)
  if (home === undefined && !(isNew && isOthers(project))) return
  if (!isNew) throw new AppError('workspace.elsewhere', { params: { project, home: home ?? '' } })
  if (home === undefined) await claims.letGo(project)
  const names = new Set(known.records().map((one) => one.project))
  for (let number = 2; ; number += 1) {
    const name = `${project}-${number}`
    if (names.has(name) || isOthers(name) || (await claims.take(name)) !== undefined) continue
    return known.change(id, { project: name })
  }
}
