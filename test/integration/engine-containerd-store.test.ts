// Containers made again on an engine that keeps its images in containerd's store, where an image is an index and a
// commit another thing. Whole files of tests run against it by PORTSIDE_TEST_STORE=containerd (CONTRIBUTING.md). And what
// the app reads of that engine in the newest version of the API, the short form of `npm run test:newer-api`.
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { newerEngine } from '../support/engine-programs'
import { unusedPort } from '../support/held-port'
import { startNewerApi } from '../support/newer-api/proxy'
import { pull, startSession, waitFor, type Session } from './engine-session'

let engine: Dockerd
let session: Session
let docker: Docker

beforeAll(async () => {
  const args = ['--feature=containerd-snapshotter=true']
  engine = await startDockerd({ mirror: inject('registryUrl'), programs: await newerEngine(), args })
  docker = new Docker({ socketPath: engine.socket })
  session = await startSession(engine.socket)
  await pull(session, 'busybox')
})
afterAll(async () => {
  await session?.dispose()
  await engine?.stop()
})

const stay = ['sh', '-c', "trap 'exit 0' TERM; sleep 600 & wait"]
const inspect = () => docker.getContainer('one').inspect()

async function shell(script: string): Promise<string> {
  const exec = await docker
    .getContainer('one')
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, Tty: true })
  const chunks: Buffer[] = []
  for await (const chunk of (await exec.start({ Tty: true })) as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString().trim()
}

/** The name moves to the newest. */
async function makeImage(version: string): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['sh', '-c', `echo ${version} > /version`],
  })
  await made.start()
  await made.wait()
  const changes = `ENV VERSION=${version}\nCMD ${JSON.stringify(stay)}`
  const { Id } = (await made.commit({ repo: 'own', tag: '1', changes })) as { Id: string }
  await made.remove()
  return Id
}

it('takes another port, another request and a newer image, with what was written in it', async () => {
  expect((await docker.info()).Driver).toBe('overlayfs')
  await makeImage('1')
  const [hostPort, toPort] = [await unusedPort(), await unusedPort()]
  const made = await docker.createContainer({
    Image: 'own:1',
    name: 'one',
    Env: ['OWN=1', 'SECRET=old'],
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }] } },
  })
  await made.start()
  await shell('echo mine >/mine; rm /bin/vi')
  await waitFor(session.containers, (all) => all.get(made.id)?.state === 'running', 'it to run')

  const binding = session.containers.getState().get(made.id)?.ports[0]
  if (!binding) throw new Error('it has no port')
  await session.movePort({ id: made.id, binding, toPort, start: true })
  expect(await shell('cat /mine /version; ls /bin/vi')).toMatch(/^mine\s+1\s+ls: \/bin\/vi/)
  const moved = await inspect()
  expect(moved.NetworkSettings.Ports['80/tcp']).toEqual([{ HostIp: '127.0.0.1', HostPort: String(toPort) }])

  const request = { image: 'own:1', name: 'one', ports: [], volumes: [], restart: 'no' as const }
  await session.containersService.recreate({
    id: moved.Id,
    request: { ...request, env: [{ name: 'OWN', value: '2' }] },
  })
  const again = await inspect()
  expect(again.Config.Env).toContain('OWN=2')
  expect(again.Config.Env.join()).not.toContain('SECRET')
  expect(await shell('cat /mine; ls /bin/vi')).toMatch(/^mine\s+ls: \/bin\/vi/)

  const newer = await makeImage('2')
  await session.containersService.recreate({ id: again.Id })
  const updated = await inspect()
  expect(updated).toMatchObject({ Image: newer, Config: { Image: 'own:1' }, State: { Running: true } })
  expect(updated.Config.Env).toEqual(expect.arrayContaining(['OWN=2', 'VERSION=2']))
  expect(await shell('cat /mine /version; ls /bin/vi')).toMatch(/^mine\s+2\s+\/bin\/vi/)
})

it('reads in API 1.56 what it reads in 1.51, and its streams go on', async () => {
  const api = await startNewerApi(engine.socket, `${engine.socket}.newer`, { newest: '1.56', oldest: '1.56' })
  const newer = await startSession(api.socket)
  const made = await docker.createContainer({
    Image: 'busybox',
    name: 'newer',
    Cmd: ['sh', '-c', 'echo said; exec sleep 600'],
    HostConfig: { Binds: ['newer-data:/data'] },
  })
  try {
    expect([session, newer].map(({ store }) => store.getState().apiVersion)).toEqual(['1.51', '1.56'])
    await made.start()
    for (const each of [session, newer])
      await waitFor(each.containers, (all) => all.get(made.id)?.state === 'running', 'it to run')
    const read = async (each: Session): Promise<unknown> => {
      const { json: _json, ...details } = await each.containersService.getDetails({ id: made.id })
      const defaults = await each.imagesService.getRunDefaults({ reference: 'busybox' })
      await each.volumesService.measure()
      const { bytes } = await firstOf(each.volumesService.watchSizes())
      const usage = await each.imagesService.getUsage()
      const disk = await each.diskUsage.read()
      const lists = [each.containers, each.images, each.volumes, each.networks]
      return [details, defaults, bytes, usage, disk, lists.map((list) => Object.fromEntries(list.getState()))]
    }
    expect(await read(newer)).toEqual(await read(session))
    for await (const lines of newer.containersService.watchLogs({ id: made.id, tail: 10, follow: true })) {
      expect(lines.map(({ text }) => text)).toEqual(['said'])
      break
    }
    expect(await calculated(newer, made.id)).toMatch(/^42/m)
    await made.remove({ force: true })
    await waitFor(newer.containers, (all) => !all.has(made.id), 'it to be gone')
  } finally {
    await newer.dispose()
    await api.close()
  }
})

async function firstOf<T>(watch: AsyncIterable<T>): Promise<T> {
  for await (const value of watch) return value
  throw new Error('it ended first')
}

/** What a terminal in the container makes of it, over a connection that became something else than HTTP. */
async function calculated({ terminalsService: terminals }: Session, containerId: string): Promise<string> {
  let printed = ''
  const enough = new AbortController()
  const size = { columns: 80, rows: 24 }
  for await (const event of terminals.watchTerminal({ containerId, ...size, signal: enough.signal })) {
    if (event.kind === 'opened')
      await terminals.write({
        terminalId: event.terminalId,
        data: new TextEncoder().encode('echo $((6*7))\n'),
      })
    if (event.kind === 'output') printed += new TextDecoder().decode(event.data)
    if (/^42/m.test(printed)) enough.abort()
  }
  return printed
}
