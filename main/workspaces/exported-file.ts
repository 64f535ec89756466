// The compose file of an export: what Compose made of the project, without what must not leave this computer.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { stringify } from 'yaml'
import type { WorkspaceExportRequest, WorkspaceLeftOut } from '../../preload/model'
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import { writtenTexts } from '../base/compose-texts'
import { environmentOf } from './compose-config'
import { exportedBlock } from './exported-block'
import { networksOf, networksOfService } from './exported-networks'
import { ExportedSecrets, passwordIn } from './exported-secrets'
import { hasSecretMark, unmark } from '../../preload/secret-marks'
import { rewriteSecrets, type Rewrite } from '../../preload/secret-texts'
import { rewriteConfig, secretsInTexts } from './text-secrets'
import { isInside } from './host-paths'
import type { WorkspaceBlock } from './workspace-schema'

export interface ExportedFile {
  readonly text: string
  /** Values of the secrets that it asks for, to prove that it starts. */
  readonly secrets: Readonly<Record<string, string>>
  /** Files and folders of the project that go in, relative to it. */
  readonly paths: readonly string[]
}

export interface ExportedFileOptions {
  readonly config: ComposeJson
  readonly folder: string
  readonly request: WorkspaceExportRequest
  readonly leftOut: readonly WorkspaceLeftOut[]
  /** What stands for the image of each service. */
  readonly images: ReadonlyMap<string, string>
  /** Services whose images the archive carries. */
  readonly comeAlong: ReadonlySet<string>
  /** The project's own, where it has one. */
  readonly block: WorkspaceBlock | undefined
  /** Archives of images that come along. */
  readonly archives: readonly string[]
  /** Memory that each service uses now, in bytes. */
  readonly memory: ReadonlyMap<string, number>
  /** Values of what the block asks for, as far as they are known here. */
  readonly known: Readonly<Record<string, string>>
}

export async function exportedFile(options: ExportedFileOptions): Promise<ExportedFile> {
  const { config, request, block } = options
  const chosen = new Set(request.services)
  const entries = Object.entries(config.services).filter(([name]) => chosen.has(name))
  const secrets = new ExportedSecrets(block?.secrets ?? [], options.known)
  const isGone = goneOf(options)
  // All of them first, so that one that stands inside another text is found there, too.
  for (const [name, service] of entries)
    for (const [variable, value] of environmentOf(service))
      if (isGone('secret', name, variable) && passwordIn(value) === undefined)
        secrets.add(name, variable, value)
  for (const [name, service] of entries)
    for (const { subject, name: called, value } of secretsInTexts(service, config))
      if (isGone('secret', name, subject)) secrets.inText(name, called, value)
  const write = { ...options, secrets, isGone, chosen, paths: new Set<string>() }
  const services = Object.fromEntries(
    entries.map(([name, service]) => [name, exportedService(name, service, write)]),
  )
  const used = new Set(entries.flatMap(([, { volumes = [] }]) => volumes.map(({ source = '' }) => source)))
  const volumes = Object.keys(config.volumes ?? {}).filter((name) => used.has(name))
  const networks = networksOf(
    entries.map(([, service]) => service),
    config,
  )
  const content = {
    name: config.name,
    services,
    ...some('networks', networks),
    ...some('volumes', Object.fromEntries(volumes.map((name) => [name, {}]))),
    ...some('secrets', await grantedSecrets(entries, config, secrets)),
    ...some('configs', grantedConfigs(entries, write)),
  }
  for (const { input } of seedsOf(options)) if (input !== undefined) write.paths.add(plainPath(input))
  const { name, ...rest } = content
  const whole = {
    name,
    'x-portside': writtenTexts(
      exportedBlock({ ...options, asked: secrets.asked(), volumes, seeds: seedsOf(options) }),
    ),
    ...rest,
  }
  const head = `# ${block?.name ?? request.title}: a Portside workspace. \`docker compose up\` works with it, too.\n`
  return {
    text: head + stringify(whole, { lineWidth: 0 }),
    secrets: secrets.values(),
    paths: [...write.paths],
  }
}

const some = (key: string, value: object): object => (Object.keys(value).length === 0 ? {} : { [key]: value })

const plainPath = (path: string): string => path.replaceAll('\\', '/').replace(/^(\.\/)+/, '')

const seedsOf = ({ block, request }: ExportedFileOptions): NonNullable<WorkspaceBlock['seeds']> =>
  (block?.seeds ?? []).filter(
    ({ id, service }) => request.seeds.includes(id) && request.services.includes(service),
  )

type IsGone = (kind: WorkspaceLeftOut['kind'], service: string, subject: string) => boolean

const goneOf = ({ leftOut, request }: ExportedFileOptions): IsGone => {
  const gone = new Set(
    leftOut
      .filter(
        ({ service, subject, keepable }) => !(keepable && request.keep.includes(`${service}/${subject}`)),
      )
      .map(({ kind, service, subject }) => `${kind} ${service} ${subject}`),
  )
  return (kind, service, subject) => gone.has(`${kind} ${service} ${subject}`)
}

