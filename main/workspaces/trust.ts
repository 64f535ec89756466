// What a workspace could do to this computer: found in what Compose made of its file, never by running it.
import { isAbsolute, relative, resolve } from 'node:path'
import type {
  WorkspaceDanger,
  WorkspaceDangerKind,
  WorkspaceFolder,
  WorkspaceImage,
} from '../../preload/model'
import type { ComposeJson, ServiceJson } from '../base/compose-json'

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

export const isInside = (folder: string, path: string): boolean => {
  const way = relative(resolve(folder), resolve(path))
  return way === '' || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== '..')
}

/** Everything that takes a container out of its box, by service. `folder` is the project's own. */
export function judge(config: ComposeJson, folder: string, included: ReadonlySet<string>): Trust {
  const services = Object.entries(config.services)
  const found = services.flatMap(([name, service]) => dangersOf(name, service, config, folder))
  const dangers = new Map(found.map((one) => [one.id, one]))
  return {
    images: imagesOf(services, included),
    folders: foldersOf(services, config, folder),
    dangers: [...dangers.values()].sort((a, b) => Number(b.severe) - Number(a.severe)),
  }
}

const mild: ReadonlySet<WorkspaceDangerKind> = new Set(['build'])

const danger = (kind: WorkspaceDangerKind, service: string, subject: string): WorkspaceDanger => ({
  id: `${kind}:${service}:${subject}`.slice(0, 300),
  kind,
  service,
  subject: subject.slice(0, 300),
  severe: !mild.has(kind),
})

function dangersOf(
  name: string,
  service: ServiceJson,
  config: ComposeJson,
  folder: string,
): WorkspaceDanger[] {
  const hooks = [...(service.post_start ?? []), ...(service.pre_stop ?? [])]
  const isPrivileged = service.privileged === true || hooks.some(({ privileged }) => privileged === true)
  return [
    ...(isPrivileged ? [danger('privileged', name, '')] : []),
    ...(service.use_api_socket === true ? [danger('docker-socket', name, '/var/run/docker.sock')] : []),
    ...pathsOf(service, config).flatMap(({ path }) => {
      if (isEngineSocket(path)) return [danger('docker-socket', name, path)]
      return isInside(folder, path) ? [] : [danger('host-folder', name, path)]
    }),
    ...sharedNamespaces(service).map((one) => danger('host-namespace', name, one)),
    ...(service.cap_add ?? []).map((one) => danger('capability', name, one)),
    ...devicesOf(service).map((one) => danger('device', name, one)),
    ...(service.security_opt ?? [])
      .filter((one) => /unconfined|disable|no-new-privileges[:=]false/.test(one))
      .map((one) => danger('unconfined', name, one)),
    ...buildDangers(name, service, folder),
    ...foreign(service, config).map((one) => danger('other-project', name, one)),
  ]
}

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
  return [
    ...listed,
    ...(service.device_cgroup_rules ?? []),
    ...(service.gpus === undefined ? [] : ['GPU']),
    ...(service.runtime === undefined || service.runtime === 'runc' ? [] : [`runtime ${service.runtime}`]),
    ...(service.cgroup_parent === undefined ? [] : [`cgroup ${service.cgroup_parent}`]),
  ]
}

function buildDangers(name: string, { build }: ServiceJson, folder: string): WorkspaceDanger[] {
  if (!build) return []
  const { context = folder } = build
  const contexts = Object.values((build.additional_contexts ?? {}) as Record<string, unknown>).map(String)
  const isRemote = (path: string): boolean => /^[a-z-]+:|^git@|\.git(#|$)/i.test(path) && !isAbsolute(path)
  return [context, ...contexts].map((path) =>
    isRemote(path) || isInside(folder, resolve(folder, path))
      ? danger('build', name, path)
      : danger('host-folder', name, path),
  )
}

/** Volumes and containers of others. A network alone gives away no data of theirs, but reaches them. */
function foreign(service: ServiceJson, config: ComposeJson): string[] {
  const volumes = (service.volumes ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source !== undefined && config.volumes?.[source]?.external === true
      ? [config.volumes[source].name ?? source]
      : [],
  )
  const networks = Object.keys((service.networks ?? {}) as object).filter(
    (name) => config.networks?.[name]?.external === true,
  )
  const from = (service.volumes_from ?? []).filter((one) => one.startsWith('container:'))
  return [...volumes, ...networks, ...from]
}

interface SeenPath {
  readonly path: string
  readonly writable: boolean
}

/** Everything of this computer that its containers see: mounts, volumes that are really folders, files handed in. */
function pathsOf(service: ServiceJson, config: ComposeJson): SeenPath[] {
  const mounts = (service.volumes ?? []).flatMap(({ type, source = '', read_only: readOnly = false }) => {
    if (type === 'bind' || type === 'npipe') return [{ path: source, writable: !readOnly }]
    const device = type === 'volume' ? config.volumes?.[source]?.driver_opts?.device : undefined
    return typeof device === 'string' && /^([/~\\]|[a-z]:)/i.test(device)
      ? [{ path: device, writable: !readOnly }]
      : []
  })
  const handed = (['configs', 'secrets'] as const).flatMap((part) =>
    (service[part] ?? []).flatMap(({ source = '' }) => {
      const file = config[part]?.[source]?.file
      return file === undefined ? [] : [{ path: file, writable: false }]
    }),
  )
  return [...mounts, ...handed]
}

function foldersOf(
  services: readonly (readonly [string, ServiceJson])[],
  config: ComposeJson,
  folder: string,
): WorkspaceFolder[] {
  const folders = new Map<string, WorkspaceFolder>()
  for (const [name, service] of services)
    for (const { path, writable } of pathsOf(service, config)) {
      const known = folders.get(path)
      folders.set(path, {
        path,
        writable: writable || known?.writable === true,
        outside: !isInside(folder, path),
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
