// A workspace as it is compared: what a person would call a change, and nothing of its spelling.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { WorkspaceChange } from '../../preload/model'
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import type { BuildMark } from './build-marks'
import { commandOf, environmentOf } from './compose-config'
import { contentMark } from './content-mark'
import { marksOfFiles } from './read-files'
import type { Trust } from './trust'
import type { WorkspaceBlock } from './workspace-schema'

export interface ServiceSummary {
  readonly image: string
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  /** `8080 → 80/tcp`. */
  readonly ports: readonly string[]
  readonly mounts: readonly string[]
  /** Of everything else that Compose was told. */
  readonly rest: string
  /** What is in `rest`, told apart; absent in what earlier versions accepted. */
  readonly parts?: ServiceParts
}

interface ServiceParts {
  /** Its command. */
  readonly health: string
  /** `db: service_healthy`. */
  readonly needs: string
  /** Mark of each key. */
  readonly marks: Readonly<Record<string, string>>
}

export interface Summary {
  readonly services: Readonly<Record<string, ServiceSummary>>
  readonly secrets: readonly string[]
  /** Content of each step by its id. */
  readonly seeds: Readonly<Record<string, string>>
  /** Content of each volume that comes along. */
  readonly volumes: Readonly<Record<string, string>>
  readonly data: string
  readonly dangers: readonly string[]
  /** Of the whole block, for what has no words of its own. */
  readonly block: string
  /** Volumes, networks, configs and secrets of the file with marks of them; absent in what earlier versions accepted. */
  readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Small files that containers run or read, `./init.sh`, with marks of them; absent in what earlier versions accepted. */
  readonly files?: Readonly<Record<string, string>>
  /** Services with marks of what they are built from; absent in what earlier versions accepted. */
  readonly builds?: Readonly<Record<string, string>>
}

const resourceKinds = ['volumes', 'networks', 'configs', 'secrets'] as const

const digest = (value: unknown, folder?: string): string => {
  const text = JSON.stringify(value) ?? ''
  // As JSON spells it, which doubles the separators of Windows.
  const spelt = folder === undefined ? undefined : JSON.stringify(folder).slice(1, -1)
  return createHash('sha256')
    .update(spelt === undefined ? text : placeless(text, spelt))
    .digest('hex')
    .slice(0, 16)
}