interface Write extends ExportedFileOptions {
  readonly secrets: ExportedSecrets
  readonly isGone: IsGone
  readonly chosen: ReadonlySet<string>
  readonly paths: Set<string>
}

/** What Compose adds by itself, what is of this computer, and what gets another form. */
const rewritten = new Set([
  ...['build', 'container_name', 'env_file', 'label_file', 'networks', 'profiles'],
  ...['environment', 'volumes', 'depends_on', 'command', 'configs', 'image'],
])

function exportedService(name: string, service: ServiceJson, write: Write): Record<string, unknown> {
  const { folder, images, secrets, isGone, chosen, config } = write
  const rewrite = rewriteOf(name, write)
  const texts = (value: unknown, at = ''): unknown => rewriteSecrets(value, at, rewrite)
  const { volumes = [], depends_on: needs, command, configs = [] } = service
  // Compose would ask a registry, or build what has no folder any more.
  const isHere = write.comeAlong.has(name) || service.pull_policy === 'build'
  const rest = Object.fromEntries(
    Object.entries(service).filter(([key]) => !rewritten.has(key) && !(isHere && key === 'pull_policy')),
  )
  const environment = Object.entries(service.environment ?? {})
    .filter(([variable]) => !isGone('path', name, variable))
    .map(([variable, value]) => {
      const asked = isGone('secret', name, variable)
      if (value === null) return [variable, null]
      return [
        variable,
        asked
          ? secrets.reference(name, variable, String(value))
          : texts(String(value), `environment.${variable}`),
      ]
    })
  const mounts = volumes.flatMap((mount) => {
    const { type, source = '' } = mount
    if (type !== 'bind') return [mount]
    if (!isInside(folder, source)) return []
    const path = relative(folder, source).replaceAll('\\', '/')
    write.paths.add(path)
    return [{ ...mount, source: path === '' ? '.' : `./${path}` }]
  })
  const kept = Object.entries((needs ?? {}) as object).filter(([one]) => chosen.has(one))
  const grants = configs.filter(({ source = '' }) =>
    isInside(folder, config.configs?.[source]?.file ?? folder),
  )
  const image = images.get(name)
  const text = Array.isArray(command) ? command.join(' ') : (command ?? '')
  return {
    ...(texts(rest) as object),
    ...(image === undefined ? {} : { image }),
    ...(text === '' || isGone('path', name, text) ? {} : { command: texts(command, 'command') }),
    ...some('environment', Object.fromEntries(environment) as object),
    ...(mounts.length === 0 ? {} : { volumes: mounts }),
    ...(grants.length === 0 ? {} : { configs: grants }),
    ...some('depends_on', Object.fromEntries(kept)),
    ...some('networks', networksOfService(service)),
  }
}

/** Compose has filled variables in; what looks like one now is meant as it stands. */
const rewriteOf = (service: string, { secrets, isGone }: Pick<Write, 'secrets' | 'isGone'>): Rewrite => ({
  answer: ({ subject, name, value }) =>
    isGone('secret', service, subject) ? secrets.inText(service, name, value) : undefined,
  plain: (text) => {
    const escaped = text.replaceAll('$', '$$$$')
    const asked = hasSecretMark(escaped) ? unmark(escaped, (name) => secrets.isOptional(name)) : escaped
    return secrets.replaceIn(asked)
  },
})

type Entries = readonly (readonly [string, ServiceJson])[]

/** A file with a secret in it becomes a question: Compose hands the answer to the service as the same file. */
async function grantedSecrets(
  entries: Entries,
  config: ComposeJson,
  secrets: ExportedSecrets,
): Promise<Record<string, { readonly environment: string }>> {
  const names = new Set(
    entries.flatMap(([, service]) => (service.secrets ?? []).flatMap(({ source }) => source ?? [])),
  )
  const found: Record<string, { environment: string }> = {}
  for (const name of names) {
    const { file } = config.secrets?.[name] ?? {}
    const value = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '')
    found[name] = { environment: secrets.add('', name.toUpperCase(), value.trimEnd() || 'empty') }
  }
  return found
}

function grantedConfigs(entries: Entries, write: Write): Record<string, unknown> {
  const { config, folder, paths } = write
  // By the first service that has it; the others have the same text.
  const users = new Map(
    entries
      .flatMap(([service, { configs = [] }]) => configs.map(({ source = '' }) => [source, service] as const))
      .toReversed(),
  )
  return Object.fromEntries(
    [...users].flatMap(([name, service]) => {
      const { file, name: _, ...rest } = (config.configs?.[name] ?? {}) as Record<string, unknown>
      const rewrite = rewriteOf(service, write)
      if (typeof rest.content === 'string')
        return [[name, { ...rest, content: rewriteConfig(rest.content, name, rewrite) }]]
      if (typeof file !== 'string') return [[name, rewriteSecrets(rest, `configs.${name}`, rewrite)]]
      if (!isInside(folder, file)) return []
      const path = relative(folder, file).replaceAll('\\', '/')
      paths.add(path)
      return [[name, { file: `./${path}` }]]
    }),
  )
}
