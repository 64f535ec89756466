// What containers wrote themselves, when they are made again: it comes along, undoes no update, and brings no setting back.
import { afterEach, expect, inject, it } from 'vitest'
import type { RunRequest } from '../../preload/model'
import { keptReference } from '../../preload/kept-image'
import { pull, waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('rf')
const { docker, mark } = engine
const one = `${mark}-one`
const image = `${mark}:1`
const stay = ['sh', '-c', `trap 'exit 0' TERM; while :; do sleep 0.1; done`]

afterEach(async () => {
  const left = await docker.listContainers({ all: true, filters: { name: [mark] } })
  for (const { Id } of left) await docker.getContainer(Id).remove({ force: true, v: true })
  for (const filters of [{ reference: [mark] }, { label: [keptReference] }])
    for (const { Id, RepoTags } of await docker.listImages({ filters }))
      if (filters.reference || RepoTags?.[0] === undefined || RepoTags[0] === '<none>:<none>')
        await docker
          .getImage(Id)
          .remove({ force: true })
          .catch(() => {})
})

async function shell(name: string, script: string): Promise<string> {
  const exec = await docker
    .getContainer(name)
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, AttachStderr: true, Tty: true })
  const chunks: Buffer[] = []
  for await (const chunk of (await exec.start({ Tty: true })) as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString().replaceAll('\r', '').trim()
}

/** The name of this test moves to an image with what the script made, which stays when it runs. */
async function makeImage(script: string, command = stay): Promise<string> {
  const made = await docker.createContainer({ Image: 'busybox', Cmd: ['sh', '-ec', script] })
  await made.start()
  expect((await made.wait()) as { StatusCode: number }).toMatchObject({ StatusCode: 0 })
  const changes = `CMD ${JSON.stringify(command)}`
  const { Id } = (await made.commit({ repo: mark, tag: '1', changes })) as unknown as { Id: string }
  await made.remove()
  return Id
}

const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  image: 'busybox',
  name: one,
  ports: [],
  env: [],
  volumes: [],
  restart: 'no',
  command: stay,
  ...more,
})

const inspect = () => docker.getContainer(one).inspect()

it('gives nothing back that was taken out, where files of the image are gone, and keeps its name', async () => {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: one,
    Cmd: stay,
    Env: ['SECRET=1', 'A=1'],
    Labels: { old: '1' },
    ExposedPorts: { '99/tcp': {} },
    HostConfig: { PortBindings: { '99/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
    Healthcheck: { Test: ['CMD-SHELL', 'true'] },
  })
  await made.start()
  await shell(one, 'rm /bin/vi; mkdir /own; echo 1 >/own/a')
  const { id } = await engine.session.containersService.recreate({
    id: made.id,
    request: request({ env: [{ name: 'A', value: '2' }] }),
  })
  const after = await inspect()
  expect(after.Config.Env).toContain('A=2')
  expect(JSON.stringify(after.Config)).not.toContain('SECRET')
  expect(after.Config.Labels).not.toHaveProperty('old')
  expect(Object.keys(after.Config.ExposedPorts ?? {})).toEqual([])
  expect(await shell(one, 'cat /own/a; ls /bin/vi 2>&1')).toMatch(/^1\n.*No such file/)
  const kept = await docker.getImage(after.Image).inspect()
  expect(JSON.stringify(kept)).not.toContain('SECRET')
  const shown = await waitFor(engine.session.containers, (all) => all.has(id), 'the new one')
  expect(shown.get(id)?.image).toBe('busybox:latest')

  // Made again once more, it stays what it is, and stands on the same image.
  const again = await engine.session.containersService.recreate({ id })
  expect(again.aside).toEqual([])
  expect((await inspect()).Image).toBe(after.Image)
  expect(await shell(one, 'cat /own/a; ls /bin/vi 2>&1')).toMatch(/^1\n.*No such file/)
})

it('deletes also where the image has nothing to delete with', async () => {
  const made = await docker.createContainer({ Image: 'busybox', name: one, Cmd: stay })
  await made.start()
  await shell(one, 'cd /bin; echo 1 >/own; cp sh /sh2; rm rm')
  await engine.session.containersService.recreate({ id: made.id })
  expect(await shell(one, 'cat /own; ls /bin/rm 2>&1')).toMatch(/^1\n.*No such file/)
  // The image that it has now cannot.
  await shell(one, 'unlink /bin/vi')
  const { id } = await engine.session.containersService.recreate({ id: (await inspect()).Id })
  expect(await shell(id, 'cat /own; ls /bin/rm /bin/vi 2>&1')).toMatch(/^1\n.*No such.*\n.*No such/)
  expect((await inspect()).Config.Cmd).toEqual(stay)
})

it('can be made read-only after it wrote files', async () => {
  const made = await docker.createContainer({ Image: 'busybox', name: one, Cmd: stay })
  await made.start()
  await shell(one, 'echo 1 >/own')
  await engine.session.containersService.recreate({ id: made.id, request: request({ readOnly: true }) })
  expect((await inspect()).HostConfig.ReadonlyRootfs).toBe(true)
  expect(await shell(one, 'cat /own; echo 2 >/own')).toMatch(/^1\n.*Read-only/)
})

