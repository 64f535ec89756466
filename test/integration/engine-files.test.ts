// Files of real containers, running and stopped: listed, read, written, carried out and in.
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { extract } from 'tar-stream'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `ef${randomBytes(3).toString('hex')}`
let session: Session

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
})
afterEach(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
})
afterAll(() => session.dispose())

const setUp = [
  'mkdir -p /d/sub /d/empty',
  'echo hello > /d/a.txt; chmod 600 /d/a.txt; chown 1234:5678 /d/a.txt',
  'echo 값 > "/d/한글 이름"; touch "/d/new\nline" /d/.hidden; ln -s a.txt /d/link; ln -s /d/sub /d/folder-link',
  'mkfifo /d/pipe; ln -s /loop /loop; head -c 3000000 /dev/urandom > /d/big',
  'touch /ready; sleep 600',
].join('; ')

/** A container with files in /d: running, or stopped with the same files. */
async function start(
  name: string,
  running: boolean,
  more: Docker.ContainerCreateOptions = {},
): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sh', '-c', setUp],
    ...more,
  })
  await made.start()
  const exec = await made.exec({
    Cmd: ['sh', '-c', 'until [ -e /ready ]; do sleep 0.05; done'],
    AttachStdout: true,
  })
  for await (const _ of await exec.start({ hijack: true, stdin: false }));
  if (!running) await made.kill()
  return made.id
}

const files = (): Session['containerFilesService'] => session.containerFilesService

it('of a container that went meanwhile are not found by its name, not its id', async () => {
  const { id } = await docker.createContainer({ Image: 'busybox', name: `${mark}-went` })
  await waitFor(session.containers, (items) => items.has(id), 'the container')
  await files().list({ containerId: id, path: '/' })
  await docker.getContainer(id).remove()
  await waitFor(session.containers, (items) => !items.has(id), 'the container to be gone')
  await expect(files().list({ containerId: id, path: '/' })).rejects.toMatchObject({
    code: 'container.not-found',
    params: { container: `${mark}-went` },
  })
})

const text = (data: Uint8Array): string => new TextDecoder().decode(data)

async function download(containerId: string, path: string): Promise<{ name: string; bytes: Buffer }> {
  let name = ''
  const parts: Uint8Array[] = []
  for await (const event of files().watchDownload({ containerId, path })) {
    if (event.kind === 'begin') name = event.name
    else parts.push(event.data)
  }
  return { name, bytes: Buffer.concat(parts) }
}

