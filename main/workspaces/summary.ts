// A workspace as it is compared: what a person would call a change, and nothing of its spelling.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkspaceChange } from '../../preload/model'
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import { commandOf, environmentOf } from './compose-config'
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
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16)

/** Reads the data files, too: a new dump is a change. */
export async function summarise(
  block: WorkspaceBlock,
  config: ComposeJson,
  trust: Trust,
  folder: string,
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
  return {
    services: Object.fromEntries(services),
    secrets: (block.secrets ?? []).map(({ name }) => name),
    seeds: Object.fromEntries(seeds),
    volumes: Object.fromEntries(volumes),
    data: block.data ?? '',
    dangers: trust.dangers.filter(({ severe }) => severe).map(({ id }) => id),
    block: digest(block),
  }
}

function summaryOf(service: ServiceJson, folder: string): ServiceSummary {
  const { image = '', environment: _, command: __, ports = [], volumes = [], ...rest } = service
  const local = (path: string): string => (path.startsWith(folder) ? `.${path.slice(folder.length)}` : path)
  return {
    image,
    command: commandOf(service),
    environment: Object.fromEntries(environmentOf(service)),
    ports: ports.map(
      ({ published = '', target, protocol = 'tcp' }) =>
        `${published === '' ? '*' : published} → ${target}/${protocol}`,
    ),
    mounts: volumes.map(({ source = '', target = '', read_only: readOnly }) =>
      `${local(source)} → ${target}${readOnly === true ? ' (read-only)' : ''}`.trim(),
    ),
    rest: digest(rest),
  }
}

/** Above this size, in bytes, size and time stand for the content. */
const hashedBytes = 64e6

/** Empty for a file that is not there: its absence is told when it is needed. */
async function contentMark(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path)
    if (size > hashedBytes) return `${size}-${mtimeMs}`
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    return hash.digest('hex').slice(0, 16)
  } catch {
    return ''
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
    ...listChanged(was.secrets, now.secrets, 'secret-added', 'secret-removed'),
    ...now.dangers
      .filter((id) => !was.dangers.includes(id))
      .map((id): Change => ({ kind: 'danger', subject: id })),
  ]
  if (found.length === 0 && was.block !== now.block) return [{ kind: 'other', subject: 'x-portside' }]
  return found
}

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
    if (before !== after)
      changes.push({
        kind,
        subject,
        service,
        ...(before === '' ? {} : { was: before }),
        ...(after === '' ? {} : { now: after }),
      })
  }
  add('image', service, was.image, now.image)
  add('port', service, was.ports.join(', '), now.ports.join(', '))
  for (const name of new Set([...Object.keys(was.environment), ...Object.keys(now.environment)]))
    add('env', name, was.environment[name] ?? '', now.environment[name] ?? '')
  add('folder', service, was.mounts.join(', '), now.mounts.join(', '))
  add('command', service, was.command, now.command)
  if (changes.length === 0 && was.rest !== now.rest)
    changes.push({ kind: 'other', subject: service, service })
  return changes
}

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
