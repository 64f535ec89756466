// The connection to an engine that goes away and comes back: nothing that happened meanwhile is missed.
import { createServer, type Server, type Socket } from 'node:net'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { duplexPair } from 'node:stream'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { negotiate } from '../../main/engine/client'
import { createEngine } from '../../main/engine/engine'
import { createFileTickets } from '../../main/base/file-tickets'
import type { Dial } from '../../main/base/dial'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor } from './engine-session'

let folder: string
beforeAll(async () => {
  folder = await makeTestFolder('c')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const engineAt = (dial: Dial) =>
  createEngine({
    dial,
    endpointPath: join(folder, 'unused.sock'),
    files: createFileTickets(),
    keeper: noKeeper,
    programs: [],
    trashFile: join(folder, 'trash.json'),
    recreatingFile: join(folder, 'recreating.json'),
    backups: join(folder, 'backups'),
    saves: join(folder, 'saves'),
    log: silentLog,
  })

/** Answers every request with the same text, like something that is not what it should be. */
async function impostor(name: string, answer: string): Promise<{ path: string; server: Server }> {
  const path = join(folder, name)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {}).on('data', () => socket.end(answer))
  })
  server.on('close', () => open.forEach((socket) => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return { path, server }
}

const json = (body: object): string => {
  const text = JSON.stringify(body)
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}

describe('connection', () => {
  it('tells version, API and endpoint, and nothing of them once disconnected', async () => {
    const session = await startSession(inject('engineSocket'))
    const version = await new Docker({ socketPath: inject('engineSocket') }).version()
    expect(session.store.getState()).toMatchObject({
      state: 'connected',
      version: version.Version,
      apiVersion: negotiate(version),
      endpoint: `unix://${session.endpoint}`,
    })
    session.disconnect()
    expect(session.store.getState()).toEqual({
      state: 'disconnected',
      endpoint: `unix://${session.endpoint}`,
    })
    await expect(session.containersService.start({ id: 'any' })).rejects.toMatchObject({
      code: 'engine.unreachable',
    })
    await session.dispose()
  })

  it('ignores the DOCKER_HOST of the environment', async () => {
    process.env.DOCKER_HOST = 'not a URL at all'
    process.env.DOCKER_CERT_PATH = '/nowhere'
    const session = await startSession(inject('engineSocket'))
    expect(process.env.DOCKER_HOST).toBe('not a URL at all')
    delete process.env.DOCKER_HOST
    delete process.env.DOCKER_CERT_PATH
    await session.dispose()
  })

  it('works over streams that are no sockets', async () => {
    const dial: Dial = async () => {
      const socket = await dialSocket(inject('engineSocket'))()
      const [ours, theirs] = duplexPair()
      socket.pipe(theirs)
      theirs.pipe(socket)
      socket.on('close', () => theirs.destroy())
      ours.on('close', () => socket.destroy())
      return ours
    }
    const session = await startSession(inject('engineSocket'), dial)
    await pull(session, 'busybox')
    expect(session.store.getState().state).toBe('connected')
    await session.dispose()
  })

  it.each([
    ['an engine that is too old', { ApiVersion: '1.24', Version: '1.12.0' }, 'engine.too-old'],
    ['one that is too new', { ApiVersion: '2.9', MinAPIVersion: '2.0', Version: '99.0' }, 'engine.too-new'],
    ['something else that answers', { hello: 'there' }, 'engine.not-docker'],
  ])('refuses %s', async (_what, greeting, code) => {
    const { path, server } = await impostor('impostor.sock', json(greeting))
    const engine = engineAt(dialSocket(path))
    engine.connect()
    const state = await waitFor(engine.store, (now) => now.error !== undefined, 'the error')
    expect(state).toMatchObject({ state: 'connecting', error: { code } })
    await engine.dispose()
    await new Promise((resolve) => server.close(resolve))
  })

  it('says that nobody answers, and connects once somebody does', async () => {
    let socket = join(folder, 'nobody.sock')
    const engine = engineAt(() => dialSocket(socket)())
    engine.connect()
    const state = await waitFor(engine.store, (now) => now.error !== undefined, 'the error')
    expect(state).toMatchObject({ state: 'connecting', error: { code: 'engine.unreachable' } })
    socket = inject('engineSocket')
    const now = await waitFor(engine.store, ({ state: name }) => name === 'connected', 'the connection')
    expect(now.error).toBeUndefined()
    await engine.dispose()
  })
})

/** A way to the engine whose connections fall silent, without an end, when the computer sleeps. */
function dialWithSleep(path: string): { readonly dial: Dial; sleep(): void } {
  const open = new Set<() => void>()
  return {
    dial: async () => {
      const socket = await dialSocket(path)()
      const [ours, theirs] = duplexPair()
      const close = (): unknown => theirs.destroy()
      socket.on('close', close).on('error', () => {})
      theirs.on('error', () => {})
      socket.pipe(theirs)
      theirs.pipe(socket)
      const fallSilent = (): void => {
        socket.off('close', close)
        socket.unpipe(theirs)
        theirs.unpipe(socket)
        socket.destroy()
        // Whoever writes is not held up, as by a system that still hopes for an answer.
        theirs.resume()
      }
      open.add(fallSilent)
      ours.on('close', () => {
        open.delete(fallSilent)
        socket.destroy()
      })
      return ours
    },
    sleep: () => {
      for (const fallSilent of open) fallSilent()
      open.clear()
    },
  }
}

describe('a computer that slept', () => {
  it('follows events, figures and logs on, and misses nothing of the time between', async () => {
    const { dial, sleep } = dialWithSleep(inject('engineSocket'))
    const session = await startSession(inject('engineSocket'), dial)
    await pull(session, 'busybox')
    const docker = new Docker({ socketPath: inject('engineSocket') })
    const make = (...Cmd: string[]) => docker.createContainer({ Image: 'busybox', Cmd })
    const printer = await make('sh', '-c', "trap 'echo woken' USR1; echo begin; while :; do sleep 0.1; done")
    await printer.start()
    await waitFor(session.containers, (items) => items.get(printer.id)?.state === 'running', 'it running')

    const over = new AbortController()
    const { signal } = over
    const { containersService } = session
    const lines: string[] = []
    const readLogs = async (): Promise<void> => {
      for await (const batch of containersService.watchLogs({
        id: printer.id,
        tail: 10,
        follow: true,
        signal,
      }))
        lines.push(...batch.map(({ text }) => text))
    }
    let samples = 0
    const reading = [readLogs(), session.followStats(printer.id, () => (samples += 1), signal)]
    const seen = (what: string, is: () => boolean): Promise<unknown> =>
      until(async () => is() || undefined, { deadlineMs: 60_000, everyMs: 20, waitingFor: what })
    await seen('the first line and figures', () => lines.length === 1 && samples > 0)
    const states: string[] = []
    session.store.subscribe(({ state }) => states.push(state))

    sleep()
    const asleep = samples
    const made = await make('true')
    await printer.kill({ signal: 'SIGUSR1' })
    session.renewStreams()
    await waitFor(session.containers, (items) => items.has(made.id), 'what was made meanwhile')
    await seen('what was printed meanwhile', () => lines.length === 2)
    await seen('figures', () => samples > asleep)
    const later = await make('true')
    await waitFor(session.containers, (items) => items.has(later.id), 'what is made now')
    await printer.kill({ signal: 'SIGUSR1' })
    await seen('what is printed now', () => lines.length === 3)
    expect(lines).toEqual(['begin', 'woken', 'woken'])
    expect(states).toEqual([])

    over.abort()
    await Promise.allSettled(reading)
    await Promise.all([printer, made, later].map((one) => one.remove({ force: true })))
    await session.dispose()
  })
})

describe('an engine that loses power', () => {
  let engine: Dockerd
  beforeAll(async () => {
    engine = await startDockerd({ mirror: inject('registryUrl') })
  })
  afterAll(() => engine.stop())

  it('is connected to again, and the lists are set right', async () => {
    const session = await startSession(engine.socket)
    await pull(session, 'busybox')
    await pull(session, 'portside/sample-web:1.1')
    const docker = new Docker({ socketPath: engine.socket })
    const make = (name: string, restart = 'no') =>
      docker.createContainer({
        Image: 'busybox',
        name,
        Cmd: ['sleep', '600'],
        HostConfig: { RestartPolicy: { Name: restart } },
      })
    const [kept, always, removed] = [
      await make('kept'),
      await make('always', 'always'),
      await make('removed'),
    ]
    await Promise.all([kept.start(), always.start()])
    await waitFor(session.containers, (items) => items.get(kept.id)?.state === 'running', 'it running')
    const logs = session.containersService.watchLogs({ id: kept.id, tail: 10, follow: true })
    const logsEnd = logs[Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error)

    await engine.kill()
    const lost = await waitFor(session.store, (now) => now.state === 'connecting', 'the loss to be noticed')
    expect(lost.state).toBe('connecting')
    expect(session.containers.getState().size).toBe(3)
    expect(await logsEnd).toMatchObject({ code: 'engine.unreachable' })
    await expect(session.containersService.stop({ id: kept.id })).rejects.toMatchObject({
      code: 'engine.unreachable',
    })

    await engine.restart()
    // Before Portside is back: it must find out about these by itself.
    await removed.remove()
    const made = await make('made')
    await waitFor(session.store, (now) => now.state === 'connected', 'the connection to be back')
    await waitFor(
      session.containers,
      (items) =>
        !items.has(removed.id) &&
        items.get(made.id)?.name === 'made' &&
        items.get(kept.id)?.state === 'exited' &&
        items.get(always.id)?.state === 'running',
      'the containers as they are now',
    )
    await session.dispose()
  })
})
