import { describe, expect, it, vi } from 'vitest'
import type { Image, MachineStep } from '../../preload/model'
import { arrangeImages, splitReference, titleOf, usersByImage } from '../../renderer/images/image-rows'
import { PullSpeed } from '../../renderer/images/pull-speed'
import { engineState } from '../../preload/engine-state'
import { examplePath } from '../../renderer/shell/system'
import { lastStartMs, startProgress } from '../../renderer/welcome/progress'
import { containerOf, stoppedMachine } from './fake-app/fake-app'

const image = (id: string, sizeBytes: number, part: Partial<Image> = {}): Image => ({
  id,
  tags: [`${id}:latest`],
  digests: [],
  sizeBytes,
  createdAt: sizeBytes,
  ...part,
})

describe('hints', () => {
  it.each([
    ['win32', 'C:\\Users\\you\\shop\\compose.yaml'],
    ['darwin', '/Users/you/shop/compose.yaml'],
    ['linux', '/home/you/shop/compose.yaml'],
  ])('show a path as %s writes it', (system, path) => {
    vi.stubGlobal('location', { href: `http://localhost/?system=${system}` })
    vi.stubGlobal('navigator', { platform: '' })
    expect(examplePath('shop', 'compose.yaml')).toBe(path)
    vi.unstubAllGlobals()
  })
})

describe('images in the list', () => {
  it('splits a reference into name and tag, also with a port or a digest', () => {
    expect(splitReference('acme/api:dev')).toEqual({ name: 'acme/api', tag: ':dev' })
    expect(splitReference('localhost:5000/api')).toEqual({ name: 'localhost:5000/api', tag: '' })
    expect(splitReference('api@sha256:ab')).toEqual({ name: 'api', tag: '@sha256:ab' })
  })

  it('calls an image without tags by where it came from, else by its id', () => {
    expect(titleOf(image('x', 1, { tags: [], digests: ['mysql@sha256:ab'] }))).toBe('mysql')
    expect(titleOf(image('sha256:0123456789abcdef', 1, { tags: [] }))).toBe('0123456789ab')
  })

  it('shows large ones first, filters by use, turns the order', () => {
    const images = [image('small', 1), image('large', 9), image('middle', 5)]
    const used = new Set(['middle'])
    const view = { filter: 'all', sort: 'size', descending: false, search: '' } as const
    expect(arrangeImages(images, used, view)).toEqual(['large', 'middle', 'small'])
    expect(arrangeImages(images, used, { ...view, descending: true })).toEqual(['small', 'middle', 'large'])
    expect(arrangeImages(images, used, { ...view, filter: 'used' })).toEqual(['middle'])
    expect(arrangeImages(images, used, { ...view, filter: 'unused', sort: 'name' })).toEqual([
      'large',
      'small',
    ])
  })

  it('knows which containers use an image', () => {
    const users = usersByImage([
      containerOf({ id: 'a', imageId: 'i' }),
      containerOf({ id: 'b', imageId: 'i' }),
    ])
    expect(users.get('i')).toEqual(['a', 'b'])
  })
})

describe('PullSpeed', () => {
  it('says nothing before it knows enough', () => {
    const speed = new PullSpeed()
    speed.add(0, 0)
    speed.add(300, 1000)
    expect(speed.bytesPerSecond).toBeUndefined()
  })

  it('looks at the last seconds only', () => {
    const speed = new PullSpeed()
    for (let second = 0; second <= 20; second += 1) speed.add(second * 1000, second * 1_000_000)
    for (let second = 21; second <= 40; second += 1) speed.add(second * 1000, 20_000_000)
    expect(speed.bytesPerSecond).toBe(0)
  })

  it('starts over when the sum falls', () => {
    const speed = new PullSpeed()
    speed.add(0, 1000)
    speed.add(1000, 5000)
    speed.add(2000, 100)
    expect(speed.bytesPerSecond).toBeUndefined()
  })
})

describe('progress of a start', () => {
  const now = 100_000
  const steps: MachineStep[] = [
    { id: 'vm', state: 'done', startedAt: now - 5000, ms: 4000, expectedMs: 3000 },
    { id: 'engine', state: 'active', startedAt: now - 1000, expectedMs: 4000 },
    { id: 'ports', state: 'waiting', expectedMs: 2000 },
  ]

  it('weighs the steps by the time they take', () => {
    const progress = startProgress(steps, now)
    expect(progress).toMatchObject({ elapsedMs: 5000, expectedMs: 10_000 })
    expect(progress.share).toBeCloseTo(0.5)
    expect(lastStartMs(steps)).toBe(9000)
  })

  it('does not reach the end before the steps do, however long they take', () => {
    expect(startProgress(steps, now + 60_000).share).toBeLessThan(1)
  })

  it('counts steps on the very first start', () => {
    const first = steps.map(({ expectedMs: _unknown, ...step }) => step)
    expect(startProgress(first, now)).toMatchObject({ expectedMs: undefined, share: 1 / 3 })
    expect(lastStartMs(first)).toBeUndefined()
    expect(startProgress([], now).share).toBeUndefined()
  })

  it('prefers what a step reports about itself', () => {
    const image: MachineStep = {
      id: 'image',
      state: 'active',
      startedAt: now,
      progress: { done: 1, total: 4, unit: 'bytes' },
    }
    expect(startProgress([image], now).share).toBe(0.25)
  })
})

describe('state of the engine for people', () => {
  const connected = { state: 'connected' } as const
  it('joins machine and engine into one', () => {
    const running = { ...stoppedMachine, state: 'running' } as const
    expect(engineState(running, connected)).toMatchObject({ text: 'engine.running', can: { stop: true } })
    expect(engineState(running, { state: 'connecting' }).text).toBe('engine.connecting')
    expect(engineState(stoppedMachine, undefined)).toMatchObject({
      text: 'engine.stopped',
      can: { start: true },
    })
    expect(engineState({ ...stoppedMachine, state: 'failed' }, undefined).shape).toBe('fail')
  })
  it('offers to resume what is paused, and to pause what runs', () => {
    const running = { ...stoppedMachine, state: 'running' } as const
    expect(engineState(running, connected).can).toMatchObject({ pause: true, resume: false })
    expect(engineState({ ...stoppedMachine, state: 'paused' }, undefined)).toMatchObject({
      text: 'engine.paused',
      can: { resume: true, pause: false, stop: true },
    })
  })
  it('offers no start of an engine that is not its own', () => {
    const attached = { ...stoppedMachine, driver: 'none', state: 'running' } as const
    expect(engineState(attached, connected).can).toEqual({
      start: false,
      stop: false,
      restart: false,
      pause: false,
      resume: false,
    })
  })
})
