// What can go and what is safe; and that exactly what was chosen goes, in an order that works.
import { describe, expect, it } from 'vitest'
import { readDiskUsage } from '../../main/engine/disk-usage'
import { emptyLog, parseLogSizes } from '../../main/resources/container-logs'
import { createReclaim, type ReclaimOptions } from '../../main/resources/reclaim'
import { planReclaim } from '../../main/resources/reclaim-plan'
import type { DiskUsage } from '../../preload/model'

const now = Date.parse('2026-11-21T00:00:00Z')
const day = 24 * 3_600_000
const idOf = (letter: string): string => letter.repeat(64)

const image = (id: string, part: Partial<DiskUsage['images'][number]> = {}): DiskUsage['images'][number] => ({
  id,
  tags: [],
  pulled: false,
  bytes: 100,
  sharedBytes: 40,
  used: false,
  createdAt: 1,
  ...part,
})
const cache = (id: string, part: Partial<DiskUsage['cache'][number]> = {}): DiskUsage['cache'][number] => ({
  id,
  description: `step ${id}`,
  bytes: 10,
  used: false,
  shared: false,
  lastUsedAt: now - 30 * day,
  ...part,
})

const usage: DiskUsage = {
  layersBytes: 1000,
  images: [
    image('sha256:d'),
    image('sha256:p', { tags: ['nginx:1'], pulled: true, bytes: 500 }),
    image('sha256:b', { tags: ['mine:1'] }),
    image('sha256:u', { tags: ['busy:1'], used: true }),
  ],
  containers: [
    { id: idOf('a'), name: 'old', bytes: 7, stopped: true, createdAt: 1 },
    { id: idOf('b'), name: 'live', bytes: 5, stopped: false, createdAt: 1 },
  ],
  volumes: [
    { id: 'data', bytes: 9000, used: false, anonymous: false },
    { id: idOf('c'), bytes: 3, used: false, anonymous: true },
    { id: 'held', bytes: 1, used: true, anonymous: false },
  ],
  cache: [
    cache('x'),
    cache('y', { lastUsedAt: now - day }),
    cache('z', { shared: true }),
    cache('w', { used: true }),
  ],
}

describe('the plan', () => {
  const logs = [
    { containerId: idOf('b'), bytes: 60e6 },
    { containerId: idOf('a'), bytes: 100 },
    { containerId: idOf('f'), bytes: 90e6 },
  ]
  const { items, usage: used } = planReclaim(usage, logs, now)
  const item = (id: string) => items.find((one) => one.id === id)

  it.each([undefined, null, 5, '<html>', [], {}, { LayersSize: 'many' }])(
    'is refused when the engine answers nonsense, instead of nothing used: %j',
    (nonsense) => {
      expect(() => readDiskUsage(nonsense)).toThrow(expect.objectContaining({ code: 'engine.garbled' }))
    },
  )

  it('is empty for an engine that has nothing, and counts nothing of entries that make no sense', () => {
    const empty = { LayersSize: 0, Images: null, Containers: null, Volumes: null, BuildCache: null }
    expect(planReclaim(readDiskUsage(empty), [], now).items).toEqual([])
    const odd = {
      LayersSize: 5,
      Images: [7, null, { Id: 3, Size: 'big' }],
      Containers: 'none',
      Volumes: [{}],
    }
    const { usage } = planReclaim(readDiskUsage(odd), [], now)
    expect(usage.every(({ bytes }) => Number.isFinite(bytes))).toBe(true)
  })

  it('offers what nothing uses, the largest first, and says why', () => {
    expect(items.map(({ id, reason, bytes }) => [id, reason, bytes])).toEqual([
      [`log:${idOf('b')}`, 'large', 60e6],
      ['volume:data', 'unused', 9000],
      ['image:sha256:p', 'unused', 460],
      ['image:sha256:b', 'built-here', 60],
      ['image:sha256:d', 'dangling', 60],
      ['cache:x', 'old', 10],
      ['cache:y', 'recent', 10],
      [`container:${idOf('a')}`, 'stopped', 7],
      [`volume:${idOf('c')}`, 'unnamed', 3],
    ])
  })

  it('calls safe only what can be fetched or made again', () => {
    const safe = items.filter((one) => one.safe).map(({ id }) => id)
    expect(safe).toEqual(['image:sha256:p', 'image:sha256:d', 'cache:x'])
    expect(item('volume:data')?.safe).toBe(false)
  })

  it('counts layers once, and cache that is an image’s layer with the image', () => {
    expect(used).toEqual([
      { kind: 'image', count: 4, bytes: 1000 },
      { kind: 'container', count: 2, bytes: 12 },
      { kind: 'volume', count: 3, bytes: 9004 },
      { kind: 'cache', count: 4, bytes: 30 },
      { kind: 'log', count: 3, bytes: 60e6 + 100 + 90e6 },
    ])
  })
})

