import { describe, expect, it } from 'vitest'
import { readCommand } from '../../renderer/run/read-command'
import { runCommandOf } from '../../renderer/run/run-command'

const usual = {
  Id: 'f00d'.repeat(16),
  Name: '/shop-api-1',
  Config: {
    Image: 'shop/api:dev',
    Hostname: 'f00df00df00d',
    Env: ['PATH=/bin', 'SECRET=a b$c'],
    Cmd: ['npm', 'run', 'dev'],
    Labels: { 'com.docker.compose.project': 'shop', team: 'blue' },
    StopSignal: 'SIGTERM',
  },
  HostConfig: {
    NetworkMode: 'shop_default',
    PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }] },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
    Memory: 512 * 1024 ** 2,
    MemorySwap: 1024 ** 3,
    ShmSize: 64 * 1024 ** 2,
    CapAdd: ['NET_ADMIN'],
    ExtraHosts: ['host.docker.internal:host-gateway'],
    Tmpfs: { '/tmp': '', '/run': 'size=64k' },
    Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 2048 }],
    DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
    PidsLimit: 200,
    IpcMode: 'private',
  },
  Mounts: [{ Type: 'volume', Name: 'data', Source: '/var/x', Destination: '/data', RW: true }],
  NetworkSettings: { Networks: { shop_default: { Aliases: ['shop-api-1', 'api', 'f00df00df00d'] } } },
}
const image = {
  reference: 'shop/api:dev',
  exposedPorts: [],
  volumes: [],
  env: [{ name: 'PATH', value: '/bin' }],
  suggestedName: 'api',
  command: ['node', 'x'],
  entrypoint: [],
} as never

describe('docker run of a container that exists', () => {
  it('says everything that it was made with, and nothing that goes without saying', () => {
    const text = runCommandOf(JSON.stringify(usual), image)
    const command = readCommand(text)
    if (typeof command === 'string') throw new Error(command)
    expect(command.unknown).toEqual([])
    expect(command.image).toBe('shop/api:dev')
    expect(command.args).toEqual(['npm', 'run', 'dev'])
    const flags = command.flags.map(({ name, value }) => `${name} ${value}`)
    expect(flags).toEqual([
      'detach true',
      'name shop-api-1',
      'env SECRET=a b$c',
      'publish 127.0.0.1:8081:8080',
      'volume data:/data',
      'network shop_default',
      'label team=blue',
      'memory 512m',
      'restart on-failure:5',
      'cap-add NET_ADMIN',
      'add-host host.docker.internal:host-gateway',
      'tmpfs /tmp',
      'tmpfs /run:size=64k',
      'log-opt max-size=10m',
      'gpus all',
      'ulimit nofile=1024:2048',
      'pids-limit 200',
      'network-alias api',
    ])
  })

  it('is short for a container that asked for nothing', () => {
    const { Id, Name } = usual
    const bare = { Id, Name, Config: { Image: 'busybox' }, HostConfig: { NetworkMode: 'default' } }
    expect(runCommandOf(JSON.stringify(bare), undefined)).toBe(
      'docker run -d \\\n  --name shop-api-1 \\\n  busybox',
    )
  })
})
