// One container in depth on a real Docker Engine: actions, description, processes, changes, figures.
import type Docker from 'dockerode'
import { describe, expect, inject, it } from 'vitest'
import type { Container, ContainerStats } from '../../preload/model'
import { until } from '../../main/base/until'
import { dialSocket, startSession, waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('ed')
const { docker, mark } = engine

async function start(
  name: string,
  script = 'sleep 600',
  more: Docker.ContainerCreateOptions = {},
): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sh', '-c', script],
    ...more,
  })
  await made.start()
  return made.id
}

const seen = (id: string, fits: (one: Container) => boolean, what: string): Promise<unknown> =>
  waitFor(
    engine.session.containers,
    (items) => {
      const one = items.get(id)
      return one !== undefined && fits(one)
    },
    what,
  )

describe('actions', () => {
  it('pauses and resumes, twice without harm', async () => {
    const { containersService: containers } = engine.session
    const id = await start('pause')
    await containers.pause({ id })
    await containers.pause({ id })
    await seen(id, (one) => one.state === 'paused', 'it paused')
    await containers.unpause({ id })
    await containers.unpause({ id })
    await seen(id, (one) => one.state === 'running', 'it running again')
    expect((await docker.getContainer(id).inspect()).State.Status).toBe('running')
  })

  it('kills, and says that there is nothing to kill or freeze', async () => {
    const { containersService: containers } = engine.session
    const id = await start('kill')
    await containers.kill({ id })
    await seen(id, (one) => one.state === 'exited' && one.exitCode === 137, 'its end')
    const error = { code: 'container.not-running', params: { container: `${mark}-kill` } }
    await expect(containers.kill({ id })).rejects.toMatchObject(error)
    await expect(containers.pause({ id })).rejects.toMatchObject(error)
    await expect(containers.getProcesses({ id })).rejects.toMatchObject(error)
  })

  it('renames, to its own name too, but to no name that is taken or impossible', async () => {
    const { containersService: containers } = engine.session
    const id = await start('old')
    await start('taken')
    await containers.rename({ id, name: `${mark}-new` })
    await seen(id, (one) => one.name === `${mark}-new`, 'the new name')
    await containers.rename({ id, name: `${mark}-new` })
    await expect(containers.rename({ id, name: `${mark}-taken` })).rejects.toMatchObject({
      code: 'container.name-taken',
      params: { name: `${mark}-taken` },
    })
    await expect(containers.rename({ id, name: 'no spaces' })).rejects.toMatchObject({
      code: 'container.bad-name',
      params: { name: 'no spaces' },
    })
  })
})

describe('an end with 137', () => {
  const limit = { HostConfig: { Memory: 32 * 1024 ** 2, MemorySwap: 32 * 1024 ** 2 } }
  const eat = 'dd if=/dev/zero of=/dev/null bs=48M count=1'
  /** The engine does not hear of memory that runs out before it has answered the start. */
  const onceTold = (script: string): string => `until [ -e /go ]; do sleep 0.1; done; ${script}`
  const go = async (id: string): Promise<void> => {
    const touch = await docker.getContainer(id).exec({ Cmd: ['touch', '/go'] })
    await touch.start({ Detach: true })
  }
  const hasFed = async (id: string): Promise<true | undefined> =>
    String(await docker.getContainer(id).logs({ stdout: true })).includes('fed') ? true : undefined

  it('is told from memory or from a person, whichever it was, also by an app that starts later', async () => {
    const hungry = await start('hungry', onceTold(eat), limit)
    const survivor = await start('survivor', onceTold(`${eat}; echo fed; sleep 600`), limit)
    await Promise.all([go(hungry), go(survivor)])
    await seen(hungry, (one) => one.exitCode === 137 && one.oomKilled === true, 'that memory ended it')
    // A program of it ran out of memory, it went on, and then somebody ended it.
    await until(() => hasFed(survivor), { deadlineMs: 30_000, waitingFor: 'its next program' })
    await engine.session.containersService.kill({ id: survivor })
    await seen(survivor, (one) => one.exitCode === 137 && one.oomKilled === false, 'that a person ended it')
    const later = await startSession(inject('engineSocket'))
    try {
      expect(later.containers.getState().get(hungry)).toMatchObject({ exitCode: 137, oomKilled: true })
      expect(later.containers.getState().get(survivor)).toMatchObject({ exitCode: 137, oomKilled: false })
    } finally {
      await later.dispose()
    }
  })
})

