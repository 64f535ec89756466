// A compose file saved of a container makes, by Compose, the container that it was saved of; and so does the command shown.
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { expect, inject, it } from 'vitest'
import type { RunDefaults } from '../../preload/model'
import { composeOf } from '../../renderer/run/compose-file'
import { commandOf, commandText } from '../../renderer/run/command'
import { formOfContainer } from '../../renderer/run/fill-from-container'
import { composeFolder } from '../support/compose'
import { makeTestFolder } from '../support/test-folder'
import { markedEngine } from './marked-engine'
import { described } from './pasted-commands'

const { docker, mark } = markedEngine('sc')

interface Given extends ContainerCreateOptions {
  /** What Compose has no word for, with `OTHER` for the other container. */
  readonly unsaid?: readonly string[]
  /** `docker` has no words for just this: the same program runs. */
  readonly unshown?: boolean
}
const host = (HostConfig: ContainerCreateOptions['HostConfig'], unsaid?: readonly string[]): Given => ({
  HostConfig,
  ...(unsaid ? { unsaid } : {}),
})
const env = (...Env: string[]): Given => ({ Env })
const gpu = { Driver: 'nvidia', Count: 0, DeviceIDs: ['GPU-1'], Capabilities: [['gpu']], Options: {} }

/** By what is odd about each; `FOLDER` and `OTHER` stand for what is of this run. */
const given: Readonly<Record<string, Given>> = {
  dollars: env('PRICE=5$ $HOME ${X} $$', 'EMPTY='),
  'without what the image sets': env('NOT_SET_HERE', 'A=1'),
  'no init process': host({ Init: false }),
  'options of gpus': host({ DeviceRequests: [{ ...gpu, Options: { a: 'b' } }] }, ['--gpus options=a=b']),
  'quotes of shells': env(
    `Q='"$(id)"' \`id\` !! \\ \\\\ %PATH% ^& | ; # ~ * ? [a] {a,b} <x> =x \u2018q\u2019 \u201cq\u201d`,
    'DASH=-x --y',
    'TAIL=a\\',
    `LONG=${'가"$'.repeat(20_000)}`,
  ),
  'several lines': env('MULTI=a\nb\n  c\n', 'IN=a\r\nb', 'TAB=a\tb', `Q="x" 'y' \\ \\n`),
  'words of YAML': env(
    'true=1',
    'null=2',
    'on=3',
    'y=4',
    '~=6',
    '<<=7',
    'N=~',
    'YES=yes',
    'O=0777',
    'D=2020-01-01',
  ),
  'letters of no line': env('CTRL=\u0001\u007f\u0085', 'ENDS=a\u2028b\u2029c', 'ALL=\ufeff한글 😀'),
  'remarks of Compose': { Env: ['x-a=8', 'A=b c'], Labels: { 'x-label': 'v$v' } },
  labels: {
    Labels: {
      'a.b/c': 'x: y',
      'db.password': 'p$w${d}',
      true: '1',
      한글: '값',
      'r.rule': 'Host(`a.b`)',
    },
  },
  'a label that the engine takes and docker does not': { Labels: { 'a: b': 'c' }, unshown: true },
  'a command': { Cmd: ['sh', '-c', `echo $HOME "$$" '' > /x && sleep 5 # no`] },
  'empty words': { Cmd: ['echo', '', ' a ', '*', '\\', '"'] },
  'an entry point': { Entrypoint: ['/bin/sh', '-c'], Cmd: ['sleep 6'], unshown: true },
  'a check without a shell': {
    Healthcheck: { Test: ['CMD', 'wget', '-q', 'http://x/ y$'], Interval: 5e9, Retries: 4 },
    unshown: true,
  },
  'a check': {
    Healthcheck: { Test: ['CMD-SHELL', 'wget "http://x/$Y" || exit 1'], Timeout: 5e8, StartPeriod: 1e9 },
  },
  'no check': { Healthcheck: { Test: ['NONE'] } },
  names: { User: 'a$b', WorkingDir: '/w $x', Domainname: 'd$e', Hostname: 'my$host' },
  'a terminal': { Tty: true, OpenStdin: true },
  'a stop': { StopSignal: 'SIGINT', StopTimeout: 0 },
  'open ports': { ExposedPorts: { '9000/tcp': {}, '9100/udp': {} } },
  ports: {
    ExposedPorts: { '80/tcp': {}, '81/udp': {}, '132/sctp': {} },
    HostConfig: {
      PortBindings: {
        '80/tcp': [
          { HostIp: '127.0.0.1', HostPort: '18455' },
          { HostIp: '::1', HostPort: '18455' },
        ],
        '81/udp': [{ HostPort: '18456' }],
        '132/sctp': [{ HostPort: '18457' }],
      },
    },
  },
  'a folder': host({ Binds: ['FOLDER/a b $c:/d e:ro', 'FOLDER:/r:ro,rslave'] }),
  'kinds of data': host({
    Mounts: [
      { Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 12_345, Mode: 0o1777 } },
      { Type: 'volume', Source: `${mark}-v`, Target: '/v', VolumeOptions: { NoCopy: true } as never },
    ] as never,
    Tmpfs: { '/run': 'rw,noexec,size=65536k,uid=1000', '/t$x': '' },
  }),
  'data of others': host({ VolumesFrom: ['OTHER'] }),
  'data of others to read': host({ VolumesFrom: ['OTHER:ro'] }, ['--volumes-from OTHER:ro']),
  limits: host({
    ...{ Memory: 33_554_432, MemorySwap: 33_554_432, MemoryReservation: 16_777_216, NanoCpus: 123_000_000 },
    ...{ PidsLimit: 50, ShmSize: 1_048_576, OomScoreAdj: 500, CpuShares: 512, CpusetCpus: '0' },
  }),
  quota: host({ CpuQuota: 50_000, CpuPeriod: 100_000 }),
  ulimits: host({ Ulimits: [{ Name: 'memlock', Soft: -1, Hard: -1 }] }),
  sysctls: host({ Sysctls: { 'net.core.somaxconn': '1024', 'net.ipv4.ip_unprivileged_port_start': '0' } }),
  devices: host({
    Devices: [{ PathOnHost: '/dev/zero', PathInContainer: '/dev/nul', CgroupPermissions: 'r' }],
    DeviceCgroupRules: ['c 1:* rwm'],
  }),
  gpus: host({ DeviceRequests: [gpu] }),
  rights: host({
    CapAdd: ['CAP_NET_ADMIN'],
    CapDrop: ['ALL'],
    GroupAdd: ['audio', '2000'],
    SecurityOpt: ['no-new-privileges'],
  }),
  privileged: host({ Privileged: true, Init: true, ReadonlyRootfs: true }),
  'where it logs': host({
    LogConfig: { Type: 'json-file', Config: { tag: '{{.Name}}$x', 'max-size': '1m' } },
  }),
  'whom it knows': host({
    ExtraHosts: ['h$x:1.2.3.4'],
    Dns: ['1.1.1.1'],
    DnsSearch: ['.'],
    DnsOptions: ['ndots:2'],
  }),
  'host of its own': host({ NetworkMode: 'host', UTSMode: 'host' }),
  'no network': host({ NetworkMode: 'none' }),
  lodging: host({ NetworkMode: 'container:OTHER', PidMode: 'container:OTHER' }),
  again: host({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 4 } }),
  'once only': host({ AutoRemove: true }, ['--rm']),
  'names for Compose': {
    name: `x-${mark}`,
    HostConfig: { NetworkMode: `x-${mark}-net`, Binds: [`x-${mark}-data:/d`, `x-${mark}-more:/m:nocopy`] },
  },
}

