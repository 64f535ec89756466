// Copies that were started as a proof when the app was ended: found again by their folder's mark, and removed.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../base/until'
import type { RunProject } from '../compose/compose-runner'
import { removeDrafts } from './export-draft'
import { projectCall } from './project-compose'
import type { WorkspacesOptions } from './workspaces'

const mostTries = 5
/** Of one that has just been started, by whoever started it. */
const mostTriesAtOnce = 3
const goneMs = 30_000
const folderName = /^\.proof-([0-9a-f]{8})$/
/** `down` would leave the volumes without a name, which nothing leads back to. */
const goneArgs = [
  ['rm', '--stop', '--force', '--volumes'],
  ['down', '--remove-orphans', '--timeout', '5'],
]

export const proofFolder = (folder: string, mark: string): string => join(folder, `.proof-${mark}`)
export const proofProject = (name: string, mark: string): string => `${name.slice(0, 40)}-proof-${mark}`

/**
 * Removes the folder after the work, but where something is left in the engine: by its mark that is found again when the
 * app starts.
 */
export async function inProofFolder<Result>(
  folder: string,
  work: (onHere: (isHere: boolean) => void) => Promise<Result>,
): Promise<Result> {
  let isHere = false
  try {
    return await work((now) => void (isHere = now))
  } finally {
    if (!isHere) await rm(folder, { recursive: true, force: true })
  }
}

/**
 * All containers of the project. The engine may refuse what the start that was given up still makes or ends at that
 * moment, and takes it at another try. @throws what the last one ended with
 */
export async function removeCopy(
  project: string,
  call: RunProject,
  { compose, engine }: CopyParts,
  deadlineMs = goneMs,
): Promise<void> {
  const isGone = (): true | undefined =>
    [...engine.containers.getState().values()].some((one) => one.project === project) ? undefined : true
  for (let tries = 1; ; tries++) {
    try {
      for (const args of goneArgs) await compose.run(call, args, { onLine: () => {} })
      await until(isGone, { deadlineMs, waitingFor: 'the proof to be gone' })
      return
    } catch (error) {
      if (tries === mostTriesAtOnce) throw error
    }
  }
}

interface CopyParts {
  readonly compose: Pick<WorkspacesOptions['compose'], 'run'>
  readonly engine: Pick<WorkspacesOptions['engine'], 'containers'>
}

/**
 * Removes drafts at once, and copies as soon as the engine shows them. Only what has the mark of a folder of ours is
 * touched, whatever else is called like it. Returns what ends the looking.
 */
export function sweepProofs({ folder, engine, compose, log }: WorkspacesOptions): () => void {
  const marks = new Set<string>()
  const swept = new Set<string>()
  const tries = new Map<string, number>()
  const { containers, volumes, volumesService } = engine
  // Compose finds what belongs to a project by its labels; the files are gone or half written.
  const callOf = (name: string): RunProject => projectCall(folder, [], { name })
  const sweep = async (mark: string): Promise<void> => {
    const own = new RegExp(`-proof-${mark}($|[-_])`)
    const projects = new Set([...containers.getState().values()].flatMap(({ project }) => project ?? []))
    for (const name of projects)
      if (name.endsWith(`-proof-${mark}`))
        for (const args of goneArgs) await compose.run(callOf(name), args, { onLine: () => {} })
    for (const name of volumes.getState().keys())
      if (own.test(name)) await volumesService.remove({ id: name })
    await rm(proofFolder(folder, mark), { recursive: true, force: true })
  }
  const isHere = (mark: string): boolean =>
    [...containers.getState().values()].some(({ project = '' }) => project.endsWith(`-proof-${mark}`))
  const look = (): void => {
    if (containers.getState().size === 0) return
    for (const mark of swept) if (isHere(mark)) again(mark)
    for (const mark of marks) {
      marks.delete(mark)
      sweep(mark).then(
        () => over(mark),
        (error: unknown) => {
          log.warn('a copy could not be removed', { mark, error: String(error) })
          again(mark)
          if (isHere(mark)) look()
        },
      )
    }
  }
  /** The Compose that started a copy outlives the app for a moment: what it still makes is seen now, or later. */
  const over = (mark: string): void => {
    swept.add(mark)
    if (isHere(mark)) look()
  }
  const again = (mark: string): void => {
    swept.delete(mark)
    const tried = (tries.get(mark) ?? 0) + 1
    tries.set(mark, tried)
    if (tried < mostTries) marks.add(mark)
  }
  const read = async (): Promise<void> => {
    await removeDrafts(folder)
    for (const name of await readdir(folder).catch(() => [])) {
      const mark = folderName.exec(name)?.[1]
      if (mark !== undefined) marks.add(mark)
    }
    look()
  }
  const unsubscribe = containers.subscribe(look)
  read().catch((error: unknown) => log.warn('drafts of exports cannot be removed', { error: String(error) }))
  return unsubscribe
}
