// Containers on a real Docker Engine: what happens there is seen here, and what is done here happens there.
import { describe, expect, it } from 'vitest'
import type { Container, RunRequest } from '../../preload/model'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('ec')
const { docker, mark } = engine

const request = (name: string, more: Partial<RunRequest> = {}): RunRequest => ({
  image: 'busybox',
  name: `${mark}-${name}`,
  ports: [],
  env: [],
  volumes: [],
  command: ['sleep', '600'],
  restart: 'no',
  ...more,
})

const seen = (fits: (one: Container) => boolean, what: string): Promise<Container | undefined> =>
  waitFor(engine.session.containers, (items) => [...items.values()].some(fits), what).then((items) =>
    [...items.values()].find(fits),
  )

const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('containers', () => {
  it('shows a container that another program made, and its end', async () => {
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-other`,
      Cmd: ['sh', '-c', 'exit 3'],
      Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'db' },
    })
    await seen((one) => one.id === made.id && one.state === 'created', 'the created container')
    await made.start()
    const ended = await seen((one) => one.id === made.id && one.state === 'exited', 'its end')
    expect(ended).toMatchObject({ name: `${mark}-other`, exitCode: 3, project: 'shop', service: 'db' })
    await made.remove()
    await waitFor(engine.session.containers, (items) => !items.has(made.id), 'the container to be gone')
  })

  it('loses none of 200 quick renames', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        docker.createContainer({ Image: 'busybox', name: `${mark}-r${n}`, Cmd: ['true'] }),
      ),
    )
    for (let round = 0; round < 10; round++)
      await Promise.all(made.map((one, n) => one.rename({ name: `${mark}-r${n}-${round}` })))
    const last = await waitFor(
      engine.session.containers,
      (items) => made.every((one, n) => items.get(one.id)?.name === `${mark}-r${n}-9`),
      'all last names',
    )
    expect(last.size).toBeGreaterThanOrEqual(20)
  })

  it('runs, stops, starts, restarts and removes', async () => {
    const { containersService: containers } = engine.session
    const port = await freePort()
    const { id } = await containers.run({
      request: request('web', {
        ports: [{ hostAddress: '127.0.0.1', hostPort: port, containerPort: 80, protocol: 'tcp' }],
        env: [{ name: 'GREETING', value: 'a=b c' }],
        volumes: [{ name: `${mark}-data`, path: '/data' }],
        restart: 'unless-stopped',
      }),
    })
    const running = await seen((one) => one.id === id && one.state === 'running', 'it running')
    expect(running?.ports).toEqual([
      { hostAddress: '127.0.0.1', hostPort: port, containerPort: 80, protocol: 'tcp' },
    ])
    const info = await docker.getContainer(id).inspect()
    expect(info.Config.Env).toContain('GREETING=a=b c')
    expect(info.HostConfig.RestartPolicy?.Name).toBe('unless-stopped')
    expect(info.Mounts).toMatchObject([{ Type: 'volume', Name: `${mark}-data`, Destination: '/data' }])

    await containers.remove({ id }).then(
      () => expect.unreachable(),
      (error: unknown) => expect(error).toMatchObject({ code: 'container.running' }),
    )
    await docker.getContainer(id).update({ RestartPolicy: { Name: 'no' } })
    await docker.getContainer(id).kill()
    await seen((one) => one.id === id && one.state === 'exited', 'its end')
    await containers.stop({ id })
    await containers.start({ id })
    await seen((one) => one.id === id && one.state === 'running', 'it running again')
    await containers.start({ id })
    await containers.remove({ id, force: true })
    await waitFor(engine.session.containers, (items) => !items.has(id), 'it to be gone')
    await docker.getVolume(`${mark}-data`).remove()
  })

  it('gives any free port when none is asked for, and tells which', async () => {
    const any = { hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' } as const
    const { id } = await engine.session.containersService.run({ request: request('any', { ports: [any] }) })
    const running = await seen((one) => one.id === id && one.state === 'running', 'it running')
    expect(running?.ports).toHaveLength(1)
    expect(running?.ports[0]).toMatchObject({ hostAddress: '0.0.0.0', containerPort: 80 })
    expect(running?.ports[0]?.hostPort).toBeGreaterThan(1024)
  })

  it('names the container that has the port, and leaves nothing behind', async () => {
    const port = await freePort()
    const ports = [{ hostAddress: '0.0.0.0', hostPort: port, containerPort: 80, protocol: 'tcp' } as const]
    const { id } = await engine.session.containersService.run({ request: request('first', { ports }) })
    await seen((one) => one.id === id && one.state === 'running', 'the first running')
    await expect(
      engine.session.containersService.run({ request: request('second', { ports }) }),
    ).rejects.toMatchObject({ code: 'port.taken-by-container', params: { port, container: `${mark}-first` } })
    expect(await docker.listContainers({ all: true, filters: { name: [`${mark}-second`] } })).toEqual([])
  })

  it('says that another program has the port', async () => {
    const { createServer } = await import('node:net')
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '0.0.0.0', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      }),
    )
    const ports = [{ hostAddress: '0.0.0.0', hostPort: port, containerPort: 80, protocol: 'tcp' } as const]
    await expect(
      engine.session.containersService.run({ request: request('late', { ports }) }),
    ).rejects.toMatchObject({ code: 'port.taken', params: { port } })
    await new Promise((resolve) => server.close(resolve))
  })

  it.each([
    ['an unknown image', { image: `${mark}/nothing:1` }, 'image.not-found'],
    ['a bad image name', { image: 'Not A Name' }, 'image.bad-reference'],
    ['a bad name', { name: '-x' }, 'container.bad-name'],
    ['a bad variable', { env: [{ name: 'A=B', value: '' }] }, 'container.bad-variable'],
    ['a bad volume', { volumes: [{ name: 'ok', path: 'data' }] }, 'container.bad-volume'],
    ['a program that is not there', { command: ['no-such-program'] }, 'container.command-not-found'],
  ])('refuses %s', async (_what, more, code) => {
    await expect(
      engine.session.containersService.run({ request: request('bad', more) }),
    ).rejects.toMatchObject({
      code,
    })
    expect(await docker.listContainers({ all: true, filters: { name: [mark] } })).toEqual([])
  })

  it('refuses a name that is taken', async () => {
    await engine.session.containersService.run({ request: request('same') })
    await expect(engine.session.containersService.run({ request: request('same') })).rejects.toMatchObject({
      code: 'container.name-taken',
      params: { name: `${mark}-same` },
    })
  })

  it('says that a container is gone, and takes no id that is a path', async () => {
    const { containersService: containers } = engine.session
    await expect(containers.start({ id: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'container.not-found',
    })
    await expect(containers.stop({ id: '../images/x' })).rejects.toMatchObject({ code: 'container.bad-id' })
  })

  it('removes the container of a run that was given up', async () => {
    const abort = new AbortController()
    const run = engine.session.containersService.run({ request: request('gone'), signal: abort.signal })
    abort.abort()
    await expect(run).rejects.toThrow(/abort/i)
    expect(await docker.listContainers({ all: true, filters: { name: [`${mark}-gone`] } })).toEqual([])
  })
})
