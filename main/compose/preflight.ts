// Finds, before anything is started, what Compose would stumble over: outside the files, on this computer.
import { realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative } from 'node:path'
import type { SerialisedError } from '../../preload/errors'
import type {
  ComposeFinding,
  ComposeFix,
  ComposePort,
  Container,
  Image,
  Network,
  PortRange,
  PortShortage,
  Volume,
} from '../../preload/model'
import { isOneOf, writePort } from '../../preload/port-range'
import { replicasOf, type ComposeJson, type ServiceJson } from '../base/compose-json'
import { folderToShare } from '../base/unshared-folder'
import { badPortsOf, namesOf, portsOf, servicesOf } from './config-model'

export interface Surroundings {
  readonly containers: Iterable<Container>
  readonly images: Iterable<Image>
  readonly networks: Iterable<Network>
  readonly volumes: Iterable<Volume>
  /** Whether containers see what is at this path. */
  isShared(path: string): boolean
  /** `linux/arm64`. */
  readonly platform: string | undefined
  /** Of an image that is here. */
  imagePlatform(reference: string): Promise<string | undefined>
  /** That somebody of this computer has it, and who; undefined when nobody. */
  holderOf(port: ComposePort): Promise<SerialisedError | undefined>
  /** Free now and wanted by no container, above the one that is taken. */
  freePortsAbove(port: ComposePort, atLeast: number): Promise<readonly number[]>
}

export interface Checked {
  readonly json: ComposeJson
  readonly folder: string
  readonly missingVariables: readonly string[]
  /** Services whose images were built from something else. */
  readonly changed?: readonly string[]
}

export async function findProblems(checked: Checked, around: Surroundings): Promise<ComposeFinding[]> {
  const { json, folder } = checked
  const images = namesOfImages(around.images)
  const perService = await Promise.all(
    servicesOf(json).map(async ([name, service]) => [
      ...(await findMounts(name, service, folder)),
      ...(await findBuild(name, service)),
      ...(await findImage(name, service, images, around)),
      ...(await findPorts(name, service, json, around)),
    ]),
  )
  return [
    ...checked.missingVariables.map((subject) => notice('missing-variable', subject)),
    ...(checked.changed ?? []).map((service) => notice('build-changed', service, { service })),
    ...findUnshared(json, around),
    ...perService.flat(),
    ...(await findFiles(json)),
    ...findExternal(json, around),
  ].map(withId)
}

type Found = Omit<ComposeFinding, 'id'>

const withId = (found: Found): ComposeFinding => ({
  id: [found.kind, found.service ?? '', found.port?.containerPort ?? '', found.subject].join(':'),
  ...found,
})

const notice = (kind: ComposeFinding['kind'], subject: string, more: Partial<Found> = {}): Found => ({
  kind,
  weight: 'notice',
  subject,
  fixes: [],
  ...more,
})
const stops = (kind: ComposeFinding['kind'], subject: string, more: Partial<Found> = {}): Found =>
  notice(kind, subject, { ...more, weight: 'stops' })

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function findMounts(service: string, { volumes }: ServiceJson, folder: string): Promise<Found[]> {
  const found: Found[] = []
  for (const { type, source, bind } of volumes ?? []) {
    if (type !== 'bind' || source === undefined || !isAbsolute(source)) continue
    if (await isThere(source)) {
      const real = await realpath(source)
      if (isInside(folder, source) && !isInside(await realpath(folder), real))
        found.push(notice('outside-folder', source, { service, detail: real }))
      continue
    }
    const create = { id: 'create-folder', kind: 'create-folder' } as const
    // Docker makes a folder of whatever is missing, of a file, too: then the program finds a folder in its place.
    if (bind?.create_host_path && extname(source) === '')
      found.push(notice('missing-folder', source, { service, fixes: [create] }))
    else
      found.push(
        stops('missing-mount', source, { service, ...(extname(source) === '' ? { fixes: [create] } : {}) }),
      )
  }
  return found
}

