// The test images behave as the real ones do, as far as the app can see.
import Docker from 'dockerode'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import { freePort } from './free-port'
import { pull } from './pull'

const docker = new Docker({ socketPath: inject('engineSocket') })
const started: Docker.Container[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((container) => container.remove({ force: true, v: true })))
})

async function start(image: string, options: Docker.ContainerCreateOptions = {}): Promise<Docker.Container> {
  await pull(docker, image)
  const container = await docker.createContainer({ Image: image, ...options })
  started.push(container)
  await container.start()
  return container
}

/** What the container printed, streams mixed, without the frames of the log stream. */
async function printed(container: Docker.Container): Promise<string> {
  const raw = await container.logs({ stdout: true, stderr: true })
  let text = ''
  for (let at = 0; at + 8 <= raw.length; at += 8 + raw.readUInt32BE(at + 4)) {
    text += raw.toString('utf8', at + 8, at + 8 + raw.readUInt32BE(at + 4))
  }
  return text
}

async function exec(container: Docker.Container, ...Cmd: string[]): Promise<number> {
  const run = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true })
  const stream = await run.start({})
  await new Promise((resolve) => stream.on('end', resolve).resume())
  return (await run.inspect()).ExitCode ?? -1
}

describe('sample-web', () => {
  it('answers on the published port with the name of its container, and ends in order', async () => {
    const port = await freePort()
    const PortBindings = { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] }
    const container = await start('portside/sample-web:1.1', {
      Hostname: 'shop',
      HostConfig: { PortBindings },
    })
    const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text()
    const page = await until(ask, { deadlineMs: 60_000, waitingFor: 'the page' })
    expect(page).toContain('Hello from a container')
    expect(page).toContain('<code>shop</code>, version 1.1')
    await container.stop({ t: 30 })
    // 137 would mean that it had to be killed.
    expect((await container.inspect()).State.ExitCode).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  })
})

describe('chatty', () => {
  it('prints as many lines as asked, on both streams, and ends as asked', async () => {
    const container = await start('portside/chatty', { Env: ['COUNT=16', 'RATE=0', 'EXIT_CODE=3'] })
    expect(await container.wait()).toMatchObject({ StatusCode: 3 })
    const text = await printed(container)
    expect(text.trimEnd().split('\n')).toHaveLength(16)
    expect(text).toContain('\u001b[1;31merror\u001b[0m request 3 failed')
    expect(text).toContain('요청 4 처리 완료')
  })
})

describe('redis', () => {
  it('answers its client', async () => {
    const container = await start('redis')
    const answers = async (): Promise<true | undefined> =>
      (await exec(container, 'redis-cli', 'set', 'greeting', 'hello')) === 0 ? true : undefined
    await until(answers, { deadlineMs: 60_000, waitingFor: 'redis to answer' })
    expect(await exec(container, 'sh', '-c', 'test "$(redis-cli get greeting)" = hello')).toBe(0)
  })
})

describe('nginx', () => {
  it('serves its page inside and ends in order', async () => {
    const container = await start('nginx')
    const answers = async (): Promise<true | undefined> =>
      (await exec(container, 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1/')) === 0 ? true : undefined
    await until(answers, { deadlineMs: 60_000, waitingFor: 'nginx to answer' })
    await container.stop({ t: 30 })
    expect((await container.inspect()).State.ExitCode).toBe(0)
  })
})

describe('mariadb', () => {
  it('ends with a reason when no root password is given', async () => {
    const container = await start('mariadb')
    expect(await container.wait()).toMatchObject({ StatusCode: 1 })
    expect(await printed(container)).toMatch(/Database is uninitialized and password option is not specified/)
  })

  it('keeps its data in the volume over a restart', async () => {
    const container = await start('mariadb', {
      Env: [`MARIADB_ROOT_PASSWORD=it's\\secret`, 'MARIADB_DATABASE=shop'],
    })
    const query = async (sql: string): Promise<number> =>
      exec(container, 'mariadb', '-uroot', `-pit's\\secret`, 'shop', '-e', sql)
    const answers = async (): Promise<true | undefined> =>
      (await query('select 1')) === 0 ? true : undefined
    await until(answers, { deadlineMs: 40_000, everyMs: 200, waitingFor: 'mariadb to answer' })
    expect(await query('create table orders (id int); insert into orders values (7)')).toBe(0)
    await container.restart({ t: 30 })
    await until(answers, { deadlineMs: 40_000, everyMs: 200, waitingFor: 'mariadb to answer again' })
    expect(await query('select id from orders where id = 7')).toBe(0)
  })
})
