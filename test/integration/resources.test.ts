// The figures on a real Docker Engine against the kernel's own, and what watching asks of the engine.
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createResources, type ResourcesParts } from '../../main/resources/resources'
import type {
  ContainerHistory,
  ContainerHistoryRange,
  ContainerUse,
  LimitsChange,
  ResourceReading,
} from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `rs${randomBytes(3).toString('hex')}`
let session: Session
let resources: ResourcesParts
let folder: string
/** Paths that were asked of the engine, in order. */
const asked: string[] = []
const open = new Set<unknown>()

const notAsked = (): Promise<never> => Promise.reject(new Error('not asked here'))

beforeAll(async () => {
  folder = await makeTestFolder('r')
  const dial = dialSocket(inject('engineSocket'))
  session = await startSession(inject('engineSocket'), async (options) => {
    const stream = await dial(options)
    open.add(stream)
    stream.once('close', () => open.delete(stream))
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
    stream.write = (...args: unknown[]) => {
      const line = /^[A-Z]+ (\S+)/.exec(String(args[0]))?.[1]
      if (line !== undefined) asked.push(line)
      return write(...args)
    }
    return stream
  })
  await pull(session, 'busybox')
  resources = await createResources({
    containers: session.containers,
    followStats: session.followStats,
    lookAtStats: session.lookAtStats,
    setLimits: session.setLimits,
    reclaim: {
      plan: () => Promise.reject(new Error('not asked here')),
      reclaim: () => Promise.reject(new Error('not asked here')),
    },
    readMachine: async () => undefined,
    warnings: {
      memoryLimit: async () => 0,
      machineShare: () => 1,
      mostMachineMemory: undefined,
      file: join(folder, 'warnings.json'),
      actions: {
        setMemory: notAsked,
        start: notAsked,
        stop: notAsked,
        emptyLog: notAsked,
        setMachineMemory: notAsked,
      },
    },
    folder,
    historyFile: join(folder, 'resources.json'),
    log: silentLog,
    pace: { watched: 1_000, unwatched: 50 },
  })
})
afterEach(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
})
afterAll(async () => {
  await resources.dispose()
  await session.dispose()
  await rm(folder, { recursive: true, force: true })
})

async function start(name: string, script: string, cpus = 0): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sh', '-c', script],
    HostConfig: { NanoCpus: cpus * 1e9 },
  })
  await made.start()
  await waitFor(session.containers, (items) => items.get(made.id)?.state === 'running', 'it running')
  return made.id
}

async function firstReading(fits: (reading: ResourceReading) => boolean): Promise<ResourceReading> {
  for await (const reading of resources.service.watchSamples()) if (fits(reading)) return reading
  throw new Error('the readings ended')
}

const useIn = (reading: ResourceReading, id: string): ContainerUse | undefined =>
  reading.containers.find((one) => one.id === id)

/** A file of a container's control group, of either version: the engine names the group by the container's id. */
async function groupFile(id: string, controller: string, v1: string, v2: string): Promise<string> {
  for (const [root, file] of [
    [`/sys/fs/cgroup/${controller}`, v1],
    ['/sys/fs/cgroup', v2],
  ] as const) {
    const names = await readdir(root, { recursive: true }).catch((): string[] => [])
    const group = names.find((name) => name.endsWith(id) || name.endsWith(`${id}.scope`))
    if (group !== undefined) return readFile(join(root, group, file), 'utf8')
  }
  throw new Error(`no control group of ${id}`)
}

/** In ns. */
async function groupCpu(id: string): Promise<number> {
  const text = await groupFile(id, 'cpuacct', 'cpuacct.usage', 'cpu.stat')
  const v2 = /^usage_usec (\d+)/m.exec(text)?.[1]
  return v2 === undefined ? Number(text) : Number(v2) * 1000
}

/** In bytes, without what the kernel would give up first. */
async function groupMemory(id: string): Promise<number> {
  const usage = Number(await groupFile(id, 'memory', 'memory.usage_in_bytes', 'memory.current'))
  const stat = await groupFile(id, 'memory', 'memory.stat', 'memory.stat')
  return usage - Number(/^inactive_file (\d+)$/m.exec(stat)?.[1])
}

