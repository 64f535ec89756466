// What a workspace could do to this computer: found in what Compose made of its file, never by running it.
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type {
  WorkspaceDanger,
  WorkspaceDangerKind,
  WorkspaceFolder,
  WorkspaceImage,
} from '../../preload/model'
import { buildOf, reservedDevices, type ComposeJson, type ServiceJson } from '../base/compose-json'
import {
  asWritten,
  contextsOf,
  isInside,
  isRemote,
  mountedBy,
  readForBuild,
  watchedBy,
  type HostPath,
  type Real,
} from './host-paths'

export interface Trust {
  readonly images: readonly WorkspaceImage[]
  readonly folders: readonly WorkspaceFolder[]
  readonly dangers: readonly WorkspaceDanger[]
}

/** Both names of the engine's socket, and where it is a pipe. */
const isEngineSocket = (path: string): boolean =>
  /(^|[/\\])(docker|podman|containerd)\.sock$|[/\\]pipe[/\\]docker/i.test(path) || isParentOfSocket(path)

/** A folder above the socket gives it as well. */
const isParentOfSocket = (path: string): boolean => ['/', '/run', '/var', '/var/run'].includes(resolve(path))

export interface Surroundings {
  /** The project's own. */
  readonly folder: string
  /** Images that come along. */
  readonly included?: ReadonlySet<string>
  readonly real?: Real
  /** Names of volumes and networks that stand in the file, and are not made from the project's. */
  readonly named?: ReadonlySet<string>
}

interface Judged extends Required<Surroundings> {
  readonly config: ComposeJson
}

/** Everything that takes a container out of its box, by service. */
export function judge(
  config: ComposeJson,
  { folder, included = new Set(), real = asWritten, named = new Set() }: Surroundings,
): Trust {
  const judged = { config, folder, included, real, named }
  const services = Object.entries(config.services)
  const found = services.flatMap(([name, service]) => dangersOf(name, service, judged))
  const dangers = new Map(found.map((one) => [one.id, one]))
  return {
    images: imagesOf(services, included),
    folders: foldersOf(services, judged),
    dangers: [...dangers.values()].sort((a, b) => Number(b.severe) - Number(a.severe)),
  }
}

const mild: ReadonlySet<WorkspaceDangerKind> = new Set(['build', 'build-unmarked'])

/** In characters: what is longer is cut where it is shown, and told apart by a digest. */
export const longest = 300

