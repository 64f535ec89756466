// What the methods of the containers service accept.
import { z } from 'zod'
import { runExtras, withoutExtras } from './run-extras'
import { type ServiceValidators, none, id, reference, name, protocol, port, address, one } from './shared'

/** RFC 3339 in UTC, as log lines have it. */
const time = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)

const binding = z.strictObject({
  hostAddress: address,
  hostPort: port,
  containerPort: port,
  protocol,
  hostRange: z.strictObject({ first: port, last: port }).exactOptional(),
})

const path = z.string().max(4096)
const words = z.array(z.string().max(128 * 1024)).max(1000)

const runRequest = z.strictObject({
  image: reference,
  name: name.exactOptional(),
  ports: z.array(binding).max(1000),
  env: z.array(z.strictObject({ name: z.string().max(1024), value: z.string().max(128 * 1024) })).max(2000),
  withoutEnv: z.array(z.string().max(1024)).max(2000).exactOptional(),
  volumes: z.array(z.strictObject({ name, path, readOnly: z.boolean().exactOptional() })).max(200),
  command: words.exactOptional(),
  restart: z.enum(['no', 'unless-stopped', 'always', 'on-failure']),
  folders: z
    .array(z.strictObject({ source: path, path, readOnly: z.boolean() }))
    .max(200)
    .exactOptional(),
  networks: z.array(name).max(100).exactOptional(),
  labels: z
    .array(z.strictObject({ name: z.string().max(4096), value: z.string().max(64 * 1024) }))
    .max(2000)
    .exactOptional(),
  entrypoint: words.exactOptional(),
  user: name.exactOptional(),
  workingDir: path.exactOptional(),
  hostname: name.exactOptional(),
  memoryBytes: z.int().min(0).exactOptional(),
  cpus: z.number().min(0).max(100_000).exactOptional(),
  healthCommand: z
    .string()
    .max(64 * 1024)
    .exactOptional(),
  autoRemove: z.boolean().exactOptional(),
  init: z.boolean().exactOptional(),
  readOnly: z.boolean().exactOptional(),
  privileged: z.boolean().exactOptional(),
  tty: z.boolean().exactOptional(),
  interactive: z.boolean().exactOptional(),
  extras: runExtras.exactOptional(),
  withoutExtras: withoutExtras.exactOptional(),
  withoutPlaces: z.array(path).max(100).exactOptional(),
})

export const containers = {
  watchContainers: none,
  start: one,
  stop: one,
  restart: one,
  pause: one,
  unpause: one,
  kill: one,
  rename: z.strictObject({ id, name }),
  getDetails: one,
  getProcesses: one,
  getData: one,
  watchStats: one,
  getStatsHistory: z.strictObject({ id, range: z.enum(['5m', '30m', '24h']) }),
  discard: z.strictObject({ id, volumes: z.boolean().exactOptional() }),
  restore: one,
  deleteDiscarded: z.strictObject({ ids: z.array(id).max(10_000).exactOptional() }),
  watchTrash: none,
  remove: z.strictObject({ id, force: z.boolean().exactOptional(), volumes: z.boolean().exactOptional() }),
  run: z.strictObject({ request: runRequest }),
  recreate: z.strictObject({
    id,
    image: reference.exactOptional(),
    request: runRequest.exactOptional(),
    start: z.boolean().exactOptional(),
  }),
  watchLogs: z.strictObject({
    id,
    tail: z.int().min(0).max(1_000_000_000),
    follow: z.boolean(),
    since: time.exactOptional(),
    until: time.exactOptional(),
    bytes: z.boolean().exactOptional(),
  }),
} satisfies ServiceValidators<'containers'>
