// `portside containers` over a real engine: each word does what it says and tells it as JSON.
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { containersCommand } from '../../main/cli/containers-command'
import { UsageError } from '../../main/cli/usage'
import type { Contract } from '../../preload/contract'
import type { Container } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, type Session } from './engine-session'

const mark = `cc${randomBytes(3).toString('hex')}`
const name = `${mark}-a`
/** Ends at once when it is asked to. */
const untilStopped = "trap 'exit 0' TERM; sleep 600 & wait"
let session: Session
let docker: Docker
let services: Contract

beforeAll(async () => {
  const socket = inject('engineSocket')
  session = await startSession(socket, dialSocket(socket), noKeeper)
  docker = new Docker({ socketPath: socket })
  const { containersService: containers, imagesService: images } = session
  const setLimits: Contract['resources']['setLimits'] = ({ id, limits }) => session.setLimits(id, limits)
  services = { containers, images, resources: { setLimits } as Partial<Contract['resources']> } as Contract
  await pull(session, 'busybox')
})
afterAll(async () => {
  for (const { id, name: one } of session.containers.getState().values())
    if (one.startsWith(mark)) await session.containersService.remove({ id, force: true, volumes: true })
  await session.dispose()
})

async function portside(
  words: readonly string[],
  options: Record<string, unknown> = {},
  printed: string[] = [],
): Promise<unknown> {
  const context = {
    ...{ json: true, wait: false, dryRun: false, options },
    print: (text: string) => printed.push(text),
  }
  await containersCommand(services, context, words)
  return words[0] === 'logs' ? printed.map((line) => JSON.parse(line)) : JSON.parse(printed.join(''))
}

const stateOf = async (wanted: string): Promise<Container['state'] | undefined> =>
  ((await portside(['list'])) as Container[]).find((one) => one.name === wanted)?.state

