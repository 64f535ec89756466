// The compose file of an export: what Compose made of the project, without what must not leave this computer.
import { relative } from 'node:path'
import { stringify } from 'yaml'
import type { WorkspaceExportRequest, WorkspaceLeftOut } from '../../preload/model'
import { environmentOf, type ComposeConfig, type ComposeService } from './compose-config'
import { isInside } from './trust'
import type { WorkspaceBlock } from './workspace-schema'

export interface ExportedFile {
  readonly text: string
  /** Values of the secrets that it asks for, to prove that it starts. */
  readonly secrets: Readonly<Record<string, string>>
  /** Paths inside the project that its containers see. */
  readonly folders: readonly string[]
}

export interface ExportedFileOptions {
  readonly config: ComposeConfig
  readonly folder: string
  readonly request: WorkspaceExportRequest
  readonly leftOut: readonly WorkspaceLeftOut[]
  /** What stands for the image of each service. */
  readonly images: ReadonlyMap<string, string>
  /** Blocks that the project has already. */
  readonly block: WorkspaceBlock | undefined
  /** Archives of images that come along. */
  readonly archives: readonly string[]
  /** Memory that each service uses now, in bytes. */
  readonly memory: ReadonlyMap<string, number>
}

export function exportedFile(options: ExportedFileOptions): ExportedFile {
  const { config, request, block } = options
  const chosen = new Set(request.services)
  const secrets = new Secrets()
  const folders = new Set<string>()
  const services = Object.fromEntries(
    Object.entries(config.services)
      .filter(([name]) => chosen.has(name))
      .map(([name, service]) => [name, exportedService(name, service, chosen, options, secrets, folders)]),
  )
  const used = new Set(
    Object.entries(config.services)
      .filter(([name]) => chosen.has(name))
      .flatMap(([, { volumes = [] }]) => volumes.map(({ source = '' }) => source)),
  )
  const volumes = Object.keys(config.volumes ?? {}).filter((name) => used.has(name))
  const content = {
    name: config.name,
    'x-portside': blockOf(options, secrets, volumes),
    services,
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
  }
  const head = `# ${block?.name ?? request.title}: a Portside workspace. \`docker compose up\` works with it, too.\n`
  return {
    text: head + stringify(content, { lineWidth: 0 }),
    secrets: secrets.values(),
    folders: [...folders],
  }
}

/** One name for one value: two services with the same password ask for it once. */
class Secrets {
  readonly #values = new Map<string, string>()

  add(service: string, name: string, value: string): string {
    const plain = name.replace(/\W/g, '_')
    const known = this.#values.get(plain)
    const own =
      known === undefined || known === value ? plain : `${service.replace(/\W/g, '_')}_${plain}`.toUpperCase()
    this.#values.set(own, value)
    return own
  }

  values(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values)
  }
}

function exportedService(
  name: string,
  service: ComposeService,
  chosen: ReadonlySet<string>,
  { folder, images, leftOut, request }: ExportedFileOptions,
  secrets: Secrets,
  folders: Set<string>,
): Record<string, unknown> {
  const gone = (kind: WorkspaceLeftOut['kind'], subject: string): boolean =>
    leftOut.some((one) => one.kind === kind && one.service === name && one.subject === subject) &&
    !request.keep.includes(`${name}/${subject}`)
  // What Compose adds by itself, and what has another form below.
  const {
    build: _,
    environment: __,
    volumes = [],
    depends_on: needs,
    networks: ___,
    env_file: ____,
    label_file: _____,
    ...rest
  } = service
  const environment = [...environmentOf(service)]
    .filter(([variable]) => !gone('path', variable))
    .map(([variable, value]) => [
      variable,
      gone('secret', variable) ? `\${${secrets.add(name, variable, value)}}` : escaped(value),
    ])
  const mounts = volumes.flatMap((mount) => {
    const { type, source = '' } = mount
    if (type !== 'bind') return [mount]
    if (!isInside(folder, source)) return []
    const path = relative(folder, source).replaceAll('\\', '/')
    folders.add(path)
    return [{ ...mount, source: `./${path}` }]
  })
  const kept = Object.entries((needs ?? {}) as object).filter(([one]) => chosen.has(one))
  const image = images.get(name)
  return {
    ...(escapeAll(rest) as object),
    ...(image === undefined ? {} : { image }),
    ...(environment.length === 0 ? {} : { environment: Object.fromEntries(environment) }),
    ...(mounts.length === 0 ? {} : { volumes: mounts }),
    ...(kept.length === 0 ? {} : { depends_on: Object.fromEntries(kept) }),
  }
}

/** Compose has filled variables in; what looks like one now is meant as it stands. */
const escaped = (value: string): string => value.replaceAll('$', '$$$$')

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value)
  if (Array.isArray(value)) return value.map(escapeAll)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [key, escapeAll(one)]),
  )
}

function blockOf(
  { request, block, archives, memory, config }: ExportedFileOptions,
  secrets: Secrets,
  volumes: readonly string[],
): WorkspaceBlock {
  const { title, description, author, services } = request
  const chosen = new Set(services)
  const about = (service: string): boolean => chosen.has(service)
  const asked = Object.keys(secrets.values()).map(
    (name) => block?.secrets?.find((one) => one.name === name) ?? { name },
  )
  const contents = request.volumes.filter((name) => volumes.includes(name))
  const shown = services.flatMap((name) => {
    const bytes = memory.get(name)
    const told = { ...(bytes === undefined ? {} : { memory: bytes }), ...block?.services?.[name] }
    return Object.keys(told).length === 0 ? [] : [[name, told] as const]
  })
  return {
    version: 1,
    name: title,
    ...(description === undefined ? {} : { description }),
    ...(author === undefined ? {} : { author }),
    ...(shown.length === 0 ? {} : { services: Object.fromEntries(shown) }),
    ports: block?.ports?.filter(({ service }) => about(service)) ?? guessedPorts(config, chosen),
    ...(block?.readiness ? { readiness: block.readiness.filter(({ service }) => about(service)) } : {}),
    ...(asked.length === 0 ? {} : { secrets: asked }),
    ...(contents.length === 0
      ? {}
      : { volumes: Object.fromEntries(contents.map((name) => [name, `volumes/${name}.tar.gz`])) }),
    ...(archives.length === 0 ? {} : { images: [...archives] }),
    ...(block?.notes ? { notes: block.notes } : {}),
  }
}

/** What usually speaks HTTP is offered to be opened. */
const webPorts = new Set([80, 3000, 4200, 5000, 5173, 8000, 8025, 8080, 8081, 8888, 9001])

const guessedPorts = (
  config: ComposeConfig,
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
