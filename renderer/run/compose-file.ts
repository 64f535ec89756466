// The run form as a compose file: the same container as a service.
import { bytesOf } from '../../preload/amounts'
import { writeAddress, writePort } from '../../preload/port-range'
import { requestOf, type RunForm } from './form'

type Yaml = string | number | boolean | readonly Yaml[] | { readonly [name: string]: Yaml }

/** Of a form without problems. */
export function composeText(form: RunForm): string {
  const request = requestOf(form)
  const service = request.name ?? 'app'
  const named = request.volumes.map(({ name }) => name)
  const networks = (request.networks ?? []).filter(
    (name) => !['bridge', 'default', 'host', 'none'].includes(name) && !isLodging(name),
  )
  const mode = request.networks?.find((name) => name === 'host' || name === 'none' || isLodging(name))
  const flags = { init: request.init, read_only: request.readOnly, privileged: request.privileged }
  const more = { tty: request.tty, stdin_open: request.interactive }
  const body: Record<string, Yaml | undefined> = {
    image: request.image,
    container_name: request.name,
    restart: request.restart === 'no' ? undefined : request.restart,
    entrypoint: request.entrypoint,
    command: request.command,
    user: request.user,
    working_dir: request.workingDir,
    hostname: request.hostname,
    environment: pairs(request.env),
    labels: pairs(request.labels ?? []),
    ports: some(
      request.ports.map((binding) => {
        const { hostAddress, containerPort, protocol } = binding
        const host = writePort(binding)
        const address = writeAddress(hostAddress)
        const outside = address === '' && host === '' ? '' : `${address}${host}:`
        return `${outside}${containerPort}${protocol === 'udp' ? '/udp' : ''}`
      }),
    ),
    volumes: some([
      ...request.volumes.map(({ name, path }): Yaml => ({ type: 'volume', source: name, target: path })),
      ...(request.folders ?? []).map(({ source, path, readOnly }): Yaml => ({
        type: 'bind',
        source,
        target: path,
        ...(readOnly ? { read_only: true } : {}),
      })),
    ]),
    network_mode: mode,
    networks: some(networks),
    mem_limit: form.more.memory.trim() === '' ? undefined : bytesOf(form.more.memory),
    cpus: request.cpus,
    healthcheck:
      request.healthCommand === undefined ? undefined : { test: ['CMD-SHELL', request.healthCommand] },
    ...flags,
    ...more,
  }
  const file: Record<string, Yaml | undefined> = {
    services: { [serviceName(service)]: defined(body) },
    volumes: named.length === 0 ? undefined : Object.fromEntries(named.map((name) => [name, { name }])),
    networks:
      networks.length === 0
        ? undefined
        : Object.fromEntries(networks.map((name) => [name, { name, external: true }])),
  }
  return `${lines(defined(file), '').join('\n')}\n`
}

/** In the network of another container, which is none of its own. */
const isLodging = (network: string): boolean => network.startsWith('container:')

const serviceName = (name: string): string => name.replace(/[^A-Za-z0-9_.-]/g, '-')

const some = (list: readonly Yaml[]): Yaml | undefined => (list.length === 0 ? undefined : list)

const pairs = (rows: readonly { readonly name: string; readonly value: string }[]): Yaml | undefined =>
  rows.length === 0 ? undefined : Object.fromEntries(rows.map(({ name, value }) => [name, value]))

const defined = (body: Readonly<Record<string, Yaml | undefined>>): { readonly [name: string]: Yaml } =>
  Object.fromEntries(Object.entries(body).filter((entry): entry is [string, Yaml] => entry[1] !== undefined))

/** A JSON string is a YAML string; compose reads `$` as the beginning of a variable unless it is doubled. */
const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' ? JSON.stringify(value.replaceAll('$', '$$$$')) : String(value)

const isPlain = (value: Yaml): value is string | number | boolean => typeof value !== 'object'

const key = (name: string): string => (/^[A-Za-z_][\w.-]*$/.test(name) ? name : JSON.stringify(name))

function lines(value: Exclude<Yaml, string | number | boolean>, indent: string): string[] {
  if (isList(value))
    return value.flatMap((one) => {
      if (isPlain(one)) return [`${indent}- ${scalar(one)}`]
      const [first = '', ...rest] = lines(one, `${indent}  `)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  return Object.entries(value).flatMap(([name, one]) =>
    isPlain(one)
      ? [`${indent}${key(name)}: ${scalar(one)}`]
      : [`${indent}${key(name)}:`, ...lines(one, `${indent}  `)],
  )
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value)