describe('figures', () => {
  // Capped, so that the share is the same in every second however busy this computer is.
  it('agree with the control group within 5 %', async () => {
    const busy = await start('busy', 'x=$(head -c 60000000 /dev/zero | tr "\\0" a); while :; do :; done', 0.4)
    await firstReading((reading) => (useIn(reading, busy)?.memoryBytes ?? 0) > 50e6)
    // Each clock times its own readings, because a sample arrives late when this computer is busy.
    let ours = 0
    let last: { at: number; memory: number } | undefined
    let begin = { cpu: 0, at: 0 }
    let seconds = 0
    const theirs = async (): Promise<typeof begin> => ({ cpu: await groupCpu(busy), at: performance.now() })
    for await (const { at, cpu, memoryBytes } of session.containersService.watchStats({ id: busy })) {
      if (last === undefined) begin = await theirs()
      else {
        ours += cpu * cpus().length * ((at - last.at) / 1000)
        seconds += (at - last.at) / 1000
      }
      last = { at, memory: memoryBytes }
      if (seconds > 6) break
    }
    const end = await theirs()
    const theirRate = (end.cpu - begin.cpu) / 1e6 / (end.at - begin.at)
    expect(Math.abs(ours / seconds - theirRate) / theirRate).toBeLessThan(0.05)

    const theirMemory = await groupMemory(busy)
    const ourMemory = last?.memory ?? 0
    expect(Math.abs(ourMemory - theirMemory) / theirMemory).toBeLessThan(0.05)
  })

  it('add up: containers are a part of this computer', async () => {
    await start('part', 'while :; do :; done')
    const { sample, containers, computer } = await firstReading(
      (reading) => reading.sample.computer !== undefined && reading.containers.some(({ cpu }) => cpu > 0.05),
    )
    const sum = containers.reduce((total, { cpu }) => total + cpu, 0)
    expect(sample.containers?.cpu).toBeCloseTo(Math.min(1, sum), 6)
    expect(sample.computer?.memoryBytes).toBeLessThanOrEqual(computer.memoryBytes)
    const { samples } = await resources.service.getHistory({ range: '5m' })
    expect(samples.some((one) => one.containers !== undefined)).toBe(true)
  })
})

async function cpuTimeOf(id: string): Promise<number> {
  const stats = await docker.getContainer(id).stats({ stream: false, 'one-shot': true })
  return stats.cpu_stats.cpu_usage.total_usage
}

describe('what a container used before', () => {
  it('is known of one that nobody followed, by looks', async () => {
    const id = await start('unfollowed', 'while :; do :; done')
    const read = (range: ContainerHistoryRange): Promise<ContainerHistory> =>
      session.containersService.getStatsHistory({ id, range })
    expect((await read('24h')).samples).toEqual([])
    await session.lookAtStats()
    expect((await read('24h')).samples).toEqual([])
    // A newer engine answers before the loop has had its first turn.
    const used = await cpuTimeOf(id)
    await expect.poll(() => cpuTimeOf(id), { timeout: 20_000 }).toBeGreaterThan(used)
    await session.lookAtStats()
    for (const range of ['5m', '30m', '24h'] as const) {
      const { samples } = await read(range)
      expect(samples).toHaveLength(1)
      expect(samples[0]?.cpu).toBeGreaterThan(0)
      expect(samples[0]?.memoryBytes).toBeGreaterThan(0)
    }
  })
})