describe.each([true, false])('files of a container (running: %s)', (running) => {
  it('are listed with strange names, hidden ones, links and sizes', async () => {
    const containerId = await start('list', running)
    const { files: listed, complete } = await files().list({ containerId, path: '/d/' })
    expect(complete).toBe(true)
    expect(listed.map(({ name, kind }) => [name, kind])).toEqual([
      ['empty', 'folder'],
      ['sub', 'folder'],
      ['.hidden', 'file'],
      ['a.txt', 'file'],
      ['big', 'file'],
      ['folder-link', 'link'],
      ['link', 'link'],
      ['new\nline', 'file'],
      ['pipe', 'other'],
      ['한글 이름', 'file'],
    ])
    const named = Object.fromEntries(listed.map((one) => [one.name, one]))
    expect(named['a.txt']).toMatchObject({ sizeBytes: 6, mode: 0o600 })
    expect(Math.abs((named['a.txt']?.modifiedAt ?? 0) - Date.now())).toBeLessThan(600_000)
    expect(await files().list({ containerId, path: '/d/empty' })).toEqual({ files: [], complete: true })
    const root = (await files().list({ containerId, path: '/' })).files.map(({ name }) => name)
    expect(root).toEqual(expect.arrayContaining(['bin', 'd', 'ready']))
  })

  it('are counted together, folder by folder, whatever they are called', async () => {
    const script = [
      'mkdir -p /m/one/deep /m/.hidden /m/none "/m/-rf" "/m/new\nline" /m/__proto__; ln -s one /m/link',
      'head -c 1000 /dev/zero > /m/one/a; head -c 500 /dev/zero > /m/one/deep/b; ln -s a /m/one/l',
      'head -c 7 /dev/zero > /m/.hidden/c; head -c 5 /dev/zero > "/m/-rf/d"; head -c 3 /dev/zero > /m/__proto__/e',
      'head -c 9 /dev/zero > "/m/new\nline/f"; touch /ready; sleep 600',
    ].join('; ')
    const containerId = await start('measure', running, { Cmd: ['sh', '-c', script] })
    const { files: listed } = await files().list({ containerId, path: '/m' })
    const told = Object.fromEntries(listed.map(({ name, belowBytes }) => [name, belowBytes]))
    const measured = await files().measure({ containerId, path: '/m' })
    const all = { one: 1500, '.hidden': 7, none: 0, '-rf': 5, 'new\nline': 9, ['__proto__']: 3 }
    // A running container is asked; of a stopped one the list went through all of them anyway.
    expect(new Map(Object.entries(measured))).toEqual(new Map(running ? Object.entries(all) : []))
    expect(told).toEqual({
      ...(running ? Object.fromEntries(Object.keys(all).map((name) => [name, undefined])) : all),
      link: undefined,
    })
  })

  it('are not counted where that is no data, and not for somebody who left', async () => {
    const containerId = await start('measure-root', true)
    const root = await files().measure({ containerId, path: '/' })
    expect(root).toMatchObject({ d: expect.any(Number) as number })
    expect(Object.keys(root)).not.toContain('proc')
    expect(await files().measure({ containerId, path: '/ready' })).toEqual({})
    const left = files().measure({ containerId, path: '/', signal: AbortSignal.abort() })
    await expect(left).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('are shown in the file manager where they are on this computer, and nowhere else', async () => {
    const folder = await makeTestFolder('shown')
    await writeFile(join(folder, 'a b.txt'), 'here')
    const containerId = await start('shown', running, {
      HostConfig: { Binds: [`${folder}:/here`, `${mark}-shown:/here/kept`] },
    })
    const at = (path: string): Promise<void> => files().reveal({ containerId, path })
    const before = session.revealed.length
    await at('/here/a b.txt')
    await at('/here')
    const shown = [join(folder, 'a b.txt'), folder]
    expect(session.revealed.slice(before)).toEqual(shown)
    const notHere = { code: 'file.not-here' }
    for (const path of ['/d/a.txt', '/here/kept', '/here/none', '/heren', '/here/../d'])
      await expect(at(path)).rejects.toMatchObject(notHere)
    expect(session.revealed.slice(before)).toEqual(shown)
    await docker.getContainer(containerId).remove({ force: true })
    await docker.getVolume(`${mark}-shown`).remove()
    await rm(folder, { recursive: true })
  })

  it('are read through links, and written with their owner and mode', async () => {
    const containerId = await start('edit', running)
    const before = await files().read({ containerId, path: '/d/link' })
    expect(text(before.data)).toBe('hello\n')
    const data = new TextEncoder().encode('안녕\n')
    await files().write({ containerId, path: '/d/link', data, modifiedAt: before.modifiedAt })
    const listed = (await files().list({ containerId, path: '/d' })).files
    expect(listed.find(({ name }) => name === 'link')?.kind).toBe('link')
    expect(listed.find(({ name }) => name === 'a.txt')).toMatchObject({ sizeBytes: 7, mode: 0o600 })
    const header = await new Promise<{ uid?: number | undefined; gid?: number | undefined }>(
      (resolve, reject) => {
        const reader = extract()
        reader.on('entry', (entry, body) => {
          body.resume()
          resolve(entry)
        })
        docker
          .getContainer(containerId)
          .getArchive({ path: '/d/a.txt' })
          .then((archive) => archive.pipe(reader), reject)
      },
    )
    expect(header).toMatchObject({ uid: 1234, gid: 5678 })
    await expect(
      files().write({
        containerId,
        path: '/d/a.txt',
        data: new Uint8Array(3),
        modifiedAt: before.modifiedAt - 5000,
      }),
    ).rejects.toMatchObject({ code: 'file.changed' })
    expect(text((await files().read({ containerId, path: '/d/a.txt' })).data)).toBe('안녕\n')
  })

  it('are carried out and in, byte for byte', async () => {
    const containerId = await start('carry', running)
    const { name, bytes } = await download(containerId, '/d/big')
    expect([name, bytes.length]).toEqual(['big', 3_000_000])
    const { uploadId } = await files().beginUpload({
      containerId,
      path: '/d/sub',
      name: '올린 파일',
      sizeBytes: bytes.length,
    })
    for (let at = 0; at < bytes.length; at += 500_000)
      await files().send({ uploadId, data: bytes.subarray(at, at + 500_000) })
    await files().finish({ uploadId })
    expect((await download(containerId, '/d/sub/올린 파일')).bytes.equals(bytes)).toBe(true)
    const again = { containerId, path: '/d/sub', name: '올린 파일', sizeBytes: 0 }
    await expect(files().beginUpload(again)).rejects.toMatchObject({ code: 'file.exists' })
    const replacing = await files().beginUpload({ ...again, replace: true })
    await files().finish(replacing)
    expect((await download(containerId, '/d/sub/올린 파일')).bytes).toHaveLength(0)
    const folder = await download(containerId, '/d/sub')
    expect(folder.name).toBe('sub.tar')
    expect(folder.bytes.toString('latin1', 257, 262)).toBe('ustar')
  })

  it('say what is wrong', async () => {
    const containerId = await start('wrong', running)
    const at = (path: string) => ({ containerId, path })
    await expect(files().list(at('/nowhere'))).rejects.toMatchObject({ code: 'file.not-found' })
    await expect(files().list(at('/d/a.txt'))).rejects.toMatchObject({ code: 'file.not-a-folder' })
    await expect(files().list(at('d'))).rejects.toMatchObject({ code: 'file.bad-path' })
    await expect(files().read(at('/d/big'))).rejects.toMatchObject({ code: 'file.too-large' })
    await expect(files().read(at('/d'))).rejects.toMatchObject({ code: 'file.not-a-file' })
    await expect(files().read(at('/d/pipe'))).rejects.toMatchObject({ code: 'file.not-a-file' })
    await expect(files().read(at('/loop'))).rejects.toMatchObject({ code: 'file.not-found' })
    const upload = { ...at('/d/a.txt'), name: 'x', sizeBytes: 1 }
    await expect(files().beginUpload(upload)).rejects.toMatchObject({
      code: expect.stringMatching(/^file\.not-/),
    })
    await expect(files().beginUpload({ ...upload, path: '/d', name: '../x' })).rejects.toMatchObject({
      code: 'file.bad-path',
    })
    const cut = await files().beginUpload({ ...upload, path: '/d', sizeBytes: 10 })
    await files().send({ uploadId: cut.uploadId, data: new Uint8Array(4) })
    await expect(files().finish(cut)).rejects.toMatchObject({ code: 'file.upload-cut' })
    const later = await files().list(at('/d'))
    expect(later.files.find(({ name }) => name === 'x')?.sizeBytes ?? 0).toBeLessThan(10)
  })
})

it('refuses to write where a container may only read, and lists what has no shell', async () => {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-read-only`,
    Cmd: ['sleep', '600'],
    HostConfig: { ReadonlyRootfs: true },
  })
  await made.start()
  const data = new Uint8Array(1)
  await expect(files().write({ containerId: made.id, path: '/etc/x', data })).rejects.toMatchObject({
    code: 'file.read-only',
  })
  const bare = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-bare`,
    Cmd: ['sh', '-c', 'mkdir /x; cp /bin/busybox /x/sleep; rm -rf /bin /usr/bin; exec /x/sleep 600'],
  })
  await bare.start()
  await expect
    .poll(async () => (await files().list({ containerId: bare.id, path: '/' })).files.map(({ name }) => name))
    .not.toContain('bin')
  const listed = await files().list({ containerId: bare.id, path: '/x' })
  expect(listed.files.map(({ name }) => name)).toEqual(['sleep'])
})

