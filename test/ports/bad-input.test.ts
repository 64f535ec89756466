// What is no port is refused in words at every entrance, and nothing is made of it.
import { describe, expect, it } from 'vitest'
import { readPlace, readPlaces } from '../../main/cli/ports-command'
import { composeJson } from '../../main/base/compose-json'
import { badPortsOf, portsOf, servicesOf } from '../../main/compose/config-model'
import { findProblems } from '../../main/compose/preflight'
import { readFault } from '../../main/compose/compose-words'
import { createOptions } from '../../main/engine/run-request'
import { createDispatch } from '../../main/ipc/dispatch'
import { silentLog } from '../../main/base/log'
import type { Contract } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import { emptyForm, newPort, type RunForm } from '../../renderer/run/form'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import { problemsOf } from '../../renderer/run/validate'

const notPorts = ['0', '65536', '80-', '8080:80:90', '[::1]:80:80', 'http', '-1', '80.5', '1e3', '８０', '']
const problemsIn = (form: RunForm): string[] =>
  problemsOf(form, { takenNames: new Set(), answer: () => undefined }).map(
    ({ field, kind }) => `${field} ${kind}`,
  )

describe('the run form', () => {
  it.each(notPorts.filter((text) => text !== ''))('refuses “%s” in either field of a port', (text) => {
    expect(problemsIn({ ...emptyForm('nginx'), ports: [newPort(text, '80')] })).toEqual(['port bad-host'])
    expect(problemsIn({ ...emptyForm('nginx'), ports: [newPort('80', text)] })).toEqual([
      'port bad-container',
    ])
  })
})

describe('a pasted docker run', () => {
  it.each([
    ['0', 'bad-container'],
    ['0:80', 'bad-host'],
    ['65536', 'bad-container'],
    ['65536:80', 'bad-host'],
    ['80-', 'bad-container'],
    ['80-:80', 'bad-host'],
    ['8080:80:90', 'bad-host'],
    ['http', 'bad-container'],
    ['http:80/udp', 'bad-host'],
    ['8000-8002:80-81', 'bad-container'],
    ['90-80', 'bad-container'],
  ])('shows “-p %s” in a row that cannot be run', (text, kind) => {
    const filled = fillFromCommand(`docker run -p '${text}' nginx`)
    if (typeof filled === 'string') throw new Error(filled)
    expect(filled.left).toEqual([])
    expect(problemsIn(filled.form)).toEqual([`port ${kind}`])
  })

  it('tells of ranges that overlap', () => {
    const filled = fillFromCommand('docker run -p 8000-8002:80-82 -p 8002-8003:90-91 nginx')
    if (typeof filled === 'string') throw new Error(filled)
    expect(problemsIn(filled.form)).toEqual(['port twice'])
  })
})

describe('the command', () => {
  it.each([...notPorts.filter((text) => !['0', '65536'].includes(text)), '80/sctp', 'localhost:80', '80 81'])(
    'refuses “%s”',
    (text) => {
      expect(() => readPlace(text)).toThrow(expect.objectContaining({ code: 'port.bad-port' }) as Error)
    },
  )

  it.each([
    ['8080', { port: 8080, protocol: 'tcp', address: '127.0.0.1' }],
    ['0.0.0.0:53/udp', { port: 53, protocol: 'udp', address: '0.0.0.0' }],
    ['[::1]:80', { port: 80, protocol: 'tcp', address: '::1' }],
  ])('reads %s', (text, place) => {
    expect(readPlace(text)).toEqual(place)
    expect(readPlaces(text)).toEqual(place)
  })

  it('asks about a range, the lower port first', () => {
    const range = { port: 8000, lastPort: 8010, protocol: 'udp', address: '::1' }
    expect(readPlaces('[::1]:8000-8010/udp')).toEqual(range)
    for (const text of ['90-80', '80-80', '80-', '1-65536', '80-81-82', 'a-b'])
      expect(() => readPlaces(text)).toThrow(expect.objectContaining({ code: 'port.bad-port' }) as Error)
  })
})

