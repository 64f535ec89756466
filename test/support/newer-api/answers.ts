// What an engine answers from API 1.52 on where it answered something else up to 1.51, after the engine's own account of
// its versions and its types of 1.56. Each rule names the version that it follows. What was only added is left out where
// nothing behind could tell it truly (health in lists, IPAM figures of networks, identities of images, NRI).
import { diskUsageAnswer } from './disk-usage'
import { isOlder, type Asked, type Spoken } from './versions'

export type Json = Record<string, unknown>

export interface Rule {
  readonly from: string
  readonly path: RegExp
  readonly rewrite: (answer: unknown, asked: Asked, spoken: Spoken) => unknown
}

/** Docker 29 answers so in whatever version it is asked. */
const always = '0.0'

export const rules: readonly Rule[] = [
  { from: always, path: /^\/version$/, rewrite: (answer, _asked, spoken) => version(answer as Json, spoken) },
  { from: '1.52', path: /^\/info$/, rewrite: (answer) => without(answer as Json, ['KernelMemoryTCP']) },
  { from: always, path: /^\/containers\/json$/, rewrite: (answer) => (answer as Json[]).map(listed) },
  {
    from: always,
    path: /^\/containers\/[^/]+\/json$/,
    rewrite: (answer, asked) => container(answer as Json, asked),
  },
  { from: '1.52', path: /^\/images\/.+\/json$/, rewrite: (answer) => image(answer as Json) },
  { from: always, path: /^\/system\/df$/, rewrite: diskUsageAnswer },
]

export const ruleFor = (method: string, { version: asked, path }: Asked): Rule | undefined =>
  method === 'GET' ? rules.find((rule) => !isOlder(asked, rule.from) && rule.path.test(path)) : undefined

const without = (json: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)))

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const withoutEmpty = (json: Json, names: readonly string[]): Json =>
  without(
    json,
    names.filter((name) => isEmpty(json[name])),
  )

/** Lists and maps that the types let be null when nothing is in them, as older engines did here and there. */
const nullsFor = (json: Json, names: readonly string[]): Json => ({
  ...json,
  ...Object.fromEntries(
    names.filter((name) => name in json && isEmpty(json[name])).map((name) => [name, null]),
  ),
})

function version(answer: Json, { newest, oldest }: Spoken): Json {
  const told = { ApiVersion: newest, MinAPIVersion: oldest }
  const components = ((answer.Components ?? []) as Json[]).map((one) =>
    one.Name === 'Engine' ? { ...one, Details: { ...(one.Details as Json), ...told } } : one,
  )
  return { ...answer, ...told, Components: components }
}

const listed = (answer: Json): Json => nullsFor(answer, ['Ports', 'Mounts', 'Labels'])

/** Docker 29 has no such figures any more. */
const goneOfNetworks = [
  'Bridge',
  'HairpinMode',
  'LinkLocalIPv6Address',
  'LinkLocalIPv6PrefixLen',
  'SecondaryIPAddresses',
  'SecondaryIPv6Addresses',
]
/** 1.52: gone beside those of each network. Before, Docker 29 tells those of the default bridge. */
const ofDefaultBridge = [
  'EndpointID',
  'Gateway',
  'GlobalIPv6Address',
  'GlobalIPv6PrefixLen',
  'IPAddress',
  'IPPrefixLen',
  'IPv6Gateway',
  'MacAddress',
]

function container(answer: Json, { version: asked }: Asked): Json {
  const isNew = !isOlder(asked, '1.52')
  const settings = answer.NetworkSettings as Json
  const toldApart = isNew || !('bridge' in ((settings.Networks ?? {}) as Json))
  const told = {
    ...answer,
    // 1.52: without an address of the container's own; Docker 29 leaves an empty OnBuild out in every version.
    Config: withoutEmpty(without(answer.Config as Json, isNew ? ['MacAddress'] : []), ['OnBuild']),
    NetworkSettings: without(settings, toldApart ? [...goneOfNetworks, ...ofDefaultBridge] : goneOfNetworks),
    HostConfig: without(answer.HostConfig as Json, isNew ? ['KernelMemoryTCP'] : []),
  }
  return nullsFor(isNew ? storage(told) : told, ['Mounts', 'ExecIDs', 'Args'])
}

/** 1.52: a snapshotter is told as Storage. Only drivers of the classic store have data of their own. */
function storage(answer: Json): Json {
  const driver = answer.GraphDriver as Json | null | undefined
  if (!isEmpty(driver?.Data)) return answer
  return {
    ...without(answer, ['GraphDriver']),
    Storage: { RootFS: { Snapshot: { Name: driver?.Name } } },
  }
}

/** 1.52: left out when they are not set, as the OCI's description of images has it. */
const imageConfig = ['Cmd', 'Entrypoint', 'Env', 'Labels', 'OnBuild', 'User', 'Volumes', 'WorkingDir']

function image(answer: Json): Json {
  const told = withoutEmpty(answer, ['Parent', 'Comment', 'DockerVersion', 'Author'])
  const driver = answer.GraphDriver as Json | null | undefined
  return {
    ...without(told, isEmpty(driver?.Data) ? ['GraphDriver'] : []),
    Config: isEmpty(answer.Config) ? answer.Config : withoutEmpty(answer.Config as Json, imageConfig),
  }
}
