// What Compose makes of the files, read from its JSON into Portside's own nouns.
import { readRange } from '../../preload/port-range'
import { isPort } from '../base/port-address'
import { replicasOf, type ComposeJson, type ServiceJson } from '../base/compose-json'
import type { ComposeDependency, ComposePort, ComposeServiceConfig } from '../../preload/model'

export const servicesOf = ({ services }: ComposeJson): [string, ServiceJson][] =>
  Object.entries(services).sort(([a], [b]) => (a < b ? -1 : 1))

/** Names on the engine of what the project makes, or expects, under a key. */
export const namesOf = (of: ComposeJson['volumes'], external: boolean): string[] =>
  Object.entries(of ?? {})
    .filter(([, one]) => (one?.external ?? false) === external)
    .map(([key, one]) => one?.name ?? key)

/** What is no port is left to {@link badPortsOf}. */
export const portsOf = ({ ports = [] }: ServiceJson): ComposePort[] =>
  ports.flatMap(({ target, published = '', host_ip: hostAddress = '0.0.0.0', protocol }) => {
    const hostRange = readRange(published)
    if (!isInside(target) || !(hostRange || isAnyPort(published) || isOnePort(published))) return []
    return [
      {
        containerPort: target,
        hostPort: hostRange ? 0 : Number(published),
        hostAddress: hostAddress === '' ? '0.0.0.0' : hostAddress,
        protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
        ...(hostRange ? { hostRange } : {}),
      },
    ]
  })

const isInside = (target: number): boolean => target > 0 && isPort(target)
const isAnyPort = (published: string): boolean => /^0*$/.test(published)
const isOnePort = (published: string): boolean => /^\d+$/.test(published) && isPort(Number(published))

/** As written, `8000-:80`: Compose reads them, and the engine refuses them once everything else was made. */
export const badPortsOf = ({ ports = [] }: ServiceJson): string[] =>
  ports.flatMap(({ target, published = '' }) => {
    const [first = '', last = first, ...more] = published.split('-')
    const isRange = isOnePort(first) && isOnePort(last) && Number(first) <= Number(last) && more.length === 0
    return isInside(target) && (isAnyPort(published) || isRange) ? [] : [`${published}:${target}`]
  })

export const readService = ([name, json]: [string, ServiceJson]): ComposeServiceConfig => ({
  name,
  ...(json.image === undefined ? {} : { image: json.image }),
  ...(json.platform === undefined ? {} : { platform: json.platform }),
  builds: json.build !== undefined,
  watches: (json.develop?.watch ?? []).length > 0,
  dependsOn: Object.entries(json.depends_on ?? {}).map(([other, one]): ComposeDependency => ({
    service: other,
    condition: one.condition ?? 'service_started',
    required: one.required ?? true,
  })),
  ports: portsOf(json),
  volumes: (json.volumes ?? []).flatMap(({ source }) => (source === undefined ? [] : [source])),
  profiles: json.profiles ?? [],
  replicas: replicasOf(json),
  hasHealthCheck: json.healthcheck !== undefined && json.healthcheck.disable !== true,
  ...(json.container_name === undefined ? {} : { containerName: json.container_name }),
})
