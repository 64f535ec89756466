// Everything of this computer that a service could see: mounts, files handed in, and what builds and watching read.
import { readlink, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { buildOf, type ComposeJson, type ServiceJson } from '../base/compose-json'

export interface HostPath {
  readonly path: string
  readonly writable: boolean
}

export const isInside = (folder: string, path: string): boolean => {
  const way = relative(resolve(folder), resolve(path))
  return way === '' || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== '..')
}

/** Where a path leads when its links are followed. */
export type Real = (path: string) => string

export const asWritten: Real = (path) => path

/** As Linux has it, so that a circle ends. */
const mostLinks = 40

/** A link in a folder that somebody cloned may lead anywhere. */
export async function realPaths(config: ComposeJson, folder: string): Promise<Real> {
  const paths = Object.values(config.services).flatMap((service) =>
    [...mountedBy(service, config), ...readForBuild(service, config, folder), ...watchedBy(service)].map(
      ({ path }) => path,
    ),
  )
  const found = new Map(
    await Promise.all([...new Set(paths)].map(async (path) => [path, await realOf(path)] as const)),
  )
  return (path) => found.get(path) ?? path
}

/** What is not there yet will be made where the folders above it, or a link to nothing, lead. */
export async function realOf(path: string, links = 0): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  if (real !== undefined) return real
  const link = await readlink(path).catch(() => undefined)
  if (link !== undefined && links < mostLinks) return realOf(resolve(dirname(path), link), links + 1)
  const above = dirname(path)
  return above === path ? path : join(await realOf(above, links), basename(path))
}

/** Mounts, volumes that are really folders, files handed in. */
export function mountedBy(service: ServiceJson, config: ComposeJson): HostPath[] {
  const mounts = (service.volumes ?? []).flatMap(({ type, source = '', read_only: readOnly = false }) => {
    const paths = type === 'volume' ? behindVolume(source, config) : [source]
    return type === 'bind' || type === 'npipe' || type === 'volume'
      ? paths.map((path) => ({ path, writable: !readOnly }))
      : []
  })
  const handed = (['configs', 'secrets'] as const).flatMap((part) => filesOf(part, service[part], config))
  return [...mounts, ...handed]
}

const isPath = (text: string): boolean => /^([/~\\]|[a-z]:[/\\])/i.test(text)

function behindVolume(name: string, config: ComposeJson): string[] {
  const { device = '', o: options = '' } = config.volumes?.[name]?.driver_opts ?? {}
  const layers = [...String(options).matchAll(/(?:lower|upper|work)dir=([^,]+)/g)].flatMap(([, dirs = '']) =>
    dirs.split(':'),
  )
  return [String(device), ...layers].filter(isPath)
}

const filesOf = (
  part: 'configs' | 'secrets',
  granted: readonly { readonly source?: string | undefined }[] | null | undefined,
  config: ComposeJson,
): HostPath[] =>
  (granted ?? []).flatMap(({ source = '' }) => {
    const file = config[part]?.[source]?.file
    return file === undefined ? [] : [{ path: file, writable: false }]
  })

/** Somewhere else than on this computer. */
export const isRemote = (path: string): boolean =>
  /^[a-z-]+:|^git@|\.git(#|$)/i.test(path) && !isAbsolute(path)

/** A layout of images in a folder is a folder, however it is called. */
const plain = (context: string): string => context.replace(/^(oci-layout|file):\/\//i, '')

/** Folders that a build has as its contexts; remote ones are none of this computer. */
export function contextsOf(service: ServiceJson, folder: string): string[] {
  const build = buildOf(service)
  if (!build) return []
  const { context = folder, additional_contexts: more } = build
  const contexts = Object.values(more ?? {}).map((one) => plain(String(one)))
  return [context, ...contexts].map((path) => (isRemote(path) ? path : resolve(folder, path)))
}

/** What a build reads and writes besides; its contexts included. */
export function readForBuild(service: ServiceJson, config: ComposeJson, folder: string): HostPath[] {
  const build = buildOf(service)
  if (!build) return []
  const { context = folder, dockerfile } = build
  const caches = (['cache_from', 'cache_to'] as const).flatMap((part) =>
    (build[part] ?? []).flatMap((text) => {
      const [, path] = /(?:^|,)(?:src|dest)=([^,]+)/.exec(text) ?? []
      return /(^|,)type=local(,|$)/.test(text) && path !== undefined
        ? [{ path: resolve(folder, path), writable: part === 'cache_to' }]
        : []
    }),
  )
  const files = dockerfile === undefined || isRemote(context) ? [] : [resolve(folder, context, dockerfile)]
  const paths = [...contextsOf(service, folder).filter((path) => !isRemote(path)), ...files]
  return [
    ...paths.map((path) => ({ path, writable: false })),
    ...caches,
    ...filesOf('secrets', build.secrets, config),
  ]
}

/** Copied into the container while somebody watches the project. */
export const watchedBy = ({ develop }: ServiceJson): HostPath[] =>
  (develop?.watch ?? []).flatMap((one) => {
    const { path } = (one ?? {}) as { readonly path?: unknown }
    return typeof path === 'string' ? [{ path, writable: false }] : []
  })