it('writes over a file that is mounted, and keeps its hard links', async () => {
  const folder = await makeTestFolder('mounted')
  const outside = join(folder, 'app.conf')
  await writeFile(outside, 'a=1\n')
  const containerId = await start('mounted', true, {
    Cmd: ['sh', '-c', 'echo one > /x; ln /x /y; chmod 640 /x; chown 7:8 /x; touch /ready; exec sleep 600'],
    HostConfig: { Binds: [`${outside}:/etc/app.conf`, `${outside}:/etc/ro.conf:ro`] },
  })
  const bytes = (content: string): Uint8Array => new TextEncoder().encode(content)
  const write = (path: string, content: string) => files().write({ containerId, path, data: bytes(content) })
  const read = async (path: string) => text((await files().read({ containerId, path })).data)
  await write('/etc/app.conf', 'a=2 값\n')
  expect(await readFile(outside, 'utf8')).toBe('a=2 값\n')
  const hosts = await read('/etc/hosts')
  await write('/etc/hosts', `${hosts}10.0.0.9 db\n`)
  expect(await read('/etc/hosts')).toBe(`${hosts}10.0.0.9 db\n`)
  await write('/x', '')
  expect(await read('/y')).toBe('')
  await write('/x', 'x'.repeat(1024 * 1024))
  expect(await read('/y')).toHaveLength(1024 * 1024)
  const { files: listed } = await files().list({ containerId, path: '/' })
  expect(listed.find(({ name }) => name === 'x')).toMatchObject({ mode: 0o640 })
  await expect(write('/etc/ro.conf', 'no')).rejects.toMatchObject({ code: 'file.read-only' })
  // Where nothing in it can write, it is said why.
  const before = await readFile(outside, 'utf8')
  await docker.getContainer(containerId).kill()
  await expect.poll(() => session.containers.getState().get(containerId)?.state).toBe('exited')
  await expect(write('/etc/app.conf', 'a=3')).rejects.toMatchObject({ code: 'file.mounted' })
  expect(await readFile(outside, 'utf8')).toBe(before)
  await write('/x', 'stopped')
  expect(await read('/x')).toBe('stopped')
  await rm(folder, { recursive: true })
})

