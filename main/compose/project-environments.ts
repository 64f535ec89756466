// With which environment Compose is run for a project: the app's own, or the one that whoever brought the project gives it.
import type { Environment } from '../base/docker-plugins'

export interface ProjectEnvironment {
  /** In place of the app's own. */
  readonly env: Environment
  /** Names in it whose values are shown to nobody. */
  readonly secrets: readonly string[]
}

/** By a project's name; undefined for one that is run like any other. */
export type EnvironmentOf = (project: string) => Promise<ProjectEnvironment | undefined>

export interface ProjectEnvironments {
  readonly of: EnvironmentOf
  /** Asks this one, too. Returns what ends it. */
  add(of: EnvironmentOf): () => void
}

export function createProjectEnvironments(): ProjectEnvironments {
  const all = new Set<EnvironmentOf>()
  return {
    of: async (project) => {
      for (const ask of all) {
        const found = await ask(project)
        if (found) return found
      }
      return undefined
    },
    add: (of) => {
      all.add(of)
      return () => void all.delete(of)
    },
  }
}