describe('the contract', () => {
  const made: unknown[] = []
  const make = async (options: { readonly request: Parameters<typeof createOptions>[0] }) =>
    void made.push(createOptions(options.request))
  const services = {
    containers: { run: make, recreate: make },
    ports: { checkPort: async () => made.push('a check'), findFree: async () => made.push('a port') },
  } as unknown as Contract
  const dispatch = createDispatch(services, silentLog)
  const { signal } = new AbortController()
  const refusal = async (service: string, method: string, args: object): Promise<unknown> => {
    made.length = 0
    const error: unknown = await dispatch
      .call(service, method, args, signal)
      .catch((thrown: unknown) => thrown)
    expect(made).toEqual([])
    return isAppError(error) ? [error.code, error.message.length > 0] : error
  }
  const run = (...ports: object[]) => ({
    request: {
      ...{ image: 'nginx', env: [], volumes: [], restart: 'no' },
      ports: ports.map((one) => ({
        hostAddress: '127.0.0.1',
        hostPort: 80,
        containerPort: 80,
        protocol: 'tcp',
        ...one,
      })),
    },
  })
  const numbers = [
    65_536,
    -1,
    80.5,
    Number.NaN,
    '80',
    '80-',
    '8080:80:90',
    '[::1]:80:80',
    'http',
    null,
    undefined,
  ]

  it.each(numbers)('refuses %s as a port', async (port) => {
    const place = { protocol: 'tcp', address: '127.0.0.1' }
    const bad = ['port.bad-port', true]
    expect(await refusal('ports', 'checkPort', { port, ...place })).toEqual(bad)
    expect(await refusal('ports', 'findFree', { near: port, ...place, count: 1 })).toEqual(bad)
    expect(await refusal('containers', 'run', run({ hostPort: port }))).toEqual(bad)
    expect(await refusal('containers', 'run', run({ containerPort: port }))).toEqual(bad)
  })

  it('refuses 0 inside, and addresses that are none', async () => {
    expect(await refusal('containers', 'run', run({ containerPort: 0 }))).toEqual(['port.bad-port', true])
    expect(await refusal('containers', 'run', run({ hostAddress: '[::1]' }))).toEqual([
      'port.bad-address',
      true,
    ])
  })

  it('refuses ports of which one takes the other’s place', async () => {
    const everywhere = { hostAddress: '0.0.0.0', containerPort: 81 }
    expect(await refusal('containers', 'run', run({}, everywhere))).toEqual(['port.twice', true])
    expect(await refusal('containers', 'run', run({}, { containerPort: 82 }))).toEqual(['port.twice', true])
    await dispatch.call(
      'containers',
      'run',
      run({}, { ...everywhere, protocol: 'udp' }, { hostAddress: '::1' }),
      signal,
    )
    expect(made).toHaveLength(1)
  })
})

describe('a compose file', () => {
  const project = (ports: readonly object[], more: readonly object[] = []) =>
    composeJson.parse({
      name: 'shop',
      services: {
        web: { image: 'nginx', ports },
        ...(more.length > 0 ? { zoo: { image: 'nginx', ports: more } } : {}),
      },
    })
  const findings = (ports: readonly object[], more?: readonly object[]) =>
    findProblems(
      { json: project(ports, more), folder: '/', missingVariables: [] },
      {
        ...{ containers: [], images: [], networks: [], volumes: [], platform: undefined },
        isShared: () => true,
        imagePlatform: async () => undefined,
        holderOf: async () => undefined,
        freePortsAbove: async () => [9000],
      },
    ).then((all) => all.filter(({ kind }) => kind !== 'missing-image'))

  it.each([
    [{ target: 80, published: '65536' }, '65536:80'],
    [{ target: 80, published: '80-' }, '80-:80'],
    [{ target: 80, published: '90-80' }, '90-80:80'],
    [{ target: 80, published: 'http' }, 'http:80'],
    [{ published: '80' }, '80:0'],
    [{ target: 70_000, published: '80' }, '80:70000'],
  ])('with %j is said before anything starts', async (port, written) => {
    expect(await findings([port])).toMatchObject([
      { kind: 'bad-port', weight: 'stops', service: 'web', subject: written },
    ])
    expect(servicesOf(project([port])).flatMap(([, service]) => portsOf(service))).toEqual([])
  })

  it.each([{ target: 80 }, { target: 80, published: '0' }, { target: 80, published: '8000-8010' }])(
    'with %j is as it should be',
    (port) => expect(servicesOf(project([port])).flatMap(([, service]) => badPortsOf(service))).toEqual([]),
  )

  it('with ranges that overlap is said, within a service and between two', async () => {
    const [first, second] = [
      { target: 80, published: '8001' },
      { target: 90, published: '8001', host_ip: '127.0.0.1' },
    ]
    const taken = { kind: 'port-taken', weight: 'stops', subject: '8001', fixes: [{ toPort: 9000 }] }
    expect(await findings([first, second])).toMatchObject([{ ...taken, service: 'web', detail: 'web' }])
    expect(await findings([first], [second])).toMatchObject([{ ...taken, service: 'zoo', detail: 'web' }])
  })

  // As Compose 2.26.1 says it.
  it.each([
    'Invalid containerPort: 80-',
    'Invalid hostPort: http',
    'Invalid ip address: 8080',
    'No port specified: 8080:<empty>',
    'Invalid ranges specified for container and host Ports: 80-81 and 8000-8002',
    'service ports services.a.ports.[0] is missing a target port',
  ])('is refused in words where Compose says “%s”', (words) =>
    expect(readFault(words)).toMatchObject({ code: 'compose.invalid', params: { problem: words } }),
  )
})

it('is asked about one port, or a range, by whoever sends just that', async () => {
  const asked: object[] = []
  const services = { ports: { checkPort: async (of: object) => void asked.push(of) } } as unknown as Contract
  const place = { port: 8080, protocol: 'tcp', address: '127.0.0.1' }
  const { signal } = new AbortController()
  for (const args of [place, { ...place, lastPort: 8090 }])
    await createDispatch(services, silentLog).call('ports', 'checkPort', args, signal)
  expect(asked).toEqual([
    expect.objectContaining(place),
    expect.objectContaining({ ...place, lastPort: 8090 }),
  ])
})