it('puts files into a new volume that is empty, and never over those of one that is not', async () => {
  const [empty, full] = [`${mark}-empty`, `${mark}-full`]
  const filler = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-filler`,
    Cmd: ['sh', '-c', 'echo precious >/data/a'],
    HostConfig: { Binds: [`${full}:/data`] },
  })
  await filler.start()
  await filler.wait()
  const made = await docker.createContainer({ Image: 'busybox', name: one, Cmd: stay })
  await made.start()
  await shell(one, 'mkdir /a /b; echo own >/a/a; echo own >/b/a')
  const volumes = [
    { name: empty, path: '/a' },
    { name: full, path: '/b' },
  ]
  await engine.session.containersService.recreate({ id: made.id, request: request({ volumes }) })
  expect(await shell(one, 'cat /a/a /b/a')).toBe('own\nprecious')
  // What the volume covers is still there.
  await engine.session.containersService.recreate({ id: (await inspect()).Id, request: request() })
  expect(await shell(one, 'cat /b/a')).toBe('own')
})

it('lets an update be one, and puts what it changed beside it', async () => {
  await makeImage(
    'mkdir /opt; echo version=1 >/etc/app.conf; echo same >/etc/same.conf; echo lib1 >/lib1; mkdir /srv',
  )
  const made = await docker.createContainer({ Image: image, name: one })
  await made.start()
  await shell(
    one,
    'echo mine >>/etc/app.conf; echo mine >>/etc/same.conf; echo lib1 >/lib1; mkdir -p /opt/x /opt/y; echo 1 >/opt/x/1; echo 2 >/opt/y/2; echo 3 >/opt/y/3; echo 4 >/added; echo 5 >/srv/5',
  )
  await makeImage(
    'mkdir -p /opt/y; echo version=2 >/etc/app.conf; echo same >/etc/same.conf; echo lib2 >/lib1; echo file >/opt/x; echo new >/opt/y/2',
  )
  const { id, aside } = await engine.session.containersService.recreate({ id: made.id })
  expect(await shell(id, 'cat /etc/app.conf /lib1 /opt/x /opt/y/2')).toBe('version=2\nlib2\nfile\nnew')
  expect(await shell(id, 'cat /etc/same.conf /opt/y/3 /added /srv/5')).toBe('same\nmine\n3\n4\n5')
  expect([...aside].sort()).toEqual([
    '/etc/app.conf.before-update',
    '/opt/x.before-update',
    '/opt/y/2.before-update',
  ])
  expect(
    await shell(id, 'cat /etc/app.conf.before-update /opt/x.before-update/1 /opt/y/2.before-update'),
  ).toBe('version=1\nmine\n1\n2')

  // The next update finds another name, and what is beside stays.
  await shell(id, 'echo more >>/etc/app.conf')
  await makeImage('echo version=3 >/etc/app.conf')
  const next = await engine.session.containersService.recreate({ id })
  expect(next.aside).toEqual(['/etc/app.conf.before-update-2'])
  expect(await shell(next.id, 'cat /etc/app.conf /etc/app.conf.before-update*')).toBe(
    'version=3\nversion=1\nmine\nversion=2\nmore',
  )
})

it('takes the files of a kept image along to another one', async () => {
  await makeImage('echo version=1 >/etc/app.conf')
  const made = await docker.createContainer({ Image: image, name: one })
  await made.start()
  await shell(one, 'rm /bin/vi; mkdir /own; echo 1 >/own/a')
  const kept = await engine.session.containersService.recreate({ id: made.id })
  await shell(one, 'echo 2 >/own/b')
  const newer = await makeImage('echo version=2 >/etc/app.conf')
  const { aside } = await engine.session.containersService.recreate({ id: kept.id })
  expect(aside).toEqual([])
  expect((await inspect()).Image).toBe(newer)
  expect((await inspect()).Config.Image).toBe(image)
  expect((await inspect()).Config.Labels).not.toHaveProperty(keptReference)
  expect(await shell(one, 'cat /etc/app.conf /own/a /own/b; ls /bin/vi')).toBe('version=2\n1\n2\n/bin/vi')
})

it('stays for the processor that it is for', async () => {
  const foreign = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64'
  const { host } = new URL(inject('registryUrl'))
  const reference = `${host}/portside/sample-web:1.0`
  const { containersService, imagesService, containers } = engine.session
  await pull(engine.session, reference, foreign)
  try {
    const made = await docker.createContainer({ Image: reference, name: one, platform: foreign })
    const has = async (): Promise<string> => {
      const { Image: id, ...info } = await inspect()
      // In containerd's store the container tells which of several its image is.
      const told = (info as { ImageManifestDescriptor?: { platform: { os: string; architecture: string } } })
        .ImageManifestDescriptor?.platform
      if (told) return `${told.os}/${told.architecture}`
      const { Os, Architecture } = await docker.getImage(id).inspect()
      return `${Os}/${Architecture}`
    }
    expect(await has()).toBe(foreign)
    const asked = request({ image: reference, env: [{ name: 'A', value: '1' }] })
    const { id } = await containersService.recreate({ id: made.id, request: asked, start: false })
    expect(await has()).toBe(foreign)
    await waitFor(containers, (all) => all.has(id), 'the new one')
    expect(await imagesService.update({ reference })).toEqual({ recreated: [], kept: [], aside: [] })
    expect(await has()).toBe(foreign)
    expect((await inspect()).Id).toBe(id)
  } finally {
    await docker.getContainer(one).remove({ force: true })
    await docker.getImage(reference).remove({ force: true })
  }
})