describe('logs', () => {
  it('adds the files that rotated, and reads no other file', () => {
    const [a, b] = [idOf('a'), idOf('b')]
    const output = `10 ${a}/${a}-json.log\n5 ${a}/${a}-json.log.1\n3 ${a}/${a}-json.log.2.gz\n9 ${b}/${a}-json.log\nx\n7 ${b}/${b}-json.log`
    expect(parseLogSizes(output)).toEqual([
      { containerId: a, bytes: 18 },
      { containerId: b, bytes: 7 },
    ])
  })

  it('never makes a command of what is no id', async () => {
    const run = () => Promise.reject(new Error('must not run'))
    await expect(emptyLog(run, '$(reboot)')).rejects.toThrow('not the id of a container')
  })
})

describe('giving back', () => {
  function set(part: Partial<ReclaimOptions> = {}) {
    const done: string[] = []
    const left = new Set(['x', 'y'])
    const taken = [5000, 2000]
    const prune = (kind: string) => async (ids: readonly string[]) => {
      done.push(...ids.map((id) => `${kind} ${id}`))
      return { removed: ids, kept: [] }
    }
    const reclaim = createReclaim({
      readUsage: async () => ({ ...usage, cache: usage.cache.filter(({ id }) => left.has(id)) }),
      removeCache: async (id) => {
        done.push(`cache ${id}`)
        // The engine lets go of x only after y was.
        if (id === 'x' && left.has('y')) return 0
        left.delete(id)
        return 10
      },
      pruneImages: prune('image'),
      pruneVolumes: prune('volume'),
      removeContainer: async (id) => void done.push(`container ${id}`),
      trim: async () => void done.push('trim'),
      takenBytes: async () => taken.shift(),
      ...part,
    })
    return { reclaim, done }
  }

  it('removes exactly what was chosen and can go, then trims, and tells what came back', async () => {
    const { reclaim, done } = set()
    const ids = [
      'image:sha256:d',
      'image:sha256:u',
      'volume:held',
      'volume:data',
      `container:${idOf('a')}`,
      'no',
    ]
    const result = await reclaim.reclaim({ ids })
    expect(done).toEqual([`container ${idOf('a')}`, 'image sha256:d', 'volume data', 'trim'])
    expect(result).toMatchObject({
      removed: [`container:${idOf('a')}`, 'image:sha256:d', 'volume:data'],
      kept: [],
      hostBytes: 3000,
    })
  })

  it('removes cache that something chosen was built on, too', async () => {
    const { reclaim, done } = set()
    const { removed, kept, engineBytes } = await reclaim.reclaim({ ids: ['cache:x', 'cache:y'] })
    expect(done).toEqual(['cache x', 'cache y', 'cache x', 'trim'])
    expect([removed, kept, engineBytes]).toEqual([['cache:x', 'cache:y'], [], 20])
  })

  it('tells what could not go, and goes on with the rest', async () => {
    const { reclaim, done } = set({ removeContainer: () => Promise.reject(new Error('busy')) })
    const { kept, removed } = await reclaim.reclaim({
      ids: [`container:${idOf('a')}`, 'volume:data', 'cache:x'],
    })
    expect(kept.map(({ id }) => id)).toEqual([`container:${idOf('a')}`, 'cache:x'])
    expect(removed).toEqual(['volume:data'])
    expect(done.at(-1)).toBe('trim')
  })

  it('does nothing when nothing was chosen', async () => {
    const { reclaim, done } = set()
    await reclaim.reclaim({ ids: [] })
    expect(done).toEqual(['trim'])
  })
})
