// What the run form has no way to show stays when a container is made again with it.
import type { ContainerInspectInfo, EndpointSettings } from 'dockerode'
import { describe, expect, it } from 'vitest'
import { sameAgain } from '../../main/engine/recreate/same-again'
import { withRequest } from '../../main/engine/recreate/with-request'
import type { PortBinding, RunRequest } from '../../preload/model'

const again = (
  ports: readonly PortBinding[],
  env: RunRequest['env'] = [],
  more: Partial<RunRequest> = {},
  host: object = {},
) => {
  const options = {
    Image: 'nginx',
    Env: ['UNSET', 'A=1'],
    ExposedPorts: { '80/tcp': {}, '81/tcp': {}, '132/sctp': {}, '9000/tcp': {} },
    HostConfig: {
      PortBindings: {
        '80/tcp': [{ HostIp: '::', HostPort: '8080' }],
        '81/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }],
        '132/sctp': [{ HostIp: '', HostPort: '132' }],
      },
      ...host,
    },
  }
  const info = { Mounts: [] } as unknown as ContainerInspectInfo
  const request: RunRequest = { image: 'nginx', ports, env, volumes: [], restart: 'no', ...more }
  return withRequest({ options, networks: [] }, info, request, undefined).options
}
const port = (hostAddress: string, hostPort: number, containerPort: number): PortBinding => ({
  hostAddress,
  hostPort,
  containerPort,
  protocol: 'tcp',
})

it('keeps ports that are exposed alone, those of other protocols, and an address as it was written', () => {
  const { ExposedPorts: exposed, HostConfig: host } = again([
    port('0.0.0.0', 8080, 80),
    port('127.0.0.1', 8082, 81),
  ])
  expect(Object.keys(exposed ?? {}).sort()).toEqual(['132/sctp', '80/tcp', '81/tcp', '9000/tcp'])
  expect(host?.PortBindings).toEqual({
    '80/tcp': [{ HostIp: '::', HostPort: '8080' }],
    '81/tcp': [{ HostIp: '127.0.0.1', HostPort: '8082' }],
    '132/sctp': [{ HostIp: '', HostPort: '132' }],
  })
  // What was taken out of the form is not published, nor open.
  const without = again([])
  expect(Object.keys(without.ExposedPorts ?? {})).toEqual(['132/sctp', '9000/tcp'])
  expect(Object.keys((without.HostConfig?.PortBindings as object | undefined) ?? {})).toEqual(['132/sctp'])
})

it('tells a variable that is not to be from one that is empty', () => {
  expect(again([], [{ name: 'A', value: '' }], { withoutEnv: ['UNSET'] }).Env).toEqual(['A=', 'UNSET'])
  expect(again([], [{ name: 'UNSET', value: '' }]).Env).toEqual(['UNSET='])
})

it('keeps that there is no init process, until one is asked for or nothing is said any more', () => {
  const initOf = (more: Partial<RunRequest>): unknown => again([], [], more, { Init: false }).HostConfig?.Init
  expect(initOf({})).toBe(false)
  expect(initOf({ init: true, withoutExtras: ['Init'] })).toBe(true)
  expect(initOf({ withoutExtras: ['Init'] })).toBeUndefined()
})

describe('what is written beyond the form', () => {
  const host = {
    CapAdd: ['CAP_NET_ADMIN'],
    Dns: ['1.1.1.1'],
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    Binds: ['data:/data:ro,nocopy'],
  }
  const hostOf = (more: Partial<RunRequest>) =>
    again([], [], { restart: 'on-failure', volumes: [{ name: 'data', path: '/data' }], ...more }, host)
      .HostConfig

  it('stays, is changed or goes, each for itself', () => {
    expect(hostOf({})).toMatchObject(host)
    const other = hostOf({
      extras: { host: { CapAdd: ['CAP_SYS_TIME'] }, retries: 5 },
      withoutExtras: ['Dns'],
    })
    expect(other?.CapAdd).toEqual(['CAP_SYS_TIME'])
    expect(other).not.toHaveProperty('Dns')
    expect(other?.RestartPolicy).toEqual({ Name: 'on-failure', MaximumRetryCount: 5 })
    expect(hostOf({ withoutExtras: ['retries'] })?.RestartPolicy).toEqual({ Name: 'on-failure' })
  })

  it('goes where a place is taken out, and networks are asked for anew', () => {
    const unnamed = 'a'.repeat(64)
    const options = {
      ...{ Image: 'nginx', Volumes: { '/scratch': {}, '/other': {} } },
      HostConfig: {
        Binds: [`${unnamed}:/scratch`],
        Mounts: [{ Type: 'tmpfs' as const, Source: '', Target: '/t' }],
      },
      NetworkingConfig: { EndpointsConfig: { front: { Aliases: ['api'] } } },
    }
    const info = {
      Mounts: [{ Type: 'volume', Name: unnamed, Destination: '/scratch' }],
    } as unknown as ContainerInspectInfo
    const request: RunRequest = {
      ...{ image: 'nginx', ports: [], env: [], volumes: [], restart: 'no', networks: ['front', 'back'] },
      ...{ withoutExtras: ['endpoints'], withoutPlaces: ['/scratch', '/t'] },
      extras: { endpoints: { back: { Aliases: ['behind'] } } },
    }
    const back = { Aliases: ['was'] } as EndpointSettings
    const made = withRequest({ options, networks: [['back', back]] }, info, request, undefined)
    expect(made.options.Volumes).toEqual({ '/other': {} })
    expect(made.options.HostConfig).toMatchObject({ Binds: [], Mounts: [] })
    expect(made.options).not.toHaveProperty('NetworkingConfig')
    expect(made.networks).toEqual([['back', { Aliases: ['behind'] }]])
  })

  it('leaves a volume as it was mounted until that is to be otherwise', () => {
    const mounted = (readOnly: boolean) => hostOf({ volumes: [{ name: 'data', path: '/data', readOnly }] })
    expect(mounted(true)).toMatchObject({ Binds: host.Binds, Mounts: [] })
    expect(mounted(false)).toMatchObject({
      Binds: [],
      Mounts: [{ Type: 'volume', Source: 'data', Target: '/data' }],
    })
  })
})

it('keeps which network leads outside', () => {
  const info = {
    ...{
      Id: 'abc',
      Name: '/web',
      Config: { Hostname: 'abc' },
      HostConfig: { NetworkMode: 'front' },
      Mounts: [],
    },
    NetworkSettings: { Networks: { back: { GwPriority: 7 }, front: { GwPriority: 0 } } },
  } as unknown as ContainerInspectInfo
  const { options, networks } = sameAgain(info, 'nginx')
  expect(options.NetworkingConfig?.EndpointsConfig).toEqual({ front: {} })
  expect(networks).toEqual([['back', { GwPriority: 7 }]])
})
