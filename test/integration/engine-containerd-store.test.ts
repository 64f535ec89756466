// Containers made again on an engine that keeps its images in containerd's store, where an image is an index and a
// commit another thing. Whole files of tests run against it by PORTSIDE_TEST_STORE=containerd (CONTRIBUTING.md).
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { newerEngine } from '../support/engine-programs'
import { unusedPort } from '../support/held-port'
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
