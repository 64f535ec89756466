// What containers used lately: three spans of time, bounded in samples and containers, gone with the container.
import { expect, it } from 'vitest'
import { createCollection } from '../../main/base/collection'
import { createStatsHistory, type StatsHistory } from '../../main/engine/stats-history'
import type { Container, ContainerStats } from '../../preload/model'
import { containerOf } from '../renderer/fake-app/fake-app'

const start = Date.parse('2026-01-01T00:00:00Z')
const hourMs = 3_600_000

const statsOf = (at: number, cpu = 0.5): ContainerStats => ({
  ...{ at, cpu, memoryBytes: 100, memoryLimitBytes: 1000 },
  ...{ diskReadBytes: 1, diskWriteBytes: 2, receivedBytes: 3, sentBytes: 4, processes: 5 },
})

interface Made {
  readonly history: StatsHistory
  readonly asked: string[]
  remove(id: string): void
}

/** An engine whose containers use half of a processor. */
function make(...ids: readonly string[]): Made {
  const containers = createCollection<Container>()
  containers.upsert(...ids.map((id) => containerOf({ id })), containerOf({ id: 'off', state: 'exited' }))
  const asked: string[] = []
  const ask = async (path: string): Promise<unknown> => {
    asked.push(/containers\/(\w+)/.exec(path)?.[1] ?? path)
    if (path.includes('dying')) throw new Error('no such container')
    const read = new Date(start + asked.length * 1000).toISOString()
    return { read, cpu_stats: { cpu_usage: { total_usage: asked.length * 5e8 } } }
  }
  const history = createStatsHistory({ containers: containers.store, client: () => ({ ask }) })
  return { history, asked, remove: (id) => containers.remove(id) }
}

it('keeps seconds, half minutes and five minutes, bounded over days', () => {
  const { history } = make('a')
  const now = start + 30 * hourMs
  for (let at = start; at <= now; at += 5_000) history.add('a', statsOf(at))
  expect(history.read('a', '5m', now).samples).toHaveLength(60)
  expect([60, 61]).toContain(history.read('a', '30m', now).samples.length)
  expect([288, 289]).toContain(history.read('a', '24h', now).samples.length)
  expect(history.read('a', '24h', now + 25 * hourMs).samples).toEqual([])
})

it('averages what a step is made of, and keeps the last limit', () => {
  const { history } = make('a')
  history.add('a', statsOf(start, 0.2))
  history.add('a', { ...statsOf(start + 1000, 0.4), memoryLimitBytes: 7 })
  const [step] = history.read('a', '30m', start + 1000).samples
  expect(step?.cpu).toBeCloseTo(0.3)
  expect(step).toMatchObject({ at: start + 1000, memoryLimitBytes: 7, diskWriteBytes: 2 })
})

it('asks those that run and nobody follows, and goes on after one that is gone', async () => {
  const { history, asked } = make('dying', 'a', 'followed')
  history.add('followed', statsOf(start))
  await history.look()
  await history.look()
  expect(asked).toEqual(['dying', 'a', 'dying', 'a'])
  const now = start + hourMs / 30
  expect(history.read('a', '5m', now).samples).toHaveLength(1)
  await history.look()
  expect(asked.slice(4)).toEqual(['dying'])
})

it('forgets a container that is removed, and the one measured longest ago of too many', () => {
  const ids = Array.from({ length: 101 }, (_, n) => `c${n}`)
  const { history, remove } = make(...ids)
  for (const id of ids) history.add(id, statsOf(start))
  expect(history.read('c0', '5m', start).samples).toEqual([])
  expect(history.read('c1', '5m', start).samples).toHaveLength(1)
  remove('c1')
  expect(history.read('c1', '5m', start).samples).toEqual([])
})