describe('leaving', () => {
  it('leaves no request open on the engine after 50 visits to logs and figures', async () => {
    const id = await start('visited', 'while :; do echo line; sleep 1; done')
    const open = new Set<unknown>()
    const dial = dialSocket(inject('engineSocket'))
    const visitor = await startSession(inject('engineSocket'), async (options) => {
      const stream = await dial(options)
      open.add(stream)
      stream.once('close', () => open.delete(stream))
      return stream
    })
    try {
      const { containersService: containers } = visitor
      const visit = async (watch: (signal: AbortSignal) => AsyncIterable<unknown>): Promise<void> => {
        const abort = new AbortController()
        for await (const _ of watch(abort.signal)) abort.abort()
      }
      for (let n = 0; n < 50; n++) {
        await visit((signal) => containers.watchLogs({ id, tail: 10, follow: true, signal }))
        const abort = new AbortController()
        const figures = containers.watchStats({ id, signal: abort.signal })[Symbol.asyncIterator]()
        const first = figures.next()
        abort.abort()
        await first
      }
      // The events stay open, and a few idle connections are kept for the next request for 10 s.
      await until(() => (open.size <= 1 ? true : undefined), {
        deadlineMs: 60_000,
        waitingFor: 'every request but the events to be closed',
      })
      expect(open.size).toBe(1)
    } finally {
      await visitor.dispose()
    }
  })
})

describe('details', () => {
  it('describes how a container is set up', async () => {
    const id = await start('details', 'sleep 600', {
      Env: ['PASSWORD=a=b\nc', 'EMPTY='],
      Labels: { 한글: '<b>' },
      WorkingDir: '/tmp',
      HostConfig: {
        Memory: 64 * 1024 * 1024,
        NanoCpus: 5e8,
        Tmpfs: {},
        CapAdd: ['NET_ADMIN'],
        Binds: [`${mark}-vol:/data:ro`],
      },
    })
    const details = await engine.session.containersService.getDetails({ id })
    expect(details).toMatchObject({
      command: ['sh', '-c', 'sleep 600'],
      workingDir: '/tmp',
      memoryLimitBytes: 64 * 1024 * 1024,
      cpuLimit: 0.5,
      processLimit: 0,
      privileged: false,
      capabilities: ['NET_ADMIN'],
      readOnly: false,
      labels: [{ name: '한글', value: '<b>' }],
      mounts: [{ kind: 'volume', source: `${mark}-vol`, path: '/data', writable: false }],
    })
    expect(details.env).toEqual(
      expect.arrayContaining([
        { name: 'PASSWORD', value: 'a=b\nc' },
        { name: 'EMPTY', value: '' },
      ]),
    )
    expect(JSON.parse(details.json)).toMatchObject({ Id: id })
    await docker.getContainer(id).remove({ force: true })
    await docker.getVolume(`${mark}-vol`).remove()
  })

  it('lists processes and changed files', async () => {
    const id = await start('work', 'echo x > /new; rm /etc/group; echo ready; sleep 600')
    for await (const lines of engine.session.containersService.watchLogs({ id, tail: 10, follow: true }))
      if (lines.some((line) => line.text === 'ready')) break
    const { titles, rows } = await engine.session.containersService.getProcesses({ id })
    expect(titles).toEqual(['PID', 'USER', 'TIME', 'RSS', 'COMMAND'])
    expect(rows.map((row) => row.at(-1)).join('\n')).toContain('sleep 600')
    const { changes } = await engine.session.containersService.getData({ id })
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: '/new', kind: 'added' }),
        expect.objectContaining({ path: '/etc/group', kind: 'deleted' }),
      ]),
    )
    const clean = await docker.createContainer({ Image: 'busybox', name: `${mark}-clean` })
    expect(await engine.session.containersService.getData({ id: clean.id })).toMatchObject({
      changes: [],
      changedFiles: 0,
    })
    // The engine lays its own program over a file that nobody wrote.
    const HostConfig = { Init: true }
    const held = await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '600'], HostConfig })
    await held.start()
    expect(await held.changes()).toContainEqual(
      expect.objectContaining({ Path: expect.stringMatching(/docker-init$/) }),
    )
    expect((await engine.session.containersService.getData({ id: held.id })).changedFiles).toBe(0)
    await held.remove({ force: true })
  })

  it('says that a container is gone', async () => {
    const id = 'f'.repeat(64)
    const { containersService: containers } = engine.session
    const error = { code: 'container.not-found' }
    await expect(containers.getDetails({ id })).rejects.toMatchObject(error)
    await expect(containers.getData({ id })).rejects.toMatchObject(error)
    await expect(containers.watchStats({ id })[Symbol.asyncIterator]().next()).rejects.toMatchObject(error)
  })
})

describe('figures', () => {
  it('measures a busy container, and ends with it', async () => {
    const id = await start('busy', 'while :; do :; done')
    const samples: ContainerStats[] = []
    for await (const sample of engine.session.containersService.watchStats({ id })) {
      samples.push(sample)
      if (samples.length === 2) await docker.getContainer(id).kill()
    }
    const [first] = samples
    expect(first?.cpu).toBeGreaterThan(0.01)
    expect(first?.cpu).toBeLessThanOrEqual(1)
    expect(first?.processes).toBeGreaterThanOrEqual(1)
    expect(first?.memoryLimitBytes).toBeGreaterThan(0)
  })

  it('ends at once when given up', async () => {
    const id = await start('given-up')
    const abort = new AbortController()
    for await (const _ of engine.session.containersService.watchStats({ id, signal: abort.signal }))
      abort.abort()
    expect(abort.signal.aborted).toBe(true)
  })
})
