// Projects that somebody brought here and looks after: with what Compose is run for them, and what of it may start.
import { realpath } from 'node:fs/promises'
import { AppError } from '../../preload/errors'
import type { Environment } from '../base/docker-plugins'
import type { RunProject } from './compose-runner'

/** Whoever brought a project, as Compose's side sees it. */
export interface ProjectOwner {
  /** The files of the project, by their real paths: another one of its name is a stranger's. */
  readonly files: readonly string[]
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
  /** Of one with this name and none but the owner's files; one that is only named, for want of files, starts nothing. */
  of(project: Named): Promise<ProjectOwner | undefined>
  /** With all files of the owner where it begins with the owner's first one: without the others it would be another. */
  whole<P extends Named>(project: P): Promise<P>
  /** @throws compose.name-taken where the name is another one's */
  refuseOther(project: Named): Promise<void>
  /** Asks this one, too. Returns what ends it. */
  add(of: OwnerOf): () => void
}

const realOf = (path: string): Promise<string> => realpath(path).catch(() => path)

export function createProjectOwners(): ProjectOwners {
  const all = new Set<OwnerOf>()
  const named: OwnerOf = async (project) => {
    for (const ask of all) {
      const found = await ask(project)
      if (found) return found
    }
    return undefined
  }
  const ownerOf = async ({ name }: Named): Promise<ProjectOwner | undefined> =>
    name === undefined ? undefined : named(name)
  const isOther = async ({ files }: Named, owner: ProjectOwner): Promise<boolean> =>
    (await Promise.all(files.map(realOf))).some((one) => !owner.files.includes(one))
  return {
    named,
    of: async (project) => {
      const owner = await ownerOf(project)
      return owner && !(await isOther(project, owner)) ? owner : undefined
    },
    whole: async (project) => {
      const [first] = project.files
      const owner = first === undefined ? undefined : await ownerOf(project)
      const isBegun = owner && first !== undefined && (await realOf(first)) === owner.files[0]
      return isBegun && !(await isOther(project, owner)) ? { ...project, files: owner.files } : project
    },
    refuseOther: async (project) => {
      const owner = await ownerOf(project)
      if (owner && (await isOther(project, owner)))
        throw new AppError('compose.name-taken', {
          params: { project: project.name ?? '', path: owner.files[0] ?? '' },
        })
    },
    add: (of) => {
      all.add(of)
      return () => void all.delete(of)
    },
  }
}
