// What the run form saves as a compose file means the same to Compose as the form's command does to Docker.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { composeText } from '../../renderer/run/compose-file'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import { composeFolder } from '../support/compose'
import { pull, startSession } from './engine-session'

let folder: string
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-as-compose-'))
  program = join(await composeFolder(), 'docker-compose')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const compose = async (text: string, ...words: string[]): Promise<string> => {
  const file = join(folder, `${randomBytes(4).toString('hex')}.yaml`)
  await writeFile(file, text)
  const env = { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` }
  return execFileSync(program, ['--file', file, ...words], { encoding: 'utf8', env })
}

function textOf(command: string): string {
  const filled = fillFromCommand(command)
  if (typeof filled === 'string') throw new Error(`${command}: ${filled}`)
  return composeText(filled.form)
}

interface Service {
  readonly [key: string]: unknown
}
const serviceOf = async (command: string): Promise<Service> => {
  const { services } = JSON.parse(await compose(textOf(command), 'config', '--format', 'json')) as {
    services: Record<string, Service>
  }
  return Object.values(services)[0] ?? {}
}

it.each([
  ['-p 8080:80', { ports: [{ target: 80, published: '8080', protocol: 'tcp' }] }],
  [
    '-p 127.0.0.1:8080:80/udp',
    { ports: [{ target: 80, published: '8080', host_ip: '127.0.0.1', protocol: 'udp' }] },
  ],
  ['-p 127.0.0.2:8080:80', { ports: [{ target: 80, published: '8080', host_ip: '127.0.0.2' }] }],
  ['-p 8000-8010:80', { ports: [{ target: 80, published: '8000-8010' }] }],
  ['-p 80', { ports: [{ target: 80 }] }],
  [`-e 'PRICE=5$' -e "TEXT=a: b # c"`, { environment: { PRICE: '5$$', TEXT: 'a: b # c' } }],
  ['-v data:/d', { volumes: [{ type: 'volume', source: 'data', target: '/d' }] }],
  ['-v /srv:/s:ro', { volumes: [{ type: 'bind', source: '/srv', target: '/s', read_only: true }] }],
  ['--network front', { networks: { front: null } }],
  ['--network host', { network_mode: 'host' }],
  ['--memory 1g --cpus 1.5', { mem_limit: '1073741824', cpus: 1.5 }],
  ['--restart unless-stopped', { restart: 'unless-stopped' }],
  ['--restart on-failure', { restart: 'on-failure' }],
  [
    '--user 1000:1000 --workdir /app --hostname web',
    { user: '1000:1000', working_dir: '/app', hostname: 'web' },
  ],
  ['--entrypoint /bin/sh', { entrypoint: ['/bin/sh'] }],
  [`--health-cmd 'wget -q localhost'`, { healthcheck: { test: ['CMD-SHELL', 'wget -q localhost'] } }],
  ['--label "team=shop: a"', { labels: { team: 'shop: a' } }],
  [
    '--init --read-only --privileged -t -i',
    { init: true, read_only: true, privileged: true, tty: true, stdin_open: true },
  ],
])('reads %s as Docker does', async (flags, expected) => {
  expect(await serviceOf(`docker run --name web ${flags} nginx`)).toMatchObject(expected)
})

it('brings up what was saved, with its program, data and name', async () => {
  const session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
  await session.dispose()
  const name = `ac${randomBytes(3).toString('hex')}`
  const program = `echo "$GREETING: 5$" > /data/word; trap 'exit 0' TERM; sleep 600 & wait`
  const text = textOf(
    `docker run --name ${name} -e GREETING=hello -v ${name}:/data busybox sh -c '${program.replaceAll("'", `'"'"'`)}'`,
  )
  await compose(text, '--project-name', name, 'up', '--detach')
  const docker = (...words: string[]): string =>
    execFileSync('docker', ['--host', `unix://${inject('engineSocket')}`, ...words], { encoding: 'utf8' })
  try {
    await expect.poll(() => docker('exec', name, 'cat', '/data/word')).toBe('hello: 5$\n')
  } finally {
    await compose(text, '--project-name', name, 'down', '--volumes')
  }
})