it('leaves a file as it was when there is no room for what is written over it', async () => {
  const options = { type: 'tmpfs', device: 'tmpfs', o: 'size=64k' }
  const small = { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: options } }
  const containerId = await start('full', true, {
    Cmd: ['sh', '-c', 'echo kept > /small/a; touch /ready; exec sleep 600'],
    HostConfig: { Mounts: [{ Type: 'volume', Source: '', Target: '/small', VolumeOptions: small }] },
  })
  const at = { containerId, path: '/small/a' }
  await expect(files().write({ ...at, data: randomBytes(200_000) })).rejects.toMatchObject({
    code: 'engine.no-disk-space',
  })
  expect(text((await files().read(at)).data)).toBe('kept\n')
})

it('does not empty a file where the shell in the container has no printf of its own', async () => {
  const shell =
    '#!/bin/busybox ash\\nexec /bin/busybox ash -c "printf() { return 127; }\\n$2" "$3" "$4" "$5"\\n'
  const containerId = await start('printless', true, {
    Cmd: [
      'sh',
      '-c',
      `echo kept > /a; printf '${shell}' > /sh; chmod 755 /sh; mv /sh /bin/sh; touch /ready; exec sleep 600`,
    ],
  })
  const at = { containerId, path: '/a' }
  await files().write({ ...at, data: new TextEncoder().encode('written\n') })
  expect(text((await files().read(at)).data)).toBe('written\n')
})
