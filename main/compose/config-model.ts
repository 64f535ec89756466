// What Compose makes of the files, read from its JSON into Portside's own nouns.
import { z } from 'zod'
import type { ComposeDependency, ComposePort, ComposeServiceConfig } from '../../preload/model'
import { isPort } from '../base/port-address'

const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully'])
const port = z.looseObject({
  // Compose leaves a 0 out.
  target: z.number().default(0),
  published: z.string().optional(),
  host_ip: z.string().optional(),
  protocol: z.string().optional(),
})
const mount = z.looseObject({
  type: z.string(),
  source: z.string().optional(),
  target: z.string().optional(),
  bind: z.looseObject({ create_host_path: z.boolean().optional() }).nullish(),
})
const service = z.looseObject({
  image: z.string().optional(),
  platform: z.string().optional(),
  pull_policy: z.string().optional(),
  container_name: z.string().optional(),
  build: z.looseObject({ context: z.string().optional(), dockerfile: z.string().optional() }).nullish(),
  develop: z.looseObject({ watch: z.array(z.unknown()).nullish() }).nullish(),
  depends_on: z
    .record(z.string(), z.looseObject({ condition: condition.optional(), required: z.boolean().optional() }))
    .nullish(),
  ports: z.array(port).nullish(),
  volumes: z.array(mount).nullish(),
  profiles: z.array(z.string()).nullish(),
  scale: z.number().optional(),
  deploy: z.looseObject({ replicas: z.number().nullish() }).nullish(),
  healthcheck: z.looseObject({ disable: z.boolean().optional() }).nullish(),
})
const resource = z
  .looseObject({ name: z.string().optional(), external: z.boolean().optional(), file: z.string().optional() })
  .nullish()
const resources = z.record(z.string(), resource).nullish()

export const composeJson = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), service).nullish(),
  networks: resources,
  volumes: resources,
  secrets: resources,
  configs: resources,
})
export type ComposeJson = z.infer<typeof composeJson>
export type ServiceJson = z.infer<typeof service>

export const servicesOf = ({ services }: ComposeJson): [string, ServiceJson][] =>
  Object.entries(services ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))

/** Names on the engine of what the project makes, or expects, under a key. */
export const namesOf = (of: ComposeJson['volumes'], external: boolean): string[] =>
  Object.entries(of ?? {})
    .filter(([, one]) => (one?.external ?? false) === external)
    .map(([key, one]) => one?.name ?? key)

/** A range of ports has no single number and is left to Compose; what is no port is left to {@link badPortsOf}. */
export const portsOf = ({ ports }: ServiceJson): ComposePort[] =>
  (ports ?? []).flatMap(({ target, published = '', host_ip: hostAddress = '0.0.0.0', protocol }) =>
    isInside(target) && (isAnyPort(published) || isOnePort(published))
      ? [
          {
            containerPort: target,
            hostPort: Number(published),
            hostAddress: hostAddress === '' ? '0.0.0.0' : hostAddress,
            protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
          },
        ]
      : [],
  )

const isInside = (target: number): boolean => target > 0 && isPort(target)
const isAnyPort = (published: string): boolean => /^0*$/.test(published)
const isOnePort = (published: string): boolean => /^\d+$/.test(published) && isPort(Number(published))

/** As written, `8000-:80`: Compose reads them, and the engine refuses them once everything else was made. */
export const badPortsOf = ({ ports }: ServiceJson): string[] =>
  (ports ?? []).flatMap(({ target, published = '' }) => {
    const [first = '', last = first, ...more] = published.split('-')
    const isRange = isOnePort(first) && isOnePort(last) && Number(first) <= Number(last) && more.length === 0
    return isInside(target) && (isAnyPort(published) || isRange) ? [] : [`${published}:${target}`]
  })

export const readService = ([name, json]: [string, ServiceJson]): ComposeServiceConfig => ({
  name,
  ...(json.image === undefined ? {} : { image: json.image }),
  ...(json.platform === undefined ? {} : { platform: json.platform }),
  builds: (json.build ?? undefined) !== undefined,
  watches: (json.develop?.watch ?? []).length > 0,
  dependsOn: Object.entries(json.depends_on ?? {}).map(([other, one]): ComposeDependency => ({
    service: other,
    condition: one.condition ?? 'service_started',
    required: one.required ?? true,
  })),
  ports: portsOf(json),
  volumes: (json.volumes ?? []).flatMap(({ source }) => (source === undefined ? [] : [source])),
  profiles: json.profiles ?? [],
  replicas: json.scale ?? json.deploy?.replicas ?? 1,
  hasHealthCheck: (json.healthcheck ?? undefined) !== undefined && json.healthcheck?.disable !== true,
})
