// The run form as a compose file: the same container as a service.
import type { RunRequest } from '../../preload/model'
import { writeAddress, writePort } from '../../preload/port-range'
import { healthOf, keyOf, mapOf, mountExtras, networkExtras, serviceExtras, unsaid } from './compose-extras'
import { writtenValue } from './also/flags'
import { inOwnWords, requestOf, type RunForm } from './form'
import { defined, some, yamlText, type Yaml } from './yaml'

export interface ComposeFile {
  readonly text: string
  /** Flags of `docker run` that Compose has no word for. */
  readonly unsaid: readonly string[]
}

export const composeText = (form: RunForm): string => composeOf(form).text

/** Of a form without problems. */
export function composeOf(given: RunForm): ComposeFile {
  const own = inOwnWords(given)
  // Compose reads files by their names, too.
  const form = { ...own, also: own.also.map((flag) => ({ ...flag, value: writtenValue(flag) })) }
  const request = requestOf(form)
  const { extras = {} } = request
  const { mounts, volumes } = mountExtras(extras)
  const networks = (request.networks ?? []).filter(
    (name) => !['bridge', 'default', 'host', 'none'].includes(name) && !isLodging(name),
  )
  const mode = request.networks?.find((name) => name === 'host' || name === 'none' || isLodging(name))
  const body: Record<string, Yaml | undefined> = {
    image: request.image,
    pull_policy: form.also.find(({ name }) => name === 'pull')?.value,
    container_name: request.name,
    ...plainKeys(request),
    ...without(serviceExtras(request)),
    volumes: some([...ownMounts(request), ...mounts]),
    network_mode: mode,
    networks: networksOf(request, networks),
    mac_address: mode === undefined && networks.length === 0 ? extras.config?.MacAddress : undefined,
    mem_limit: request.memoryBytes,
    cpus: request.cpus,
    healthcheck: healthOf(checkOf(given, request), extras.config?.Healthcheck),
    init: request.init ?? extras.host?.Init,
    read_only: request.readOnly,
    privileged: request.privileged,
    tty: request.tty,
    stdin_open: request.interactive,
  }
  const named = {
    ...Object.fromEntries(request.volumes.map(({ name }) => [keyOf(name), { name }])),
    ...volumes,
  }
  const file = defined({
    services: { [serviceName(request.name ?? 'app')]: defined(body) },
    volumes: Object.keys(named).length === 0 ? undefined : named,
    networks:
      networks.length === 0
        ? undefined
        : Object.fromEntries(networks.map((name) => [keyOf(name), { name, external: true }])),
  })
  return { text: yamlText(file), unsaid: unsaid(request) }
}

/** Compose has words for a check without a shell, as `docker run` has not. */
function checkOf({ check, more }: RunForm, { healthCommand }: RunRequest): readonly string[] | undefined {
  if (check && more.health.trim() === '') return check
  return healthCommand === undefined ? undefined : ['CMD-SHELL', healthCommand]
}

const without = (body: Readonly<Record<string, Yaml | undefined>>): Record<string, Yaml> => defined(body)

const plainKeys = (request: RunRequest): Record<string, Yaml | undefined> => ({
  restart: request.restart === 'no' ? undefined : request.restart,
  entrypoint: request.entrypoint,
  command: request.command,
  user: request.user,
  working_dir: request.workingDir,
  hostname: request.hostname,
  environment: pairs(request.env, request.withoutEnv),
  labels: pairs(request.labels ?? []),
  ports: portsOf(request),
})

const portsOf = ({ ports, extras }: RunRequest): Yaml | undefined =>
  some([
    ...ports.map((binding) => {
      const { hostAddress, containerPort, protocol } = binding
      const host = writePort(binding)
      const address = writeAddress(hostAddress)
      const outside = address === '' && host === '' ? '' : `${address}${host}:`
      return `${outside}${containerPort}${protocol === 'udp' ? '/udp' : ''}`
    }),
    ...Object.entries(extras?.host?.PortBindings ?? {}).flatMap(([port, bindings]) =>
      bindings.map(({ HostIp: ip, HostPort: host }) => {
        const outside = ip === '' && host === '' ? '' : `${writeAddress(ip)}${host}:`
        return `${outside}${port}`
      }),
    ),
  ])

const ownMounts = ({ volumes, folders = [] }: RunRequest): Yaml[] => [
  ...volumes.map(({ name, path, readOnly }): Yaml => ({
    ...{ type: 'volume', source: keyOf(name), target: path },
    ...(readOnly ? { read_only: true } : {}),
  })),
  ...folders.map(({ source, path, readOnly }): Yaml => ({
    ...{ type: 'bind', source, target: path },
    ...(readOnly ? { read_only: true } : {}),
  })),
]

/** Names alone, unless one of them is asked for something. */
function networksOf({ extras }: RunRequest, names: readonly string[]): Yaml | undefined {
  const all = names.map((name) => [keyOf(name), networkExtras(extras, name)] as const)
  return all.every(([, asked]) => Object.keys(asked).length === 0)
    ? some(names.map(keyOf))
    : Object.fromEntries(all)
}

/** In the network of another container, which is none of its own. */
const isLodging = (network: string): boolean => network.startsWith('container:')

const serviceName = (name: string): string => keyOf(name.replace(/[^A-Za-z0-9_.-]/g, '-'))

/** By their names, where Compose has no other use for one of these: `x-…` is a remark to it. A name alone has no value. */
const pairs = (
  rows: readonly { readonly name: string; readonly value: string }[],
  bare: readonly string[] = [],
): Yaml | undefined =>
  bare.length > 0 || rows.some(({ name }) => name.startsWith('x-'))
    ? [...rows.map(({ name, value }) => `${name}=${value}`), ...bare]
    : mapOf(Object.fromEntries(rows.map(({ name, value }) => [name, value])))
