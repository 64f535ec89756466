// What Compose made of a file: the parts of `docker compose config --format json` that a workspace is judged by.
import { z } from 'zod'

const port = z.looseObject({
  target: z.number(),
  published: z.string().optional(),
  host_ip: z.string().optional(),
  protocol: z.string().optional(),
})

const mount = z.looseObject({
  type: z.string(),
  source: z.string().optional(),
  target: z.string().optional(),
  read_only: z.boolean().optional(),
})

const grant = z.looseObject({ source: z.string().optional() })

const service = z.looseObject({
  image: z.string().optional(),
  build: z.looseObject({ context: z.string().optional() }).optional(),
  command: z.union([z.array(z.string()), z.string()]).nullish(),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  depends_on: z.record(z.string(), z.unknown()).optional(),
  ports: z.array(port).optional(),
  volumes: z.array(mount).optional(),
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
  use_api_socket: z.boolean().optional(),
  provider: z.unknown().optional(),
  configs: z.array(grant).optional(),
  secrets: z.array(grant).optional(),
  post_start: z.array(z.looseObject({ privileged: z.boolean().optional() })).optional(),
  pre_stop: z.array(z.looseObject({ privileged: z.boolean().optional() })).optional(),
  healthcheck: z.unknown().optional(),
  platform: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  scale: z.number().optional(),
})

const volume = z
  .looseObject({
    name: z.string().optional(),
    external: z.boolean().optional(),
    driver_opts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .nullable()

const fileEntry = z.looseObject({ file: z.string().optional(), external: z.boolean().optional() })

export const composeConfig = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), volume).optional(),
  networks: z
    .record(
      z.string(),
      z.looseObject({ name: z.string().optional(), external: z.boolean().optional() }).nullable(),
    )
    .optional(),
  configs: z.record(z.string(), fileEntry).optional(),
  secrets: z.record(z.string(), fileEntry).optional(),
})

export type ComposeConfig = z.infer<typeof composeConfig>
export type ComposeService = ComposeConfig['services'][string]

/** Values as Compose hands them on; a variable without one is taken from the outside and has none here. */
export const environmentOf = ({ environment = {} }: ComposeService): ReadonlyMap<string, string> =>
  new Map(Object.entries(environment).map(([name, value]) => [name, value === null ? '' : String(value)]))

export const commandOf = ({ command }: ComposeService): string =>
  command === undefined || command === null ? '' : typeof command === 'string' ? command : command.join(' ')

/**
 * Real names of the project's own volumes by their names in the file. Compose has put the name of the file's own
 * project before them, which is another one where two workspaces of one name are on this computer.
 */
export const ownVolumes = (config: ComposeConfig, project: string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(config.volumes ?? {})
      .filter(([, entry]) => entry?.external !== true)
      .map(([key, entry]) => {
        const isDefault = entry?.name === undefined || entry.name === `${config.name}_${key}`
        return [key, isDefault ? `${project}_${key}` : (entry?.name ?? '')]
      }),
  )

export const publishedPorts = ({ ports = [] }: ComposeService): NonNullable<ComposeService['ports']> => ports
