// What people do all day, against a newer Docker Engine with both stores, in the newest version of its API that is spoken.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Build, BuildRequest, RunRequest } from '../../preload/model'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { buildxFolder, newerEngine } from '../support/engine-programs'
import { commands, comparePasted, newerCommands } from '../integration/pasted-commands'
import {
  dialSocket,
  noKeeper,
  pull,
  startSession,
  waitFor,
  type Session,
} from '../integration/engine-session'

describe.each([
  ['containerd image store', ['--feature=containerd-snapshotter=true']],
  ['classic store', ['--feature=containerd-snapshotter=false']],
])('Docker 28 with the %s', (store, args) => {
  const mark = `ew${randomBytes(3).toString('hex')}`
  let engine: Dockerd
  let session: Session
  let docker: Docker
  let folder: string

  beforeAll(async () => {
    engine = await startDockerd({ mirror: inject('registryUrl'), programs: await newerEngine(), args })
    docker = new Docker({ socketPath: engine.socket })
    session = await startSession(engine.socket, dialSocket(engine.socket), noKeeper, [await buildxFolder()])
    await session.listen()
    await pull(session, 'busybox')
  })
  afterAll(async () => {
    await session?.dispose()
    await engine?.stop()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portside-work-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  it('makes of pasted commands what docker makes of them', { timeout: 300_000 }, async () => {
    const pasting = { socket: engine.socket, mark: `${mark}-p`, newer: true }
    const compared = await comparePasted(pasting, [...commands, ...newerCommands])
    expect(compared.length).toBeGreaterThanOrEqual(40)
    for (const { flags, real, app, shown, command } of compared) {
      expect.soft(app, flags).toEqual(real)
      expect.soft(shown, command).toEqual(real)
    }
  })

  const run = async (name: string, more: Partial<RunRequest>): Promise<string> => {
    const plain = { image: 'busybox', ports: [], env: [], volumes: [], restart: 'no' } as const
    const request = { ...plain, name: `${mark}-${name}`, ...more }
    return (await session.containersService.run({ request })).id
  }
  const container = (id: string, fits: string) =>
    waitFor(session.containers, (all) => all.get(id)?.state === fits, `it to be ${fits}`)

  it('speaks the newest version of the API that was run', async () => {
    const { ApiVersion } = await docker.version()
    expect(session.store.getState().apiVersion).toBe(ApiVersion)
  })

  it('runs, follows what is printed, takes a terminal, stops and removes', async () => {
    const id = await run('all', {
      command: ['sh', '-c', 'echo "said $WHO"; sleep 600'],
      env: [{ name: 'WHO', value: '한글' }],
      init: true,
    })
    await container(id, 'running')
    const { containersService: containers, terminalsService: terminals } = session
    for await (const lines of containers.watchLogs({ id, tail: 10, follow: true })) {
      expect(lines.map(({ text }) => text)).toEqual(['said 한글'])
      break
    }
    let printed = ''
    const abort = new AbortController()
    for await (const event of terminals.watchTerminal({
      containerId: id,
      columns: 80,
      rows: 24,
      signal: abort.signal,
    })) {
      if (event.kind === 'opened')
        await terminals.write({
          terminalId: event.terminalId,
          data: new TextEncoder().encode('echo $((6*7))\n'),
        })
      if (event.kind === 'output') printed += new TextDecoder().decode(event.data)
      if (/^42/m.test(printed)) abort.abort()
    }
    expect(printed).toMatch(/^42/m)
    await containers.stop({ id })
    await container(id, 'exited')
    await containers.remove({ id })
    await waitFor(session.containers, (all) => !all.has(id), 'it to be gone')
  })

  it('says why a container could not start', async () => {
    const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-nosuch`, Cmd: ['nosuch'] })
    await expect(session.containersService.start({ id: made.id })).rejects.toMatchObject({
      code: 'container.command-not-found',
    })
    const all = await waitFor(
      session.containers,
      (items) => items.get(made.id)?.startError !== undefined,
      'its words',
    )
    expect(all.get(made.id)).toMatchObject({ state: 'created', exitCode: 127 })
  })

  it('makes volumes and networks, attaches and detaches, and sees what others do to them', async () => {
    const { volumesService: volumes, networksService: networks } = session
    const { id: volume } = await volumes.create({
      request: { name: `${mark}-data`, driver: 'local', options: {} },
    })
    const { id: network } = await networks.create({
      request: { name: `${mark}-net`, driver: 'bridge', internal: true, options: {} },
    })
    const id = await run('user', { command: ['sleep', '600'], volumes: [{ name: volume, path: '/data' }] })
    await container(id, 'running')
    await networks.connect({ id: network, containerId: id, aliases: ['db'] })
    const attached = await waitFor(
      session.containers,
      (all) => all.get(id)?.networks.some((one) => one.id === network) === true,
      'it to be attached',
    )
    expect(attached.get(id)?.volumes).toEqual([volume])
    await expect(volumes.remove({ id: volume })).rejects.toMatchObject({ code: 'volume.in-use' })
    await expect(networks.remove({ id: network })).rejects.toMatchObject({ code: 'network.in-use' })
    await networks.disconnect({ id: network, containerId: id })
    await docker.getContainer(id).remove({ force: true })
    await docker.getNetwork(network).remove()
    await docker.getVolume(volume).remove()
    await waitFor(session.networks, (all) => !all.has(network), 'the network to be gone')
    await waitFor(session.volumes, (all) => !all.has(volume), 'the volume to be gone')
  })

  const build = async (request: Partial<BuildRequest>): Promise<Build> => {
    const { buildId } = await session.buildsService.build({
      request: { folder, dockerfile: 'Dockerfile', args: [], ...request },
    })
    const all = await waitFor(
      session.jobs[2],
      (items) => (items.get(buildId)?.state ?? 'active') !== 'active',
      'the build to end',
      120_000,
    )
    return all.get(buildId) as Build
  }

  it('builds for several platforms where the store can hold them, and says so where it cannot', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY hello /\n')
    await writeFile(join(folder, 'hello'), 'hello')
    const tag = `${mark}/both:1`
    const built = await build({ tag, platform: 'linux/amd64,linux/arm64' })
    const classic = store === 'classic store'
    expect(`${built.state} ${built.error?.code}`).toBe(
      classic ? 'failed build.one-platform-only' : 'done undefined',
    )
    const made = await docker
      .getImage(tag)
      .inspect()
      .catch(() => undefined)
    expect(made?.Id).toBe(built.imageId)
    const platforms = Object.entries((await session.imagesService.getUsage()).platforms)
    expect(platforms.find(([id]) => id === built.imageId)?.[1]).toEqual(
      classic ? undefined : ['linux/amd64', 'linux/arm64'],
    )
  })

  it('builds for one other platform', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY hello /\n')
    await writeFile(join(folder, 'hello'), 'hello')
    const other = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64'
    const tag = `${mark}/other:1`
    expect(await build({ tag, platform: other })).toMatchObject({ state: 'done' })
    const { Id: id } = await docker.getImage(tag).inspect()
    await waitFor(session.images, (all) => all.get(id)?.tags.includes(tag) === true, 'the image')
    expect((await session.imagesService.getUsage()).platforms[id]).toEqual([other])
  })
})