type Fields = Record<string, Record<string, unknown>>

/** Of both only what is asked for: Compose gives what asks for no network one of the project, and sorts lists. */
function comparable(info: ContainerInspectInfo): object {
  const { config = {}, host: limits = {}, mounts } = described(info) as unknown as Fields
  const labels = Object.entries((config.Labels ?? {}) as Record<string, string>).filter(
    ([name]) => !name.startsWith('com.docker.compose.'),
  )
  const { NetworkMode, RestartPolicy, DeviceRequests, Runtime: _usual, Mounts: _how, ...others } = limits
  const network = Object.keys(info.NetworkSettings.Networks)
  const policy = RestartPolicy as { readonly Name: string; readonly MaximumRetryCount: number }
  return {
    config: { ...config, Labels: Object.fromEntries(labels), Volumes: undefined },
    host: {
      ...others,
      retries: [policy.Name.replace(/^no$/, ''), policy.MaximumRetryCount],
      devices: ((DeviceRequests ?? []) as (typeof gpu)[]).map((one) => ({
        ...one,
        Options: one.Options ?? {},
      })),
    },
    network: /^(host|none|container:.*)$/.test(String(NetworkMode))
      ? NetworkMode
      : network.map((name) => name.replace(/^bridge$|^.*_default$/, 'the usual one')),
    mounts,
  }
}

