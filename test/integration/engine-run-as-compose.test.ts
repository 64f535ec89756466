// What the run form saves as a compose file means the same to Compose as the form's command does to Docker.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { composeOf, composeText } from '../../renderer/run/compose-file'
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
  ['--restart on-failure:3', { restart: 'on-failure:3' }],
  [
    '-v data:/d:ro -v /anon',
    { volumes: [{ source: 'data', target: '/d', read_only: true }, { target: '/anon' }] },
  ],
  [
    '--cap-add NET_ADMIN --cap-drop MKNOD --security-opt no-new-privileges --group-add 5 --add-host a:10.0.0.1',
    {
      ...{ cap_add: ['CAP_NET_ADMIN'], cap_drop: ['CAP_MKNOD'], security_opt: ['no-new-privileges'] },
      ...{ group_add: ['5'], extra_hosts: ['a=10.0.0.1'] },
    },
  ],
  [
    '--gpus all --device /dev/null --shm-size 32m --ulimit nofile=1:2 --sysctl net.core.somaxconn=9 --tmpfs /t:size=1m',
    {
      deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'], count: -1 }] } } },
      devices: [{ source: '/dev/null', target: '/dev/null', permissions: 'rwm' }],
      ...{ shm_size: '33554432', ulimits: { nofile: { soft: 1, hard: 2 } }, tmpfs: ['/t:size=1m'] },
      sysctls: { 'net.core.somaxconn': '9' },
    },
  ],
  [
    '--dns 1.1.1.1 --dns-search a.b --dns-option ndots:2 --pids-limit 9 --cpuset-cpus 0 -m 64m --memory-swap -1',
    {
      dns: ['1.1.1.1'],
      dns_search: ['a.b'],
      dns_opt: ['ndots:2'],
      pids_limit: 9,
      cpuset: '0',
      memswap_limit: '-1',
    },
  ],
  [
    '--network name=front,alias=web,ip=10.0.0.9 --network back',
    { networks: { front: { aliases: ['web'], ipv4_address: '10.0.0.9' }, back: {} } },
  ],
  ['--network container:vpn', { network_mode: 'container:vpn' }],
  [
    '--health-cmd true --health-interval 90s --health-retries 4 --stop-signal SIGINT --stop-timeout 3',
    {
      healthcheck: { test: ['CMD-SHELL', 'true'], interval: '1m30s', retries: 4 },
      ...{ stop_signal: 'SIGINT', stop_grace_period: '3s' },
    },
  ],
  ['--no-healthcheck', { healthcheck: { disable: true } }],
  [
    '--log-driver local --log-opt max-size=1m --platform linux/amd64 --pull always --runtime runc --ipc host --pid host --uts host --userns host --cgroupns host',
    {
      logging: { driver: 'local', options: { 'max-size': '1m' } },
      ...{ platform: 'linux/amd64', pull_policy: 'always', runtime: 'runc', ipc: 'host', pid: 'host' },
      ...{ uts: 'host', userns_mode: 'host', cgroup: 'host' },
    },
  ],
  [
    '--mount type=tmpfs,dst=/t,tmpfs-size=1m --mount type=volume,src=v,dst=/v,volume-nocopy --mount type=bind,src=/x,dst=/b,bind-propagation=rslave',
    {
      volumes: [
        { type: 'tmpfs', target: '/t', tmpfs: { size: '1048576' } },
        { type: 'volume', source: 'v', target: '/v', volume: { nocopy: true } },
        { type: 'bind', source: '/x', target: '/b', bind: { propagation: 'rslave' } },
      ],
    },
  ],
  [
    '-p 132:132/sctp --expose 9000',
    { ports: [{ target: 132, published: '132', protocol: 'sctp' }], expose: ['9000/tcp'] },
  ],
  [
    '--link db:peer --volumes-from other:ro',
    { external_links: ['db:peer'], volumes_from: ['container:other:ro'] },
  ],
  [
    '--blkio-weight 300 --device-read-bps /dev/null:1mb --oom-score-adj 9 --cpu-shares 5 --annotation a=b',
    {
      blkio_config: { weight: 300 },
      ...{ oom_score_adj: 9, cpu_shares: 5, annotations: { a: 'b' } },
    },
  ],
])('reads %s as Docker does', async (flags, expected) => {
  expect(await serviceOf(`docker run --name web ${flags} nginx`)).toMatchObject(expected)
})

it('names what Compose has no word for', () => {
  const filled = fillFromCommand('docker run --rm -P --cap-add NET_ADMIN --cpuset-mems 0 nginx')
  expect(typeof filled === 'string' ? filled : composeOf(filled.form).unsaid).toEqual([
    '--rm',
    '--publish-all',
    '--cpuset-mems 0',
  ])
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
