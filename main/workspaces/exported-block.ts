// The x-portside block of an export: the project's own, brought up to what goes in, or a first one.
import type { WorkspaceExportRequest } from '../../preload/model'
import type { ComposeJson } from '../base/compose-json'
import type { WorkspaceBlock } from './workspace-schema'

export interface ExportedBlockOptions {
  readonly config: ComposeJson
  readonly request: WorkspaceExportRequest
  readonly block: WorkspaceBlock | undefined
  readonly asked: NonNullable<WorkspaceBlock['secrets']>
  readonly seeds: NonNullable<WorkspaceBlock['seeds']>
  /** Names of the volumes in the file. */
  readonly volumes: readonly string[]
  readonly archives: readonly string[]
  /** Memory that each service uses now, in bytes. */
  readonly memory: ReadonlyMap<string, number>
}

export function exportedBlock(options: ExportedBlockOptions): WorkspaceBlock {
  const { request, block, archives, memory, config, asked, seeds, volumes } = options
  const { title, description, author, services } = request
  const chosen = new Set(services)
  const about = ({ service }: { readonly service: string }): boolean => chosen.has(service)
  const contents = request.volumes.filter((name) => volumes.includes(name))
  const shown = services.flatMap((name) => {
    const bytes = memory.get(name)
    const told = {
      ...(bytes === undefined ? {} : { memory: inMegabytes(bytes) }),
      ...block?.services?.[name],
    }
    return Object.keys(told).length === 0 ? [] : [[name, told] as const]
  })
  const sum = services.reduce((all, name) => all + (memory.get(name) ?? 0), 0)
  const needs = { ...(sum === 0 ? {} : { memory: inMegabytes(sum) }), ...block?.needs }
  const hasData = block?.data !== undefined && seeds.length + contents.length > 0
  return {
    version: 1,
    name: title,
    ...(description === undefined ? {} : { description }),
    ...(author === undefined ? {} : { author }),
    ...(shown.length === 0 ? {} : { services: Object.fromEntries(shown) }),
    ports: block?.ports?.filter(about) ?? guessedPorts(config, chosen),
    ...(block?.readiness ? { readiness: block.readiness.filter(about) } : {}),
    ...(asked.length === 0 ? {} : { secrets: asked }),
    ...(hasData ? { data: block.data } : {}),
    ...(seeds.length === 0 ? {} : { seeds }),
    ...(contents.length === 0
      ? {}
      : { volumes: Object.fromEntries(contents.map((name) => [name, `volumes/${name}.tar.gz`])) }),
    ...(archives.length === 0 ? {} : { images: [...archives] }),
    ...(Object.keys(needs).length === 0 ? {} : { needs }),
    ...(block?.notes ? { notes: block.notes } : {}),
  }
}

const inMegabytes = (bytes: number): string => `${Math.max(1, Math.ceil(bytes / 1e6))} MB`

/** What usually speaks HTTP is offered to be opened. */
const webPorts = new Set([80, 3000, 4200, 5000, 5173, 8000, 8025, 8080, 8081, 8888, 9001])

const guessedPorts = (
  config: ComposeJson,
  chosen: ReadonlySet<string>,
): NonNullable<WorkspaceBlock['ports']> =>
  Object.entries(config.services)
    .filter(([name]) => chosen.has(name))
    .flatMap(([service, { ports = [] }]) =>
      ports
        .filter(({ published, protocol = 'tcp' }) => published !== undefined && protocol === 'tcp')
        .map(({ target }) => ({
          service,
          port: target,
          ...(webPorts.has(target) ? { url: 'http://localhost:{port}/' } : {}),
        })),
    )