/** The same wherever the folder lies: an archive is looked at in one place and kept in another. */
function placeless(text: string, folder: string): string {
  const above = folder.replace(/[\\/]+[^\\/]+$/, '')
  const named = (path: string): RegExp =>
    new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=[\\\\/":]|$)`, 'g')
  const inner = text.replaceAll(named(folder), '.')
  // What has a root above it is in every path.
  return /[^\\/:]/.test(above.slice(2)) ? inner.replaceAll(named(above), '..') : inner
}

/** Reads the data files, too: a new dump is a change. */
export async function summarise(
  block: WorkspaceBlock,
  config: ComposeJson,
  trust: Trust,
  folder: string,
  builds: ReadonlyMap<string, BuildMark> = new Map(),
): Promise<Summary> {
  const services = Object.entries(config.services).map(
    ([name, service]) => [name, summaryOf(service, folder)] as const,
  )
  const seeds = await Promise.all(
    (block.seeds ?? []).map(async (seed) => {
      const content = seed.input === undefined ? '' : await contentMark(join(folder, seed.input))
      return [seed.id, digest([seed.service, seed.command, content])] as const
    }),
  )
  const volumes = await Promise.all(
    Object.entries(block.volumes ?? {}).map(
      async ([name, file]) => [name, await contentMark(join(folder, file))] as const,
    ),
  )
  const files = [...(await marksOfFiles(config, folder))]
  return {
    services: Object.fromEntries(services),
    secrets: (block.secrets ?? []).map(({ name }) => name),
    seeds: Object.fromEntries(seeds),
    volumes: Object.fromEntries(volumes),
    data: block.data ?? '',
    dangers: trust.dangers.filter(({ severe }) => severe).map(({ id }) => placeless(id, folder)),
    block: digest(block),
    files: Object.fromEntries(files.map(([path, mark]) => [local(path, folder), mark])),
    builds: Object.fromEntries([...builds].map(([name, { team }]) => [name, team])),
    resources: Object.fromEntries(
      await Promise.all(
        resourceKinds.map(async (kind) => [kind, await resourceMarks(kind, config, folder)] as const),
      ),
    ),
  }
}

/** Files that they are made of are read as well. */
async function resourceMarks(
  kind: (typeof resourceKinds)[number],
  config: ComposeJson,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const marks = Object.entries(config[kind] ?? {}).map(async ([key, one]) => {
    const { file, name, ...rest } = one ?? {}
    const content = file === undefined ? '' : `${local(file, folder)} ${await contentMark(file)}`
    // Compose's own name says only what the project is called here.
    return [key, digest([rest, name === `${config.name}_${key}` ? '' : name, content], folder)] as const
  })
  return Object.fromEntries(await Promise.all(marks))
}

const local = (path: string, folder: string): string =>
  path.startsWith(folder) ? `.${path.slice(folder.length)}` : path

function summaryOf(service: ServiceJson, folder: string): ServiceSummary {
  const { image = '', environment: _, command: __, ports = [], volumes = [], ...rest } = service
  return {
    image,
    command: commandOf(service),
    environment: Object.fromEntries(environmentOf(service)),
    ports: ports.map(
      ({ published = '', target, protocol = 'tcp' }) =>
        `${published === '' ? '*' : published} → ${target}/${protocol}`,
    ),
    mounts: volumes.map(({ source = '', target = '', read_only: readOnly }) =>
      `${placeless(source, folder)} → ${target}${readOnly === true ? ' (read-only)' : ''}`.trim(),
    ),
    rest: digest(rest, folder),
    parts: partsOf(service, rest, folder),
  }
}

function partsOf(
  { healthcheck, depends_on: needs = {} }: ServiceJson,
  rest: object,
  folder: string,
): ServiceParts {
  const { test } = (healthcheck ?? {}) as { readonly test?: unknown }
  const command = Array.isArray(test) ? test.join(' ') : ''
  return {
    health: healthcheck?.disable === true ? '' : command,
    needs: Object.entries(needs)
      .map(([name, { condition = 'service_started' }]) => `${name}: ${condition}`)
      .join(', '),
    marks: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, digest(value, folder)])),
  }
}

type Change = WorkspaceChange

/** What is new in `now`, in the order in which people care. Values of secrets are never in a summary. */
export function changesBetween(was: Summary, now: Summary): WorkspaceChange[] {
  const found = [
    ...keysChanged(was.services, now.services, 'service-added', 'service-removed'),
    ...Object.entries(now.services).flatMap(([name, service]) => {
      const before = was.services[name]
      return before ? serviceChanges(name, before, service) : []
    }),
    ...dataChanges(was, now),
    ...resourceChanges(was, now),
    ...fileChanges(was, now),
    ...buildChanges(was, now),
    ...listChanged(was.secrets, now.secrets, 'secret-added', 'secret-removed'),
    ...now.dangers
      .filter((id) => !was.dangers.includes(id))
      .map((id): Change => ({ kind: 'danger', subject: id })),
  ]
  if (found.length === 0 && was.block !== now.block) return [{ kind: 'other', subject: 'x-portside' }]
  return found
}

/** Compose's own network, which every file has, is not told when it is as it was. */
function resourceChanges({ resources: was }: Summary, { resources: now }: Summary): Change[] {
  if (!was || !now) return []
  return resourceKinds.flatMap((kind) => {
    const [before, after] = [was[kind] ?? {}, now[kind] ?? {}]
    const changed = Object.keys(after).filter(
      (name) => before[name] !== undefined && before[name] !== after[name],
    )
    const named = (name: string): string => `${kind}.${name}`
    return [
      ...keysChanged(before, after, 'resource-added', 'resource-removed'),
      ...changed.map((subject): Change => ({ kind: 'resource', subject })),
    ].map((one): Change => ({ ...one, subject: named(one.subject) }))
  })
}