it('makes of what was saved what it was saved of', { timeout: 300_000 }, async () => {
  const folder = await makeTestFolder('saved')
  await mkdir(`${folder}/a b $c`)
  const compose = join(await composeFolder(), 'docker-compose')
  const environment = { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` }
  const other = await docker.createContainer({
    name: `${mark}-other`,
    Image: 'busybox',
    Cmd: ['sleep', '600'],
    Volumes: { '/shared': {} },
  })
  await other.start()
  await docker.createNetwork({ Name: `x-${mark}-net` })
  const { Config: config } = await docker.getImage('busybox').inspect()
  const image = { command: config.Cmd, env: [], volumes: [] as string[] } as unknown as RunDefaults
  const removed = async (id: string): Promise<ContainerInspectInfo> => {
    const container = docker.getContainer(id)
    const info = await container.inspect()
    await container.remove({ force: true, v: true })
    return info
  }
  const brought = async (text: string): Promise<ContainerInspectInfo> => {
    const file = join(folder, 'compose.yaml')
    await writeFile(file, text)
    const words = ['--project-name', `${mark}p`, '--file', file, 'up', '--no-start']
    execFileSync(compose, words, { stdio: 'pipe', env: environment })
    const filters = { label: [`com.docker.compose.project=${mark}p`] }
    const [made] = await docker.listContainers({ all: true, filters })
    return removed(made?.Id ?? '')
  }
  const byShell = (command: string): string =>
    execFileSync('sh', ['-c', command.replace('docker run -d', 'docker create')], {
      ...{ encoding: 'utf8', stdio: 'pipe', env: environment },
    }).trim()
  const placed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll('FOLDER', folder).replaceAll('OTHER', other.id)) as T
  for (const [title, { unsaid = [], unshown = false, ...options }] of Object.entries(placed(given))) {
    const real = await removed(
      (
        await docker.createContainer({
          name: `${mark}-it`,
          Image: 'busybox',
          Cmd: ['sleep', '5'],
          ...options,
        })
      ).id,
    )
    const form = formOfContainer(JSON.stringify(real), image)
    const saved = composeOf(form)
    const command = commandText(commandOf(form, []))
    const shown = unshown ? real : await removed(byShell(command))
    expect.soft(comparable(shown), `${title}\n${command}`).toEqual(comparable(real))
    const made = comparable(await brought(saved.text))
    const wanted = comparable(real)
    expect.soft(saved.unsaid, title).toEqual(unsaid)
    expect.soft(unsaid.length > 0 ? wanted : made, `${title}\n${saved.text}`).toEqual(wanted)
  }
  const words = ['--project-name', `${mark}p`, '--file', join(folder, 'compose.yaml'), 'down']
  execFileSync(compose, words, { stdio: 'pipe', env: environment })
})
