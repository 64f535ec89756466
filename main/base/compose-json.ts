// What Compose made of a file: the parts of `docker compose config --format json` that Portside reads.
import { z } from 'zod'

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
  read_only: z.boolean().optional(),
  bind: z.looseObject({ create_host_path: z.boolean().optional() }).nullish(),
})

const dependency = z.looseObject({
  condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']).optional(),
  required: z.boolean().optional(),
})

const grant = z.looseObject({ source: z.string().optional() })
const hook = z.looseObject({ privileged: z.boolean().optional() })
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Compose writes null for some parts that are not there, and leaves others out. */
const withoutNulls = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value

const service = z.preprocess(
  withoutNulls,
  z.looseObject({
    image: z.string().optional(),
    platform: z.string().optional(),
    pull_policy: z.string().optional(),
    container_name: z.string().optional(),
    build: z.looseObject({ context: z.string().optional(), dockerfile: z.string().optional() }).optional(),
    develop: z.looseObject({ watch: z.array(z.unknown()).nullish() }).optional(),
    command: z.union([z.array(z.string()), z.string()]).optional(),
    environment: z.record(z.string(), plain).optional(),
    depends_on: z.record(z.string(), dependency).optional(),
    ports: z.array(port).optional(),
    volumes: z.array(mount).optional(),
    configs: z.array(grant).optional(),
    secrets: z.array(grant).optional(),
    healthcheck: z.looseObject({ disable: z.boolean().optional() }).optional(),
    profiles: z.array(z.string()).optional(),
    scale: z.number().optional(),
    deploy: z.looseObject({ replicas: z.number().nullish() }).optional(),
    privileged: z.boolean().optional(),
    network_mode: z.string().optional(),
    pid: z.string().optional(),
    ipc: z.string().optional(),
    uts: z.string().optional(),
    userns_mode: z.string().optional(),
    cgroup: z.string().optional(),
    cgroup_parent: z.string().optional(),
    cap_add: z.array(z.string()).optional(),
    devices: z.array(z.unknown()).optional(),
    device_cgroup_rules: z.array(z.string()).optional(),
    gpus: z.unknown().optional(),
    runtime: z.string().optional(),
    security_opt: z.array(z.string()).optional(),
    volumes_from: z.array(z.string()).optional(),
    external_links: z.array(z.string()).optional(),
    use_api_socket: z.boolean().optional(),
    provider: z.unknown().optional(),
    post_start: z.array(hook).optional(),
    pre_stop: z.array(hook).optional(),
  }),
)

/** A network, volume, secret or config: null where the file only names it. */
const resource = z
  .looseObject({
    name: z.string().optional(),
    external: z.boolean().optional(),
    file: z.string().optional(),
    driver: z.string().optional(),
    driver_opts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .nullable()
const resources = z.record(z.string(), resource).optional()

export const composeJson = z.preprocess(
  withoutNulls,
  z.looseObject({
    name: z.string(),
    services: z.record(z.string(), service).default({}),
    networks: resources,
    volumes: resources,
    secrets: resources,
    configs: resources,
  }),
)

export type ComposeJson = z.infer<typeof composeJson>
export type ServiceJson = z.infer<typeof service>

// Read by themselves: what is declared above stands first in what is parsed, and marks of whole services are kept.

const buildPart = z.looseObject({
  context: z.string().optional(),
  dockerfile: z.string().optional(),
  additional_contexts: z.record(z.string(), z.unknown()).nullish(),
  secrets: z.array(grant).nullish(),
  cache_from: z.array(z.string()).nullish(),
  cache_to: z.array(z.string()).nullish(),
  entitlements: z.array(z.string()).nullish(),
  network: z.string().nullish(),
  privileged: z.boolean().nullish(),
  ssh: z.unknown().optional(),
})
export type BuildJson = z.infer<typeof buildPart>

export const buildOf = ({ build }: ServiceJson): BuildJson | undefined => build && buildPart.parse(build)

const device = z.looseObject({ capabilities: z.array(z.string()).nullish(), driver: z.string().nullish() })
const reservations = z.looseObject({ devices: z.array(device).nullish() })
const resourcesPart = z.looseObject({ reservations: reservations.nullish() }).nullish()

/** Asked for beside `devices`: most often a graphics processor. */
export const reservedDevices = ({ deploy }: ServiceJson): readonly z.infer<typeof device>[] =>
  resourcesPart.parse(deploy?.resources)?.reservations?.devices ?? []

/** How many containers Compose makes of a service. */
export const replicasOf = ({ scale, deploy }: ServiceJson): number => scale ?? deploy?.replicas ?? 1