const fileChanges = ({ files: was }: Summary, { files: now }: Summary): Change[] =>
  was && now
    ? [...new Set([...Object.keys(was), ...Object.keys(now)])]
        .filter((path) => was[path] !== now[path])
        .map((subject): Change => ({ kind: 'file', subject }))
    : []

/** Of services that were built before: one that is new is told as that. */
const buildChanges = ({ builds: was = {} }: Summary, { builds: now = {} }: Summary): Change[] =>
  Object.entries(now)
    .filter(([service, mark]) => was[service] !== undefined && was[service] !== mark)
    .map(([service]): Change => ({ kind: 'build', subject: service, service }))

function dataChanges(was: Summary, now: Summary): Change[] {
  const changed = Object.entries(now.seeds).filter(
    ([id, mark]) => was.seeds[id] !== undefined && was.seeds[id] !== mark,
  )
  const volumes = Object.entries(now.volumes).filter(([name, mark]) => was.volumes[name] !== mark)
  return [
    ...(was.data === now.data ? [] : [{ kind: 'data' as const, subject: '', was: was.data, now: now.data }]),
    ...keysChanged(was.seeds, now.seeds, 'seed-added', 'seed-removed'),
    ...[...changed, ...volumes].map(([subject]): Change => ({ kind: 'data', subject })),
  ]
}

function serviceChanges(service: string, was: ServiceSummary, now: ServiceSummary): Change[] {
  const changes: Change[] = []
  const add = (kind: Change['kind'], subject: string, before: string, after: string): void => {
    if (before !== after) changes.push({ kind, subject, service, ...wasNow(before, after) })
  }
  add('image', service, was.image, now.image)
  add('port', service, was.ports.join(', '), now.ports.join(', '))
  for (const name of new Set([...Object.keys(was.environment), ...Object.keys(now.environment)]))
    add('env', name, was.environment[name] ?? '', now.environment[name] ?? '')
  add('folder', service, was.mounts.join(', '), now.mounts.join(', '))
  add('command', service, was.command, now.command)
  if (was.parts && now.parts) return [...changes, ...partChanges(service, was.parts, now.parts)]
  if (changes.length === 0 && was.rest !== now.rest)
    changes.push({ kind: 'other', subject: service, service })
  return changes
}

function partChanges(service: string, was: ServiceParts, now: ServiceParts): Change[] {
  const keys = [...new Set([...Object.keys(was.marks), ...Object.keys(now.marks)])]
  return keys
    .filter((key) => was.marks[key] !== now.marks[key])
    .map((key): Change => {
      if (key === 'healthcheck' && was.health !== now.health)
        return { kind: 'health', subject: service, service, ...wasNow(was.health, now.health) }
      if (key === 'depends_on' && was.needs !== now.needs)
        return { kind: 'needs', subject: service, service, ...wasNow(was.needs, now.needs) }
      return { kind: 'other', subject: `${service}.${key}`, service }
    })
}

const wasNow = (before: string, after: string): Pick<Change, 'was' | 'now'> => ({
  ...(before === '' ? {} : { was: before }),
  ...(after === '' ? {} : { now: after }),
})

const keysChanged = (
  was: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  added: Change['kind'],
  removed: Change['kind'],
): Change[] => listChanged(Object.keys(was), Object.keys(now), added, removed)

const listChanged = (
  was: readonly string[],
  now: readonly string[],
  added: Change['kind'],
  removed: Change['kind'],
): Change[] => [
  ...now.filter((one) => !was.includes(one)).map((subject): Change => ({ kind: added, subject })),
  ...was.filter((one) => !now.includes(one)).map((subject): Change => ({ kind: removed, subject })),
]
