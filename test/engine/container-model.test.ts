// Docker's description of a container, read into Portside's noun.
import type { ContainerInspectInfo } from 'dockerode'
import { describe, expect, it } from 'vitest'
import { readContainer } from '../../main/engine/container-model'

/** The parts that are read, as Docker 26 sends them. */
const inspected = (more: { state?: object; host?: object; ports?: object; config?: object } = {}) =>
  ({
    Id: 'a'.repeat(64),
    Name: '/shop-db-1',
    Image: `sha256:${'b'.repeat(64)}`,
    Created: '2026-11-21T02:00:00.123456789Z',
    State: {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: '2026-11-21T02:00:01.5Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      ...more.state,
    },
    Config: { Image: 'mariadb:11', Labels: {}, Tty: false, ...more.config },
    HostConfig: { PortBindings: {}, ...more.host },
    NetworkSettings: {
      Ports: more.ports ?? {},
      Networks: { shop_default: { NetworkID: '', IPAddress: '' } },
    },
    Mounts: [
      { Type: 'volume', Name: 'c'.repeat(64), Destination: '/var/lib/mysql' },
      { Type: 'volume', Name: 'shop_data', Destination: '/data' },
      { Type: 'bind', Source: '/src', Destination: '/src' },
    ],
  }) as unknown as ContainerInspectInfo

const both = (port: string) => [
  { HostIp: '0.0.0.0', HostPort: port },
  { HostIp: '::', HostPort: port },
]

describe('a container', () => {
  it('has its name, times, and only its anonymous volumes', () => {
    expect(readContainer(inspected())).toEqual({
      id: 'a'.repeat(64),
      name: 'shop-db-1',
      image: 'mariadb:11',
      imageId: `sha256:${'b'.repeat(64)}`,
      state: 'running',
      createdAt: Date.parse('2026-11-21T02:00:00.123Z'),
      startedAt: Date.parse('2026-11-21T02:00:01.500Z'),
      ports: [],
      tty: false,
      anonymousVolumes: ['/var/lib/mysql'],
      networks: [{ id: 'shop_default', name: 'shop_default' }],
      volumes: ['c'.repeat(64), 'shop_data'],
      boundPaths: ['/src'],
    })
  })

  it.each(['created', 'paused', 'restarting', 'removing', 'dead'] as const)('is %s', (Status) => {
    expect(readContainer(inspected({ state: { Status } })).state).toBe(Status)
  })

  it('tells why it could not be started, and nothing of an end that it never had', () => {
    const failed = { Status: 'created', ExitCode: 127, Error: 'exec: "nosuch": not found' }
    expect(readContainer(inspected({ state: failed }))).toMatchObject({
      state: 'created',
      exitCode: 127,
      startError: 'exec: "nosuch": not found',
    })
    const fresh = readContainer(inspected({ state: { Status: 'created', ExitCode: 0, Error: '' } }))
    expect(fresh).not.toHaveProperty('exitCode')
    expect(fresh).not.toHaveProperty('startError')
  })

  it('tells how it ended, its health and its project', () => {
    const container = readContainer(
      inspected({
        state: { Status: 'exited', ExitCode: 137, OOMKilled: true, Health: { Status: 'unhealthy' } },
        config: {
          Labels: {
            'com.docker.compose.project': 'shop',
            'com.docker.compose.service': 'db',
            'com.docker.compose.project.config_files': '/a/compose.yaml,/a/override.yaml',
          },
        },
      }),
    )
    expect(container).toMatchObject({
      state: 'exited',
      exitCode: 137,
      oomKilled: true,
      health: 'unhealthy',
      project: 'shop',
      service: 'db',
      composeFiles: ['/a/compose.yaml', '/a/override.yaml'],
    })
  })

  it('shows what it wants while stopped, and what it got while running', () => {
    const host = { PortBindings: { '3306/tcp': [{ HostIp: '', HostPort: '' }] } }
    const wanted = { hostAddress: '0.0.0.0', containerPort: 3306, protocol: 'tcp' }
    expect(readContainer(inspected({ host, state: { Status: 'exited' } })).ports).toEqual([
      { ...wanted, hostPort: 0 },
    ])
    expect(readContainer(inspected({ host, ports: { '3306/tcp': both('49153') } })).ports).toEqual([
      { ...wanted, hostPort: 49_153 },
    ])
  })

  it('joins IPv4 and IPv6 of one binding, but keeps what is only IPv6, ranges and protocols', () => {
    const ports = {
      '80/tcp': both('8080'),
      '53/udp': [{ HostIp: '127.0.0.1', HostPort: '53' }],
      '81/tcp': [{ HostIp: '::', HostPort: '8081' }],
      '9/sctp': both('9'),
      '7/tcp': null,
    }
    expect(readContainer(inspected({ ports })).ports).toEqual([
      { hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' },
      { hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
      { hostAddress: '::', hostPort: 8081, containerPort: 81, protocol: 'tcp' },
    ])
    const range = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8000-8010' }] } }
    expect(readContainer(inspected({ host: range, state: { Status: 'created' } })).ports).toEqual([
      {
        ...{ hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' },
        hostRange: { first: 8000, last: 8010 },
      },
    ])
    const got = inspected({ host: range, ports: { '80/tcp': both('8003') } })
    expect(readContainer(got).ports).toEqual([
      { hostAddress: '0.0.0.0', hostPort: 8003, containerPort: 80, protocol: 'tcp' },
    ])
    // What it would choose from at its next start, whether it runs or not.
    expect(readContainer(got).portRanges).toMatchObject([{ hostRange: { first: 8000, last: 8010 } }])
    const one = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8000-8000' }] } }
    expect(readContainer(inspected({ host: one }))).not.toHaveProperty('portRanges')
    expect(readContainer(inspected({ host: one, state: { Status: 'created' } })).ports).toEqual([
      { hostAddress: '0.0.0.0', hostPort: 8000, containerPort: 80, protocol: 'tcp' },
    ])
  })
})