describe('limits', () => {
  it('change while the container runs, and go again', async () => {
    const id = await start('limited', 'sleep 600')
    const before = await docker.getContainer(id).inspect()
    const set = (limits: LimitsChange): Promise<void> => resources.service.setLimits({ id, limits })
    await set({ memoryBytes: 64 * 1024 ** 2, cpus: 0.5, restart: 'unless-stopped' })
    const limited = await docker.getContainer(id).inspect()
    expect(limited.HostConfig).toMatchObject({
      Memory: 64 * 1024 ** 2,
      NanoCpus: 5e8,
      RestartPolicy: { Name: 'unless-stopped' },
    })
    expect(limited.State).toMatchObject({ Pid: before.State.Pid, StartedAt: before.State.StartedAt })
    expect(Number(await groupFile(id, 'memory', 'memory.limit_in_bytes', 'memory.max'))).toBe(64 * 1024 ** 2)

    const { NCPU: all, MemTotal: memory } = (await docker.info()) as { NCPU: number; MemTotal: number }
    for (const bad of [
      { memoryBytes: 1024 },
      { memoryBytes: memory * 2 },
      { cpus: all + 1 },
      { cpus: 0.001 },
    ])
      await expect(set({ memoryBytes: 0, cpus: 0, restart: 'no', ...bad })).rejects.toMatchObject({
        code: 'container.limit-range',
      })
    expect(await docker.getContainer(id).inspect()).toMatchObject({ Id: id, HostConfig: { NanoCpus: 5e8 } })

    // The engine can lift none of a container that is there: another takes its place.
    await set({ memoryBytes: 0, restart: 'no' })
    const name = `${mark}-limited`
    const free = await docker.getContainer(name).inspect()
    expect(free).toMatchObject({
      State: { Running: true },
      HostConfig: { Memory: 0, MemorySwap: 0, NanoCpus: 5e8, RestartPolicy: { Name: 'no' } },
    })
    expect(await groupFile(free.Id, 'memory', 'memory.limit_in_bytes', 'memory.max')).toMatch(
      /^(?:max|9\d{18})\s*$/,
    )
    await resources.service.setLimits({ id: free.Id, limits: { cpus: 0 } })
    const freest = await docker.getContainer(name).inspect()
    expect(freest.HostConfig).toMatchObject({ Memory: 0, NanoCpus: 0 })
    await resources.service.setLimits({ id: freest.Id, limits: { memoryBytes: 0, cpus: 0 } })
    expect((await docker.getContainer(name).inspect()).Id).toBe(freest.Id)
  })

  it('leave what nobody asked about as it is', async () => {
    const mebibyte = 1024 ** 2
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-own`,
      Cmd: ['sleep', '600'],
      HostConfig: {
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
        Memory: 64 * mebibyte,
        MemorySwap: -1,
      },
    })
    const set = (limits: LimitsChange): Promise<void> => resources.service.setLimits({ id: made.id, limits })
    const host = async () => (await made.inspect()).HostConfig
    await set({ memoryBytes: 128 * mebibyte, restart: 'on-failure' })
    expect(await host()).toMatchObject({
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
      Memory: 128 * mebibyte,
      MemorySwap: -1,
      NanoCpus: 0,
    })
    const free = await docker.createContainer({ Image: 'busybox', name: `${mark}-free` })
    await resources.service.setLimits({ id: free.id, limits: { memoryBytes: 0, cpus: 0, restart: 'always' } })
    expect((await free.inspect()).HostConfig).toMatchObject({
      RestartPolicy: { Name: 'always' },
      Memory: 0,
      MemorySwap: 0,
      NanoCpus: 0,
    })
  })
})

describe('what it asks', () => {
  it('asks nothing while nobody watches, though it goes on measuring this computer', async () => {
    await start('unseen', 'sleep 600')
    const from = asked.length
    const readings = new Set<unknown>()
    await until(() => (readings.add(resources.store.getState()).size > 5 ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'five readings without a watcher',
      everyMs: 5,
    })
    expect(asked.slice(from).filter((path) => !path.includes('/json'))).toEqual([])
  })

  it('follows only the rows that are asked for, and lets go of them', async () => {
    const seen = await start('seen', 'sleep 600')
    const other = await start('other', 'sleep 600')
    const from = asked.length
    for await (const uses of resources.service.watchContainers({ ids: [seen] })) {
      if (uses.length === 0) continue
      expect(uses.map(({ id }) => id)).toEqual([seen])
      break
    }
    const stats = asked.slice(from).filter((path) => path.includes('/stats'))
    expect(stats).toHaveLength(1)
    expect(stats[0]).toContain(seen)
    expect(stats[0]).not.toContain(other)
    await until(() => (open.size <= 2 ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'every request but the events, and one idle connection, to be closed',
    })
  })

  it('drops a container that ends, and takes it up again when it starts', async () => {
    const id = await start('again', 'sleep 600')
    const abort = new AbortController()
    const counts: number[] = []
    let stage: 'first' | 'stopped' | 'again' = 'first'
    for await (const uses of resources.service.watchContainers({ ids: [id], signal: abort.signal })) {
      counts.push(uses.length)
      if (stage === 'first' && uses.length === 1) {
        stage = 'stopped'
        await docker.getContainer(id).kill()
      } else if (stage === 'stopped' && uses.length === 0) {
        stage = 'again'
        await docker.getContainer(id).start()
      } else if (stage === 'again' && uses.length === 1) abort.abort()
    }
    expect(counts.at(-1)).toBe(1)
  })
})
