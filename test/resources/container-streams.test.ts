// Streams of figures: one per container that is looked at, begun again after a break, none for nobody.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createContainerStreams } from '../../main/resources/container-streams'
import type { Container, ContainerStats } from '../../preload/model'
import { containerOf } from '../renderer/fake-app/fake-app'
import { Broadcast } from '../renderer/fake-app/watched'

const stats: ContainerStats = {
  at: 1,
  cpu: 0.25,
  memoryBytes: 10,
  memoryLimitBytes: 100,
  diskReadBytes: 1,
  diskWriteBytes: 2,
  receivedBytes: 3,
  sentBytes: 4,
  processes: 5,
}

const items = (...containers: Container[]) => new Map(containers.map((one) => [one.id, one]))
const one = containerOf({ id: 'one' })
const two = containerOf({ id: 'two' })

function set() {
  const containers = createStore(() => items(one, two, containerOf({ id: 'off', state: 'exited' })))
  const begun: string[] = []
  const live = new Broadcast<ContainerStats>()
  let broken = false
  const streams = createContainerStreams({
    containers,
    watch: async (id, take, signal) => {
      begun.push(id)
      if (broken) throw new SyntaxError('Unexpected end of JSON input')
      for await (const one of live.watch([stats], signal)) take(one)
    },
    log: silentLog,
  })
  return { containers, begun, live, streams, breakAll: () => (broken = true), mend: () => (broken = false) }
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('opens one stream for two who look at the same container, and closes it with the last', async () => {
  const { streams, begun, live } = set()
  const first = streams.follow(new Set(['one', 'off', 'never']))
  const second = streams.follow('all')
  await settle()
  expect(begun.sort()).toEqual(['one', 'two'])
  expect(streams.uses().get('one')).toEqual({
    id: 'one',
    cpu: 0.25,
    memoryBytes: 10,
    memoryLimitBytes: 100,
    diskRate: 3,
    networkRate: 7,
    processes: 5,
  })
  second()
  await settle()
  expect([...streams.uses().keys()]).toEqual(['one'])
  expect(live.watchers).toBe(1)
  first()
  await settle()
  expect(live.watchers).toBe(0)
  await streams.dispose()
})

it('begins again after a stream that broke, with a pause between', async () => {
  const { streams, begun, breakAll, mend } = set()
  breakAll()
  streams.follow(new Set(['one']))
  await settle()
  expect(streams.uses().size).toBe(0)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(begun).toHaveLength(1)
  mend()
  await vi.advanceTimersByTimeAsync(1_500)
  expect(begun).toHaveLength(2)
  expect(streams.uses().size).toBe(1)
  await streams.dispose()
})

it('forgets figures that are no longer sent', async () => {
  const { streams, live } = set()
  streams.follow('all')
  await settle()
  await vi.advanceTimersByTimeAsync(4_000)
  expect(streams.uses().size).toBe(2)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(streams.uses().size).toBe(0)
  live.send(stats)
  await settle()
  expect(streams.uses().size).toBe(2)
  await streams.dispose()
})

it('follows containers as they start and stop, and nothing after its end', async () => {
  const { streams, containers, begun, live } = set()
  streams.follow('all')
  containers.setState(items({ ...one, state: 'exited' }, two, containerOf({ id: 'three' })), true)
  await settle()
  expect([...streams.uses().keys()].sort()).toEqual(['three', 'two'])
  await streams.dispose()
  containers.setState(items(containerOf({ id: 'four' })), true)
  await settle()
  expect(begun).not.toContain('four')
  expect(live.watchers).toBe(0)
})