const idOf = (text: string): string => {
  if (text.length <= longest) return text
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${text.slice(0, longest - 17)}~${digest}`
}

export const danger = (kind: WorkspaceDangerKind, service: string, subject: string): WorkspaceDanger => ({
  id: idOf(`${kind}:${service}:${subject}`),
  kind,
  service,
  subject: subject.slice(0, longest),
  severe: !mild.has(kind),
})

function dangersOf(name: string, service: ServiceJson, judged: Judged): WorkspaceDanger[] {
  const hooks = [...(service.post_start ?? []), ...(service.pre_stop ?? [])]
  const isPrivileged = service.privileged === true || hooks.some(({ privileged }) => privileged === true)
  const { config, folder } = judged
  const paths = [
    ...mountedBy(service, config),
    ...readForBuild(service, config, folder),
    ...watchedBy(service),
  ]
  return [
    ...(isPrivileged ? [danger('privileged', name, '')] : []),
    ...(service.use_api_socket === true ? [danger('docker-socket', name, '/var/run/docker.sock')] : []),
    ...paths.flatMap((path) => pathDangers(name, path, judged)),
    ...[...sharedNamespaces(service), ...hostNetworks(service, config)].map((one) =>
      danger('host-namespace', name, one),
    ),
    ...(service.cap_add ?? []).map((one) => danger('capability', name, one)),
    ...[...devicesOf(service), ...strangeVolumes(service, config)].map((one) => danger('device', name, one)),
    // A profile or label of the file's own guards as little as it likes.
    ...(service.security_opt ?? [])
      .filter((one) => !/^no-new-privileges([:=]true)?$/.test(one))
      .map((one) => danger('unconfined', name, one)),
    ...buildDangers(name, service, judged),
    ...foreign(service, judged).map((one) => danger('other-project', name, one)),
  ]
}

/** Told with where it leads, when that is somewhere else. */
function pathDangers(service: string, { path }: HostPath, { folder, real }: Judged): WorkspaceDanger[] {
  const target = real(path)
  const subject = isInside(folder, path) ? `${path} → ${target}` : path
  if (isEngineSocket(path) || isEngineSocket(target)) return [danger('docker-socket', service, subject)]
  return isOutside(path, folder, real) ? [danger('host-folder', service, subject)] : []
}

const isOutside = (path: string, folder: string, real: Real): boolean =>
  !isInside(folder, path) || !isInside(folder, real(path))

const ownNetworks: ReadonlySet<string> = new Set(['', 'bridge', 'overlay', 'none'])

/** The network of this computer itself, with an address of its own in it, or a bridge that is there already. */
const hostNetworks = (service: ServiceJson, config: ComposeJson): string[] =>
  Object.keys((service.networks ?? {}) as object).flatMap((name) => {
    const { driver = '', driver_opts: options = {} } = config.networks?.[name] ?? {}
    const bridge = options['com.docker.network.bridge.name']
    return [
      ...(ownNetworks.has(driver) ? [] : [`network ${name}: ${driver}`]),
      ...(bridge === undefined ? [] : [`network ${name}: ${bridge}`]),
    ]
  })

/** Volumes that are mounts of something else, a network share or the kernel's own files, or made by a plug-in. */
const strangeVolumes = (service: ServiceJson, config: ComposeJson): string[] =>
  (service.volumes ?? []).flatMap(({ type, source = '' }) => {
    const { driver = 'local', driver_opts: options = {} } = config.volumes?.[source] ?? {}
    if (type !== 'volume') return []
    const { type: kind = '', device = '' } = options
    return [
      ...(driver === 'local' ? [] : [`volume ${source}: ${driver}`]),
      // Where it is a folder, the folder is told.
      ...(['', 'none', 'bind', 'tmpfs', 'overlay'].includes(String(kind))
        ? []
        : [`volume ${source}: ${kind} ${device}`]),
    ]
  })

function sharedNamespaces(service: ServiceJson): string[] {
  const { network_mode: network, pid, ipc, uts, userns_mode: users, cgroup } = service
  const shared = { network, pid, ipc, uts, users, cgroup }
  return Object.entries(shared)
    .filter(([, mode]) => mode === 'host' || mode?.startsWith('container:') === true)
    .map(([name, mode]) => `${name}: ${mode}`)
}

function devicesOf(service: ServiceJson): string[] {
  const listed = (service.devices ?? []).map((one) =>
    typeof one === 'string' ? one : ((one as { readonly source?: string } | null)?.source ?? ''),
  )
  const reserved = reservedDevices(service).flatMap(({ capabilities, driver }) =>
    [...(capabilities ?? []), driver ?? ''].filter((one) => one !== ''),
  )
  return [
    ...listed,
    ...reserved.map((one) => (one === 'gpu' ? 'GPU' : one)),
    ...(service.device_cgroup_rules ?? []),
    ...(service.gpus === undefined ? [] : ['GPU']),
    ...(service.runtime === undefined || service.runtime === 'runc' ? [] : [`runtime ${service.runtime}`]),
    ...(service.cgroup_parent === undefined ? [] : [`cgroup ${service.cgroup_parent}`]),
  ]
}

function buildDangers(name: string, service: ServiceJson, { folder, real }: Judged): WorkspaceDanger[] {
  const build = buildOf(service)
  if (!build) return []
  const mildly = contextsOf(service, folder).filter(
    (path) => isRemote(path) || !isOutside(path, folder, real),
  )
  const allowed = [
    ...(build.privileged === true ? ['build'] : []),
    ...(build.entitlements ?? []).map((one) => `build: ${one}`),
  ]
  const shared = build.network === 'host' || build.network?.startsWith('container:') === true
  const uploads = (build.cache_to ?? []).filter((one) => !/(^|,)type=(local|inline)(,|$)/.test(one))
  return [
    ...mildly.map((path) => danger('build', name, path)),
    ...allowed.map((one) => danger('privileged', name, one)),
    ...(shared ? [danger('host-namespace', name, `build network: ${build.network}`)] : []),
    ...sshOf(build.ssh).map((one) => danger('ssh-keys', name, one)),
    ...uploads.map((one) => danger('build-upload', name, one)),
  ]
}

const sshOf = (ssh: unknown): string[] =>
  Array.isArray(ssh) ? ssh.map(String) : typeof ssh === 'object' && ssh !== null ? Object.keys(ssh) : []

/** Volumes, networks and containers of others: outside of the file, or under a name that another project may have. */
function foreign(service: ServiceJson, { config, named }: Judged): string[] {
  const of = (part: 'volumes' | 'networks', key: string): string[] => {
    const { external, name = key } = config[part]?.[key] ?? {}
    return external === true || named.has(name) ? [name] : []
  }
  const volumes = (service.volumes ?? []).flatMap(({ type, source = '' }) =>
    type === 'volume' ? of('volumes', source) : [],
  )
  const networks = Object.keys((service.networks ?? {}) as object).flatMap((name) => of('networks', name))
  const from = (service.volumes_from ?? []).filter((one) => one.startsWith('container:'))
  return [...new Set([...volumes, ...networks, ...from, ...(service.external_links ?? [])])]
}

function foldersOf(
  services: readonly (readonly [string, ServiceJson])[],
  { config, folder, real }: Judged,
): WorkspaceFolder[] {
  const folders = new Map<string, WorkspaceFolder>()
  for (const [name, service] of services)
    for (const { path, writable } of mountedBy(service, config)) {
      const known = folders.get(path)
      folders.set(path, {
        path,
        writable: writable || known?.writable === true,
        outside: isOutside(path, folder, real),
        services: [...new Set([...(known?.services ?? []), name])],
      })
    }
  return [...folders.values()]
}

/** Docker Hub where no host is named (distribution/reference). */
export function splitImage(reference: string): { readonly registry: string; readonly repository: string } {
  const name = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
  const [first = '', ...rest] = name.split('/')
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost'))
    return { registry: first, repository: rest.join('/') }
  return { registry: 'docker.io', repository: rest.length > 0 ? name : `library/${name}` }
}

function imagesOf(
  services: readonly (readonly [string, ServiceJson])[],
  included: ReadonlySet<string>,
): WorkspaceImage[] {
  const images = new Map<string, WorkspaceImage>()
  for (const [name, { image, build }] of services) {
    if (image === undefined || build !== undefined) continue
    images.set(image, {
      reference: image,
      ...splitImage(image),
      pinned: image.includes('@sha256:'),
      included: included.has(image),
      services: [...(images.get(image)?.services ?? []), name],
    })
  }
  return [...images.values()]
}
