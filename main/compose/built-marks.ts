// What images of an opened project were built from, so that a start builds those anew whose files have changed since.
import type { ComposeJson } from '../base/compose-json'
import type { KnownProjects } from './known-projects'

/** By service, of those that are built; without a mark where nobody can tell. */
export type MarkBuilds = (
  json: ComposeJson,
  folder: string,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<ReadonlyMap<string, { readonly built?: string }>>

export interface AskedBuilds {
  readonly name: string
  readonly folder: string
  readonly json: ComposeJson
  readonly signal?: AbortSignal | undefined
}

export interface BuiltMarks {
  /** Services that are built from something else than their images were. What nobody has noted yet is none of them. */
  changed: readonly string[]
  /** For when their images are made: those of these services, or of all. */
  note(services: readonly string[]): Promise<void>
}

export async function builtMarks(
  { name, folder, json, signal }: AskedBuilds,
  known: KnownProjects,
  markBuilds: MarkBuilds,
): Promise<BuiltMarks> {
  const project = () => known.store.getState().find((one) => one.name === name)
  const before = project()?.built ?? {}
  const hasBuilds = Object.values(json.services).some(({ build }) => build)
  const now = hasBuilds ? await markBuilds(json, folder, { signal }) : new Map<string, { built?: string }>()
  const marks = [...now].flatMap(([service, { built }]) =>
    built === undefined ? [] : [[service, built] as const],
  )
  return {
    changed: marks.flatMap(([service, mark]) =>
      before[service] !== undefined && before[service] !== mark ? [service] : [],
    ),
    note: async (services) => {
      const found = project()
      const made = marks.filter(([service]) => services.length === 0 || services.includes(service))
      if (!found || made.length === 0) return
      await known.put({ ...found, built: { ...found.built, ...Object.fromEntries(made) } })
    },
  }
}
