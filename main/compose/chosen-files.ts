// With which files and profiles a project is run: as it was opened, or as whoever started it elsewhere must have done.
import { AppError } from '../../preload/errors'
import type { ComposeProject } from '../../preload/model'
import { composeJson } from '../base/compose-json'
import type { ComposeRunner, RunProject } from './compose-runner'
import { servicesOf } from './config-model'

export type NamedProject = RunProject & { readonly name: string }

/** @throws compose.files-gone */
export function filesOf({ id, files, missing }: ComposeProject): NamedProject {
  if (!files || missing.length > 0)
    throw new AppError('compose.files-gone', { params: { project: id, path: missing[0] ?? id } })
  return { ...files, name: id }
}

/**
 * Containers do not tell the profiles that they were started with: those of the services that are there were.
 * @throws compose.*
 */
export async function chosenFiles(
  { config }: Pick<ComposeRunner, 'config'>,
  project: ComposeProject,
  signal?: AbortSignal,
): Promise<NamedProject> {
  const files = filesOf(project)
  if (project.opened) return files
  const { json } = await config({ ...files, profiles: ['*'] }, { signal })
  const there = new Set(project.services.map(({ name }) => name))
  const wanted = servicesOf(composeJson.parse(json))
    .flatMap(([name, { profiles = [] }]) => (there.has(name) && profiles.length > 0 ? [profiles] : []))
    // One that has only one profile leaves no choice; any of several will do.
    .toSorted((a, b) => a.length - b.length)
  const chosen = new Set<string>()
  for (const profiles of wanted) if (!profiles.some((one) => chosen.has(one))) chosen.add(profiles[0] ?? '')
  return { ...files, profiles: [...chosen].sort() }
}
