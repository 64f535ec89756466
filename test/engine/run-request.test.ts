// What is asked to be run, as Docker's API takes it.
import { describe, expect, it } from 'vitest'
import type { PortBinding, RunRequest } from '../../preload/model'
import { createOptions } from '../../main/engine/run-request'

const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  image: 'redis',
  ports: [],
  env: [],
  volumes: [],
  restart: 'no',
  ...more,
})
const port = (more: Partial<PortBinding> = {}): PortBinding => ({
  hostAddress: '0.0.0.0',
  hostPort: 8080,
  containerPort: 80,
  protocol: 'tcp',
  ...more,
})

describe('a run', () => {
  it('becomes options of the engine', () => {
    const options = createOptions(
      request({
        name: 'cache',
        ports: [port(), port({ hostAddress: '127.0.0.1', hostPort: 0, containerPort: 53, protocol: 'udp' })],
        env: [{ name: 'A', value: 'b=c\nd' }],
        volumes: [{ name: 'data', path: '/data/' }],
        command: ['redis-server', '--save', ''],
        restart: 'always',
      }),
    )
    expect(options).toEqual({
      Image: 'redis:latest',
      name: 'cache',
      Cmd: ['redis-server', '--save', ''],
      Env: ['A=b=c\nd'],
      ExposedPorts: { '80/tcp': {}, '53/udp': {} },
      HostConfig: {
        PortBindings: {
          '80/tcp': [{ HostIp: '', HostPort: '8080' }],
          '53/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
        },
        RestartPolicy: { Name: 'always' },
        Mounts: [{ Type: 'volume', Source: 'data', Target: '/data' }],
      },
    })
  })

  it('takes the id of an image, and leaves out what was not said', () => {
    const id = `sha256:${'a'.repeat(64)}`
    expect(createOptions(request({ image: id, command: [] }))).toEqual({
      Image: id,
      Env: [],
      ExposedPorts: {},
      HostConfig: { PortBindings: {}, RestartPolicy: { Name: 'no' }, Mounts: [] },
    })
  })

  it.each<[string, Partial<RunRequest>, string]>([
    ['the same port twice', { ports: [port(), port({ containerPort: 81 })] }, 'port.twice'],
    ['a port above the last', { ports: [port({ hostPort: 65_536 })] }, 'port.bad-port'],
    ['a container port of 0', { ports: [port({ containerPort: 0 })] }, 'port.bad-port'],
    ['half a port', { ports: [port({ hostPort: 80.5 })] }, 'port.bad-port'],
    ['a name as an address', { ports: [port({ hostAddress: 'localhost' })] }, 'port.bad-address'],
    ['a one-letter name', { name: 'a' }, 'container.bad-name'],
    ['a name that is a path', { name: 'a/b' }, 'container.bad-name'],
    ['an empty variable', { env: [{ name: '', value: 'x' }] }, 'container.bad-variable'],
    ['a NUL in a value', { env: [{ name: 'A', value: '\0' }] }, 'container.bad-variable'],
    ['a folder as a volume', { volumes: [{ name: '/home', path: '/data' }] }, 'container.bad-volume'],
    ['a volume over everything', { volumes: [{ name: 'ok', path: '/./' }] }, 'container.bad-volume'],
    [
      'two volumes at one place',
      {
        volumes: [
          { name: 'one', path: '/data' },
          { name: 'two', path: '/x/../data/' },
        ],
      },
      'container.bad-volume',
    ],
  ])('refuses %s', (_what, more, code) => {
    expect(() => createOptions(request(more))).toThrow(expect.objectContaining({ code }))
  })

  it('takes the same port for TCP and UDP, and for two addresses', () => {
    const ports = [port(), port({ protocol: 'udp' }), port({ hostAddress: '::1' })]
    expect(() => createOptions(request({ ports }))).not.toThrow()
  })
})
