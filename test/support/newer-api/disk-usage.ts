// GET /system/df since API 1.52: figures by kind, and what they are made of when it is asked for.
import { isOlder, type Asked } from './versions'

type Json = Record<string, unknown>

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])
const bytesOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)
const sum = (all: readonly Json[], bytes: (one: Json) => unknown): number =>
  all.reduce((total, one) => total + bytesOf(bytes(one)), 0)

interface Kind {
  readonly legacy: string
  readonly name: string
  readonly total: (items: readonly Json[], answer: Json) => number
  readonly bytes: (one: Json) => unknown
  readonly active: (one: Json) => boolean
}

const volumeUsage = ({ UsageData: data }: Json): Json => (data ?? {}) as Json

const kinds: readonly Kind[] = [
  {
    legacy: 'Images',
    name: 'ImageUsage',
    total: (_items, answer) => bytesOf(answer.LayersSize),
    bytes: ({ Size: size, SharedSize: shared }) => bytesOf(size) - bytesOf(shared),
    active: ({ Containers: users }) => bytesOf(users) > 0,
  },
  {
    legacy: 'Containers',
    name: 'ContainerUsage',
    total: (items) => sum(items, ({ SizeRw: size }) => size),
    bytes: ({ SizeRw: size }) => size,
    active: ({ State: state }) => ['running', 'paused', 'restarting'].includes(String(state)),
  },
  {
    legacy: 'Volumes',
    name: 'VolumeUsage',
    total: (items) => sum(items, (one) => volumeUsage(one).Size),
    bytes: (one) => volumeUsage(one).Size,
    active: (one) => bytesOf(volumeUsage(one).RefCount) > 0,
  },
  {
    legacy: 'BuildCache',
    name: 'BuildCacheUsage',
    total: (items) => sum(items, ({ Size: size }) => size),
    bytes: ({ Size: size }) => size,
    active: ({ InUse: used }) => used === true,
  },
]

/** Names that `type` of the query has for them. */
const asked = { Images: 'image', Containers: 'container', Volumes: 'volume', BuildCache: 'build-cache' }

/** Fields that are 0 or empty are left out, as the types have it. */
const withoutZeros = (json: Json): Json =>
  Object.fromEntries(
    Object.entries(json).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== 0)),
  )

/** Of Docker 29 in any version: a list is never null, and 0 bytes of layers are not told. */
const asOld = (answer: Json, types: readonly string[]): Json => {
  const lists = kinds.map(({ legacy }) => legacy).filter((legacy) => isAsked(types, legacy))
  const told = Object.fromEntries(lists.map((legacy) => [legacy, listOf(answer[legacy])]))
  const bytes = bytesOf(answer.LayersSize)
  return bytes > 0 && 'Images' in told ? { LayersSize: bytes, ...told } : told
}

const isAsked = (types: readonly string[], legacy: string): boolean =>
  types.length === 0 || types.includes(asked[legacy as keyof typeof asked])

export function diskUsageAnswer(answer: unknown, { version, query }: Asked): Json {
  const old = answer as Json
  if (isOlder(version, '1.52')) return asOld(old, query.getAll('type'))
  const types = query.getAll('type')
  const verbose = query.get('verbose')
  const isVerbose = verbose !== null && /^(?:1|t|true)$/i.test(verbose)
  const told: Json = {}
  for (const { legacy, name, total, bytes, active } of kinds) {
    if (!isAsked(types, legacy)) continue
    const items = listOf(old[legacy])
    told[name] = withoutZeros({
      ActiveCount: items.filter(active).length,
      Items: isVerbose ? items : [],
      Reclaimable: sum(
        items.filter((one) => !active(one)),
        bytes,
      ),
      TotalCount: items.length,
      TotalSize: total(items, old),
    })
  }
  // 1.52: both beside each other for programs that ask as they did. 1.53: the old ones are gone.
  return verbose === null && isOlder(version, '1.53') ? { ...asOld(old, types), ...told } : told
}