describe('portside containers', () => {
  it('runs one with all that was said, and tells what it wrote, uses and is', async () => {
    const program = `echo one; echo two >&2; ${untilStopped}`
    const folder = await makeTestFolder('run-command')
    await writeFile(join(folder, 'labels'), 'team=shop\n')
    const idFile = join(folder, 'id')
    const flags = [
      ...['-d', '--name', name, '-e', 'GREETING=a b=c', '-v', `${mark}:/data`, '-m', '64m', '--cpus=0.5'],
      ...['--label-file', join(folder, 'labels'), '-p', '127.0.0.1::80', '--cidfile', idFile],
      ...['--cap-add', 'NET_ADMIN', '--ulimit', 'nofile=1024:2048', '--stop-timeout', '1'],
    ]
    const made = (await portside(['run', ...flags, 'busybox', 'sh', '-c', program])) as { id: string }
    expect(await readFile(idFile, 'utf8')).toBe(made.id)
    const { HostConfig: host } = await docker.getContainer(made.id).inspect()
    expect(host).toMatchObject({
      CapAdd: [expect.stringMatching(/^(CAP_)?NET_ADMIN$/)],
      Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 2048 }],
    })
    await expect(portside(['run', '--cidfile', idFile, 'busybox'])).rejects.toThrow('is there already')
    await expect.poll(() => stateOf(name)).toBe('running')
    expect(await portside(['details', name])).toMatchObject({
      memoryLimitBytes: 64 * 1024 ** 2,
      cpuLimit: 0.5,
      env: expect.arrayContaining([{ name: 'GREETING', value: 'a b=c' }]),
      mounts: [expect.objectContaining({ source: mark, path: '/data' })],
      labels: expect.arrayContaining([{ name: 'team', value: 'shop' }]),
    })
    await expect.poll(() => portside(['logs', name])).toHaveLength(2)
    expect(await portside(['logs', name, '1'])).toHaveLength(1)
    expect(await portside(['processes', name])).toMatchObject({
      rows: expect.arrayContaining([expect.arrayContaining(['sleep 600'])]),
    })
    expect(await portside(['stats', name])).toMatchObject({ memoryLimitBytes: 64 * 1024 ** 2 })
    expect(await portside(['data', name])).toMatchObject({
      places: [expect.objectContaining({ source: mark })],
    })
  })

  it('holds, ends and starts it, by its name and by its id', async () => {
    await portside(['pause', name])
    await expect.poll(() => stateOf(name)).toBe('paused')
    await portside(['unpause', name])
    await portside(['kill', name])
    await expect.poll(() => stateOf(name)).toBe('exited')
    const { id } = ((await portside(['list'])) as Container[]).find((one) => one.name === name) ?? {}
    expect(await portside(['start', (id ?? '').slice(0, 12)])).toMatchObject([{ done: true }])
    await expect.poll(() => stateOf(name)).toBe('running')
  })

  it('gives it other limits and another name, and makes it again', async () => {
    expect(await portside(['limits', name, 'memory=128m', 'restart=on-failure'])).toEqual({
      ...{ memoryBytes: 128 * 1024 ** 2, cpus: 0.5, restart: 'on-failure' },
    })
    expect(await portside(['limits', name])).toMatchObject({ memoryBytes: 128 * 1024 ** 2 })
    await expect(portside(['limits', name, 'restart=sometimes'])).rejects.toBeInstanceOf(UsageError)
    const other = `${mark}-b`
    await portside(['rename', name, other])
    await expect.poll(() => stateOf(other)).toBe('running')
    const { id } = (await portside(['recreate', other])) as { id: string }
    await expect
      .poll(async () => ((await portside(['list'])) as Container[]).find((one) => one.name === other)?.id)
      .toBe(id)
    await portside(['rename', other, name])
    await expect.poll(() => stateOf(name)).toBe('running')
  })

  it('puts it into the Trash and takes it out again, then deletes it for good', async () => {
    await portside(['remove', name])
    await expect.poll(() => stateOf(name)).toBeUndefined()
    expect(await portside(['trash'])).toMatchObject([expect.objectContaining({ name })])
    await portside(['restore', name])
    await expect.poll(() => stateOf(name)).toBe('running')
    await portside(['remove', name])
    expect(await portside(['empty-trash', name])).toEqual({ deleted: 1 })
    expect(await portside(['trash'])).toEqual([])
  })

  it('downloads an image that is not here, unless it is told not to', async () => {
    // By a name of its own: other tests have the usual one here.
    const image = `${new URL(inject('registryUrl')).host}/library/busybox:latest`
    await docker
      .getImage(image)
      .remove()
      .catch(() => {})
    const words = ['--name', `${mark}-pulled`, image, 'true']
    await expect(portside(['run', '--pull', 'never', ...words])).rejects.toMatchObject({
      code: 'image.not-found',
    })
    const { id } = (await portside(['run', ...words])) as { id: string }
    expect((await docker.getContainer(id).inspect()).Config.Image).toBe(image)
  })

  it('tells what went wrong with which of several, and does the others', async () => {
    await portside(['run', '--name', `${mark}-c`, 'busybox', 'sh', '-c', untilStopped])
    await expect.poll(() => stateOf(`${mark}-c`)).toBe('running')
    const printed: string[] = []
    const stopped = portside(['stop', `${mark}-nobody`, `${mark}-c`], {}, printed)
    await expect(stopped).rejects.toMatchObject({ code: 'container.not-found' })
    expect(JSON.parse(printed.join(''))).toMatchObject([
      { name: `${mark}-nobody`, done: false, error: { code: 'container.not-found' } },
      { name: `${mark}-c`, done: true },
    ])
    expect(await portside(['delete', `${mark}-c`])).toMatchObject([{ done: true }])
  })

  it.each([
    [['run', '-p', '70000:80', 'busybox'], 'port.bad-port'],
    [['run', '-p', '0:80', 'busybox'], 'port.bad-port'],
    [['run', '-p', '8080:80:90', 'busybox'], 'port.bad-port'],
    [['run', '-p', '8080:80', '-p', '8080:81', 'busybox'], 'port.twice'],
    [['run', '--name', mark, '--network', 'nowhere', 'busybox'], 'network.not-found'],
    [['run', '--pull', 'never', `${mark}/not-here`], 'image.not-found'],
    [['run', '--env-file', '/not/there', 'busybox'], 'files.missing'],
  ])('refuses %j', async (words, code) => {
    await expect(portside(words)).rejects.toMatchObject({ code })
    await expect.poll(() => stateOf(mark)).toBeUndefined()
  })

  it.each([
    [['run', '--prot', '80', 'busybox']],
    [['run', '-m', 'lots', 'busybox']],
    [['run', '-p']],
    [['run']],
    [['logs', name, 'all']],
    [['explode', name]],
    [['start']],
  ])('does not understand %j', async (words) => {
    await expect(portside(words)).rejects.toBeInstanceOf(UsageError)
  })
})