/** Each folder to share once, whoever asks for what in it. */
function findUnshared(json: ComposeJson, { isShared }: Surroundings): Found[] {
  const paths = new Map<string, string>()
  for (const [, { volumes }] of servicesOf(json))
    for (const { type, source } of volumes ?? [])
      if (type === 'bind' && source !== undefined && !isShared(source)) {
        const folder = folderToShare(source)
        paths.set(folder, paths.get(folder) ?? source)
      }
  const fixes = [{ id: 'share-folder', kind: 'share-folder' }] as const
  return [...paths].map(([folder, detail]) => stops('unshared-folder', folder, { detail, fixes }))
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${'/'}`) && !way.startsWith('..\\') && !isAbsolute(way)
}

async function findBuild(service: string, { build }: ServiceJson): Promise<Found[]> {
  const context = build?.context
  if (context === undefined || !isAbsolute(context)) return []
  if (!(await isThere(context))) return [stops('missing-mount', context, { service })]
  const inline = (build as { dockerfile_inline?: unknown }).dockerfile_inline !== undefined
  const dockerfile = join(context, build?.dockerfile ?? 'Dockerfile')
  return inline || (await isThere(dockerfile)) ? [] : [stops('missing-mount', dockerfile, { service })]
}

async function findFiles({ secrets, configs }: ComposeJson): Promise<Found[]> {
  const found: Found[] = []
  for (const one of [...Object.values(secrets ?? {}), ...Object.values(configs ?? {})])
    if (one?.file !== undefined && !(await isThere(one.file))) found.push(stops('missing-mount', one.file))
  return found
}

/** As Docker writes them: `redis` is `redis:latest`, Docker Hub goes without saying. */
export function fullName(reference: string): string {
  const short = reference.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
  return short.includes('@') || /:[^/]+$/.test(short) ? short : `${short}:latest`
}

const namesOfImages = (images: Iterable<Image>): ReadonlySet<string> =>
  new Set([...images].flatMap(({ id, tags, digests }) => [id, ...tags, ...digests].map(fullName)))

async function findImage(
  service: string,
  { image, build, platform: wanted, pull_policy: policy }: ServiceJson,
  here: ReadonlySet<string>,
  around: Surroundings,
): Promise<Found[]> {
  if (image === undefined) return []
  if (!here.has(fullName(image)))
    return build !== undefined
      ? []
      : policy === 'never'
        ? [stops('missing-image', image, { service, fixes: [{ id: 'pull-image', kind: 'pull-image' }] })]
        : [notice('missing-image', image, { service, fixes: [{ id: 'pull-image', kind: 'pull-image' }] })]
  const mine = wanted ?? (await around.imagePlatform(image))
  const engine = around.platform
  if (mine === undefined || engine === undefined || sameCpu(mine, engine)) return []
  return [notice('other-platform', image, { service, detail: mine })]
}

const sameCpu = (a: string, b: string): boolean => a.split('/')[1] === b.split('/')[1]

function findExternal({ networks, volumes }: ComposeJson, around: Surroundings): Found[] {
  const haveNetworks = new Set([...around.networks].map(({ name }) => name))
  const haveVolumes = new Set([...around.volumes].map(({ id }) => id))
  return [
    ...namesOf(networks, true)
      .filter((name) => !haveNetworks.has(name))
      .map((name) => stops('missing-network', name, { fixes: [{ id: 'create', kind: 'create-network' }] })),
    ...namesOf(volumes, true)
      .filter((name) => !haveVolumes.has(name))
      .map((name) => stops('missing-volume', name, { fixes: [{ id: 'create', kind: 'create-volume' }] })),
  ]
}

async function findPorts(
  service: string,
  json: ServiceJson,
  project: ComposeJson,
  around: Surroundings,
): Promise<Found[]> {
  const found: Found[] = badPortsOf(json).map((written) => stops('bad-port', written, { service }))
  const of = { service, project, containers: [...around.containers] }
  const wanted = new Set(
    servicesOf(project).flatMap(([, one]) => portsOf(one).map(({ hostPort }) => hostPort)),
  )
  for (const [at, port] of portsOf(json).entries()) {
    const count = replicasOf(json)
    if ((!port.hostRange && port.hostPort === 0) || count === 0) continue
    const others = port.hostRange ? neededWithin(port, { ...of, at }) : 0
    const inTheWay =
      count + others > 1
        ? await whoLeavesTooFew(port, { count, others }, { ...of, at }, around)
        : await whoHasIt(port, { ...of, at }, around)
    if (!inTheWay) continue
    const free = await around.freePortsAbove(port, count)
    const { error, name, shortage } = inTheWay
    const toPort = free.find((one) =>
      rowFrom(one, count).every((each) => free.includes(each) && !wanted.has(each)),
    )
    found.push(
      stops('port-taken', writePort(port), {
        service,
        port,
        detail: name,
        ...(error ? { error } : {}),
        ...(shortage ? { shortage } : {}),
        fixes: toPort === undefined ? [] : [moveTo(toPort, count)],
      }),
    )
  }
  return found
}

const rowFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index)

const moveTo = (toPort: number, count: number): ComposeFix =>
  count > 1
    ? { id: `move-${toPort}-${toPort + count - 1}`, kind: 'move-port', toPort, toLast: toPort + count - 1 }
    : { id: `move-${toPort}`, kind: 'move-port', toPort }

interface InTheWay {
  readonly name: string
  readonly error?: SerialisedError
  /** Where several containers need one each. */
  readonly shortage?: PortShortage
}

/** Of the port, or of all of a range. */
async function whoHasIt(port: ComposePort, of: Asking, around: Surroundings): Promise<InTheWay | undefined> {
  const { first, last } = rangeOf(port)
  const known: Known[] = []
  // Of a range one that nobody of Docker has is left to this computer.
  for (let hostPort = first; hostPort <= last && known.at(-1) !== 'nobody'; hostPort++)
    known.push(knownHolder({ ...port, hostPort }, of))
  if (known.includes('itself')) return undefined
  const [sure] = known
  if (known.at(-1) !== 'nobody') return sure && typeof sure === 'object' ? { name: sure.name } : undefined
  const error = await around.holderOf(port)
  return error && { name: error.message, error }
}

/** Whoever has the first port that is not left, where there are fewer than so many containers need. */
async function whoLeavesTooFew(
  port: ComposePort,
  { count, others }: { readonly count: number; readonly others: number },
  of: Asking,
  around: Surroundings,
): Promise<InTheWay | undefined> {
  const { first, last } = rangeOf(port)
  const { hostRange: _, ...single } = port
  let left = 0
  let inTheWay: InTheWay | undefined
  for (let hostPort = first; hostPort <= last; hostPort++) {
    const known = knownHolder({ ...single, hostPort }, of)
    const error = known === 'nobody' ? await around.holderOf({ ...single, hostPort }) : undefined
    if (typeof known === 'object') inTheWay ??= { name: known.name }
    else if (error) inTheWay ??= { name: error.message, error }
    else if (++left === count + others) return undefined
  }
  const shortage = { needed: count, free: Math.max(0, left - others) }
  return { ...(inTheWay ?? { name: of.service }), ...(count > 1 ? { shortage } : {}) }
}

/** How many of a range are needed by what comes before in the file and can have no other. */
const neededWithin = (port: ComposePort, { service, at, project }: Asking): number =>
  servicesOf(project)
    .flatMap(([name, one]) => {
      const before = name < service ? portsOf(one) : name === service ? portsOf(one).slice(0, at) : []
      return before
        .filter(
          ({ hostRange, ...taken }) =>
            hostRange &&
            isOneOf(rangeOf(port), hostRange.first) &&
            isOneOf(rangeOf(port), hostRange.last) &&
            clash({ ...taken, hostPort: 0 }, { ...port, hostPort: 0 }),
        )
        .map(() => replicasOf(one))
    })
    .reduce((sum, one) => sum + one, 0)

const rangeOf = ({ hostRange, hostPort }: ComposePort): PortRange =>
  hostRange ?? { first: hostPort, last: hostPort }

interface Asking {
  readonly service: string
  readonly at: number
  readonly project: ComposeJson
  readonly containers: readonly Container[]
}

type Known = { readonly name: string } | 'itself' | 'nobody'

/** Who of Docker has a port, or asks for it before this service: another container, another service, the service itself. */
function knownHolder(port: ComposePort, { service, at, project, containers }: Asking): Known {
  const having = containers.filter(
    (one) => one.state === 'running' && one.ports.some((taken) => clash(taken, port)),
  )
  const isOwn = (one: Container): boolean => one.project === project.name && one.service === service
  const other = having.find((one) => !isOwn(one))
  if (other) return other
  const sibling = servicesOf(project).find(([name, one]) => {
    const before = name < service ? portsOf(one) : name === service ? portsOf(one).slice(0, at) : []
    return before.some((taken) => clash(taken, port))
  })
  if (sibling) return { name: sibling[0] }
  return having.length > 0 ? 'itself' : 'nobody'
}

const everywhere = ['', '0.0.0.0', '::']
const clash = (
  a: { readonly hostAddress: string; readonly hostPort: number; readonly protocol: string },
  b: ComposePort,
): boolean =>
  a.hostPort === b.hostPort &&
  a.protocol === b.protocol &&
  (a.hostAddress === b.hostAddress ||
    everywhere.includes(a.hostAddress) ||
    everywhere.includes(b.hostAddress))
