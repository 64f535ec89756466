// Projects that somebody brought here and looks after: with what Compose is run for them, and what of it may start.
import { realpath } from 'node:fs/promises'
import { AppError } from '../../preload/errors'
import type { Environment } from '../base/docker-plugins'
import type { RunProject } from './compose-runner'

/** Whoever brought a project, as Compose's side sees it. */
export interface ProjectOwner {
  /** The one file of the project, by its real path: another one of its name is a stranger's. */
  readonly file: string
  /** In place of the app's own. */
  readonly env: Environment
  /** Names in it whose values are shown to nobody. */
  readonly secrets: readonly string[]
  /** Refuses what nobody has looked at. Asked before anything of the project's files is started. @throws workspace.* */
  mayStart(signal?: AbortSignal): Promise<void>
  /** Refuses where something else is done with it. @throws workspace.busy */
  refuseBusy(): void
  /** Lets nothing else be done with it meanwhile. @throws workspace.busy */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** By a project's name; undefined for one that is run like any other. */
export type OwnerOf = (project: string) => Promise<ProjectOwner | undefined>

type Named = Pick<RunProject, 'name' | 'files'>

export interface ProjectOwners {
  /** Of one with this name, whatever its files are. */
  readonly named: OwnerOf
  /** Of one with this name and none but the owner's file; one that is only named, for want of files, starts nothing. */
  of(project: Named): Promise<ProjectOwner | undefined>
  /** @throws compose.name-taken where the name is another one's */
  refuseOther(project: Named): Promise<void>
  /** Asks this one, too. Returns what ends it. */
  add(of: OwnerOf): () => void
}

export function createProjectOwners(): ProjectOwners {
  const all = new Set<OwnerOf>()
  const named: OwnerOf = async (project) => {
    for (const ask of all) {
      const found = await ask(project)
      if (found) return found
    }
    return undefined
  }
  const isOther = async ({ files }: Named, { file }: ProjectOwner): Promise<boolean> =>
    (await Promise.all(files.map((one) => realpath(one).catch(() => one)))).some((one) => one !== file)
  return {
    named,
    of: async (project) => {
      const owner = project.name === undefined ? undefined : await named(project.name)
      return owner && !(await isOther(project, owner)) ? owner : undefined
    },
    refuseOther: async (project) => {
      const owner = project.name === undefined ? undefined : await named(project.name)
      if (project.name !== undefined && owner && (await isOther(project, owner)))
        throw new AppError('compose.name-taken', { params: { project: project.name, path: owner.file } })
    },
    add: (of) => {
      all.add(of)
      return () => void all.delete(of)
    },
  }
}
