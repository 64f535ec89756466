// What can go and why, out of what the engine keeps; the only place that decides what counts as safe.
import type { DiskUsage, ReclaimItem, ReclaimPlan } from '../../preload/model'

/** Size of one container's log, all its files together, in bytes. */
export interface LogSize {
  readonly containerId: string
  readonly bytes: number
}

/** A smaller log is no burden. */
const largeLogBytes = 50e6
/** Cache that a build of the last days used will likely be used again. */
const cacheRestsMs = 7 * 24 * 3_600_000

export function planReclaim(
  usage: DiskUsage,
  logs: readonly LogSize[],
  now: number = Date.now(),
): ReclaimPlan {
  const items = [
    ...images(usage),
    ...containers(usage),
    ...volumes(usage),
    ...cache(usage, now),
    ...largeLogs(usage, logs),
  ]
  const sum = (of: readonly { readonly bytes: number }[]): number =>
    of.reduce((total, { bytes }) => total + bytes, 0)
  return {
    usage: [
      { kind: 'image', count: usage.images.length, bytes: usage.layersBytes },
      { kind: 'container', count: usage.containers.length, bytes: sum(usage.containers) },
      { kind: 'volume', count: usage.volumes.length, bytes: sum(usage.volumes) },
      // As docker does: a record whose bytes are an image's is counted there.
      { kind: 'cache', count: usage.cache.length, bytes: sum(usage.cache.filter(({ shared }) => !shared)) },
      { kind: 'log', count: logs.length, bytes: sum(logs) },
    ],
    items: items.sort((a, b) => b.bytes - a.bytes || a.id.localeCompare(b.id)),
  }
}

const images = ({ images: all }: DiskUsage): ReclaimItem[] =>
  all
    .filter(({ used }) => !used)
    .map((image) => {
      const dangling = image.tags.length === 0
      return {
        id: `image:${image.id}`,
        kind: 'image',
        name: image.tags.join(', ') || image.id.replace(/^sha256:/, '').slice(0, 12),
        bytes: Math.max(0, image.bytes - image.sharedBytes),
        reason: dangling ? 'dangling' : image.pulled ? 'unused' : 'built-here',
        at: image.createdAt,
        safe: dangling || image.pulled,
      }
    })

const containers = ({ containers: all }: DiskUsage): ReclaimItem[] =>
  all
    .filter(({ stopped }) => stopped)
    .map(({ id, name, bytes, createdAt }) => ({
      id: `container:${id}`,
      kind: 'container',
      name,
      bytes,
      reason: 'stopped',
      at: createdAt,
      safe: false,
    }))

const volumes = ({ volumes: all }: DiskUsage): ReclaimItem[] =>
  all
    .filter(({ used }) => !used)
    .map((volume) => ({
      id: `volume:${volume.id}`,
      kind: 'volume',
      name: volume.id,
      bytes: volume.bytes,
      reason: volume.anonymous ? 'unnamed' : 'unused',
      at: 0,
      safe: false,
    }))

const cache = ({ cache: all }: DiskUsage, now: number): ReclaimItem[] =>
  all
    .filter(({ used, shared }) => !used && !shared)
    .map((record) => {
      const old = now - record.lastUsedAt > cacheRestsMs
      return {
        id: `cache:${record.id}`,
        kind: 'cache',
        name: record.description || record.id,
        bytes: record.bytes,
        reason: old ? 'old' : 'recent',
        at: record.lastUsedAt,
        safe: old,
      }
    })

function largeLogs({ containers: all }: DiskUsage, logs: readonly LogSize[]): ReclaimItem[] {
  const names = new Map(all.map(({ id, name }) => [id, name]))
  return logs
    .filter(({ containerId, bytes }) => bytes >= largeLogBytes && names.has(containerId))
    .map(({ containerId, bytes }) => ({
      id: `log:${containerId}`,
      kind: 'log',
      name: names.get(containerId) ?? containerId,
      bytes,
      reason: 'large',
      at: 0,
      safe: false,
    }))
}
