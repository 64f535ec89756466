// What each method of the contract accepts. A method without an entry does not compile.
import { z } from 'zod'
import type { Contract, MethodName, ServiceName } from '../../preload/contract'

/** The options of a method as they cross the wire: without the signal. */
type WireArgs<F> = F extends (options: infer O extends object) => unknown
  ? Omit<O, 'signal'>
  : Record<string, never>

type Validators = {
  readonly [S in ServiceName]: {
    readonly [M in MethodName<S>]: z.ZodType<WireArgs<Contract[S][M]>>
  }
}

const none = z.strictObject({}) as z.ZodType<Record<string, never>>
/** Object ids as Docker gives and accepts them: full, short, or a name. */
const id = z.string().min(1).max(256)
const reference = z.string().max(1024)
const name = z.string().max(256)
const protocol = z.enum(['tcp', 'udp'])
const port = z.int().min(0).max(65_535)
const address = z.string().max(64)
const one = z.strictObject({ id })

const binding = z.strictObject({
  hostAddress: address,
  hostPort: port,
  containerPort: z.int().min(1).max(65_535),
  protocol,
})

const runRequest = z.strictObject({
  image: reference,
  name: name.exactOptional(),
  ports: z.array(binding).max(1000),
  env: z.array(z.strictObject({ name: z.string().max(1024), value: z.string().max(128 * 1024) })).max(2000),
  volumes: z.array(z.strictObject({ name, path: z.string().max(4096) })).max(200),
  command: z
    .array(z.string().max(128 * 1024))
    .max(1000)
    .exactOptional(),
  restart: z.enum(['no', 'unless-stopped', 'always', 'on-failure']),
})

const settingsChange = z.strictObject({
  language: z.enum(['en', 'ko', 'system']).exactOptional(),
  theme: z.enum(['light', 'dark', 'system']).exactOptional(),
  collapsedProjects: z.array(name).max(10_000).exactOptional(),
})

const volumeRequest = z.strictObject({
  name: name.exactOptional(),
  driver: z.string().min(1).max(256),
  options: z.record(z.string().max(256), z.string().max(4096)),
})
const networkRequest = z.strictObject({
  name,
  driver: z.string().min(1).max(256),
  subnet: z.string().max(64).exactOptional(),
  internal: z.boolean(),
  options: z.record(z.string().max(256), z.string().max(4096)),
})
const ids = z.strictObject({ ids: z.array(id).max(10_000) })

const complete = {
  app: { getInfo: none, getStatus: none, show: none, quit: none },
  machine: {
    watchMachine: none,
    watchUsage: none,
    start: none,
    stop: none,
    restart: none,
    pause: none,
    resume: none,
    reclaimMemory: none,
    reclaimDisk: none,
    getConsole: none,
  },
  engine: { watchEngine: none },
  containers: {
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
    getChanges: one,
    watchStats: one,
    remove: z.strictObject({ id, force: z.boolean().exactOptional(), volumes: z.boolean().exactOptional() }),
    run: z.strictObject({ request: runRequest }),
    watchLogs: z.strictObject({ id, tail: z.int().min(0).max(100_000), follow: z.boolean() }),
  },
  images: {
    watchImages: none,
    watchPulls: none,
    pull: z.strictObject({ reference }),
    cancelPull: z.strictObject({ pullId: id }),
    dismissPull: z.strictObject({ pullId: id }),
    remove: z.strictObject({ id, force: z.boolean().exactOptional() }),
    getRunDefaults: z.strictObject({ reference }),
  },
  volumes: {
    watchVolumes: none,
    watchSizes: none,
    measure: none,
    create: z.strictObject({ request: volumeRequest }),
    remove: one,
    prune: ids,
  },
  networks: {
    watchNetworks: none,
    create: z.strictObject({ request: networkRequest }),
    connect: z.strictObject({ id, containerId: id, aliases: z.array(name).max(100).exactOptional() }),
    disconnect: z.strictObject({ id, containerId: id }),
    remove: one,
    prune: ids,
  },
  ports: {
    checkPort: z.strictObject({ port, protocol, address }),
    watchForwards: none,
    watchListeners: none,
    watchConflicts: none,
    applyFix: z.strictObject({ conflictId: id, fixId: id }),
    findFree: z.strictObject({ near: port, protocol, address, count: z.int().min(1).max(20) }),
  },
  settings: {
    watchSettings: none,
    update: z.strictObject({ change: settingsChange }),
  },
} satisfies Validators

export const validators: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = complete
