// Data that was loaded once and is not there any more: volumes are removed in many ways that no workspace hears of.
import type { Container, Volume } from '../../preload/model'
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import type { Items } from '../base/collection'
import { ownVolumes } from './compose-config'
import type { ReadWorkspace } from './read-workspace'
import type { RecordChange, WorkspaceRecord } from './workspace-record'

export interface OnEngine {
  readonly volumes: Items<Volume>
  readonly containers: Items<Container>
}

type Loaded = Pick<
  WorkspaceRecord,
  'project' | 'seeds' | 'restored' | 'data' | 'ownVolumes' | 'seenVolumes' | 'putsBack'
>

/** Real names of those of its volumes that are there, for {@link forgetLost} to know which one went. */
export const volumesSeen = (
  config: ComposeJson,
  project: string,
  volumes: Items<Volume>,
): readonly string[] => [...ownVolumes(config, project).values()].filter((real) => volumes.has(real))

/**
 * What is to be forgotten, so that a start loads it again; undefined where all of it is there. One that somebody made
 * anew under the same name counts as there: the engine gives volumes no identity, and tells the time of the last change
 * as the one when a volume was made, so it cannot be told from one that is in use, and nothing is loaded over that.
 */
export function forgetLost(
  record: Loaded,
  { block, config }: Pick<ReadWorkspace, 'block' | 'config'>,
  engine: OnEngine,
): RecordChange | undefined {
  const { project, seeds, restored, data } = record
  const own = ownVolumes(config, project)
  // Noted by no version before this one: then what a start was about to make has to do.
  const seen = new Set(record.seenVolumes ?? record.ownVolumes)
  // One that the team has added since was never there to hold anything.
  const isGone = (real: string): boolean => seen.has(real) && !engine.volumes.has(real)
  const hasContainer = (service: string): boolean =>
    [...engine.containers.values()].some((one) => one.project === project && one.service === service)
  const isLost = (service: string): boolean => {
    const scope = scopeOf(service, config, own)
    const volumes = scope.flatMap((name) => volumesOf(config.services[name], own))
    if (volumes.length > 0) return volumes.some(isGone)
    // What its containers hold, or volumes that only they lead to; a folder is nobody's here to lose.
    return !scope.some((name) => hasContainer(name) || hasFolder(config.services[name]))
  }
  const kept = Object.entries(seeds).filter(([id]) => {
    const seed = block.seeds?.find((one) => one.id === id)
    // A snapshot that is being put back brings what was loaded when it was made.
    return !seed || record.putsBack !== undefined || !isLost(seed.service)
  })
  const loaded = restored.filter((name) => {
    const real = own.get(name)
    return real === undefined ? hasContainer(serviceAt(name, config)) : !isGone(real)
  })
  if (kept.length === Object.keys(seeds).length && loaded.length === restored.length) return undefined
  const isAllGone = [...own.values()].every((real) => !engine.volumes.has(real))
  return {
    // Steps of the run before were done for what is gone.
    run: undefined,
    seeds: Object.fromEntries(kept),
    restored: loaded,
    data: isAllGone ? undefined : data,
  }
}

/**
 * Where a seed's data lies: in its own service's volumes, or in those of the services that it needs, as with one that is
 * run where the program is and writes into the database.
 */
function scopeOf(
  service: string,
  { services }: ComposeJson,
  own: ReadonlyMap<string, string>,
): readonly string[] {
  if (volumesOf(services[service], own).length > 0) return [service]
  const found = new Set([service])
  // Grows while it is gone through.
  for (const name of found)
    for (const needed of Object.keys(services[name]?.depends_on ?? {})) found.add(needed)
  return [...found]
}

const volumesOf = (service: ServiceJson | undefined, own: ReadonlyMap<string, string>): readonly string[] =>
  (service?.volumes ?? []).flatMap(({ type, source = '' }) => {
    const real = type === 'volume' ? own.get(source) : undefined
    return real === undefined ? [] : [real]
  })

const hasFolder = (service: ServiceJson | undefined): boolean =>
  (service?.volumes ?? []).some(({ type, read_only: readOnly }) => type === 'bind' && readOnly !== true)

/** `db-2:/var/lib/mysql` is a place of `db`, unless a service has that name. */
function serviceAt(place: string, { services }: ComposeJson): string {
  const name = place.slice(0, place.indexOf(':'))
  return services[name] ? name : name.replace(/-\d+$/, '')
}
