// What the engine keeps on its disk, item by item, as `docker system df -v` counts it.
import { AppError } from '../../preload/errors'
import type { DiskUsage } from '../../preload/model'
import type { Calls } from './calls'
import { anonymous } from './container-model'
import { askUsage } from './usage-answer'

export interface DiskUsageParts {
  /** Reads every file of every volume inside: takes a while with large ones. */
  read(signal?: AbortSignal): Promise<DiskUsage>
  /** One record of the build cache; bytes that went, 0 when something else still needs it. */
  removeCache(id: string, signal?: AbortSignal): Promise<number>
}

const cacheId = /^[a-z0-9]{1,128}$/

export function createDiskUsage(calls: Calls): DiskUsageParts {
  return {
    read: (signal) =>
      calls.call({}, async (docker) => readDiskUsage(await askUsage(docker, undefined, signal))),
    removeCache: (id, signal) =>
      calls.call({}, async (docker) => {
        if (!cacheId.test(id)) return 0
        const filters = encodeURIComponent(JSON.stringify({ id: { [id]: true } }))
        const answer = await new Promise<unknown>((resolve, reject) =>
          docker.modem.dial(
            {
              path: `/build/prune?all=true&filters=${filters}`,
              method: 'POST',
              statusCodes: { 200: true },
              ...(signal ? { abortSignal: signal } : {}),
            },
            (error: unknown, data: unknown) => (error ? reject(error as Error) : resolve(data)),
          ),
        )
        return bytesOf((answer as { SpaceReclaimed?: unknown } | null)?.SpaceReclaimed)
      }),
  }
}

type Raw = Readonly<Record<string, unknown>>

const listOf = (value: unknown): readonly Raw[] =>
  Array.isArray(value) ? value.filter((one): one is Raw => typeof one === 'object' && one !== null) : []
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
/** The engine says -1 for what it did not count. */
const bytesOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
const timeOf = (value: unknown): number => {
  const at = typeof value === 'number' ? value * 1000 : Date.parse(textOf(value))
  return at > 0 ? at : 0
}

/**
 * Single entries that make no sense count nothing. An empty engine says `null` for its lists.
 * @throws engine.garbled for an answer that is no such report: "nothing used" would be believed
 */
export function readDiskUsage(answer: unknown): DiskUsage {
  const isReport =
    typeof answer === 'object' &&
    answer !== null &&
    // Docker 29 leaves 0 bytes out, but never the list.
    ('LayersSize' in answer
      ? typeof answer.LayersSize === 'number'
      : 'Images' in answer && Array.isArray(answer.Images))
  if (!isReport)
    throw new AppError('engine.garbled', { detail: JSON.stringify(answer ?? null).slice(0, 200) })
  const raw = answer as Raw
  const containers = listOf(raw.Containers)
  const users = new Set(containers.map(({ ImageID: id }) => textOf(id)))
  const isName = (tag: string): boolean => !tag.includes('<none>')
  return {
    layersBytes: bytesOf(raw.LayersSize),
    images: listOf(raw.Images).map((image) => ({
      id: textOf(image.Id),
      tags: textsOf(image.RepoTags).filter(isName),
      // What came from a registry can be fetched again; what was built here cannot.
      pulled: textsOf(image.RepoDigests).some(isName),
      bytes: bytesOf(image.Size),
      sharedBytes: bytesOf(image.SharedSize),
      used: users.has(textOf(image.Id)) || bytesOf(image.Containers) > 0,
      createdAt: timeOf(image.Created),
    })),
    containers: containers.map((one) => ({
      id: textOf(one.Id),
      name: (textsOf(one.Names)[0] ?? textOf(one.Id).slice(0, 12)).replace(/^\//, ''),
      bytes: bytesOf(one.SizeRw),
      stopped: ['created', 'exited', 'dead'].includes(textOf(one.State)),
      createdAt: timeOf(one.Created),
    })),
    volumes: listOf(raw.Volumes).map((volume) => {
      const usage = (volume.UsageData ?? {}) as Raw
      const labels = (volume.Labels ?? {}) as Raw
      const id = textOf(volume.Name)
      return {
        id,
        bytes: bytesOf(usage.Size),
        used: usage.RefCount !== 0,
        anonymous: 'com.docker.volume.anonymous' in labels || anonymous.test(id),
      }
    }),
    cache: listOf(raw.BuildCache).map((record) => ({
      id: textOf(record.ID),
      description: textOf(record.Description).slice(0, 300),
      bytes: bytesOf(record.Size),
      used: record.InUse === true,
      shared: record.Shared === true,
      lastUsedAt: timeOf(record.LastUsedAt) || timeOf(record.CreatedAt),
    })),
  }
}
