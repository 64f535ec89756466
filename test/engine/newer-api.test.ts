// Newer versions of Docker's API: which one is spoken, and what is read of answers that have another form there. The
// answers are those of the stand-in that whole flows run against (`npm run test:newer-api`).
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { negotiate } from '../../main/engine/client'
import { addressPlaced } from '../../main/engine/create-container'
import { readContainer } from '../../main/engine/container-model'
import { readDetails } from '../../main/engine/details'
import { readDiskUsage } from '../../main/engine/disk-usage'
import { parseEvents } from '../../main/engine/events'
import { readImageUsage } from '../../main/engine/image-details'
import { readRunDefaults } from '../../main/engine/image-model'
import { readJsonLines } from '../../main/engine/json-lines'
import { inOldForm } from '../../main/engine/usage-answer'
import { readSizes } from '../../main/engine/volume-model'
import { ruleFor } from '../support/newer-api/answers'
import { eventLines, eventsType } from '../support/newer-api/events'
import { queryFor, understand } from '../support/newer-api/requests'
import { readAsked, refusalOf } from '../support/newer-api/versions'

const spoken = { newest: '1.56', oldest: '1.44' }
/** What the stand-in answers when the engine behind it says this. */
function answered(url: string, answer: unknown): unknown {
  const asked = readAsked(url, spoken.newest)
  return ruleFor('GET', asked)?.rewrite(answer, asked, spoken) ?? answer
}

describe('the version that is spoken', () => {
  it.each([
    ['Docker 20.10', '1.41', '1.12', '1.41'],
    ['Docker 28.5', '1.51', '1.24', '1.51'],
    ['Docker 29, which takes what was run', '1.52', '1.44', '1.51'],
    ['one that takes nothing older than itself', '1.54', '1.54', '1.54'],
    ['one that takes less than was read', '1.60', '1.53', '1.53'],
  ])('with %s', (_engine, ApiVersion, MinAPIVersion, version) => {
    expect(negotiate({ ApiVersion, MinAPIVersion })).toBe(version)
  })

  it('is none with an engine that takes nothing that was read', () => {
    const greeting = { ApiVersion: '1.60', MinAPIVersion: '1.57', Version: '31.0.0' }
    expect(() => negotiate(greeting)).toThrow(
      expect.objectContaining({ code: 'engine.too-new', params: { version: '31.0.0', spoken: '1.56' } }),
    )
  })
})

const usage = {
  LayersSize: 300,
  Images: [
    { Id: 'sha256:a', RepoTags: ['a:1'], RepoDigests: [], Size: 200, SharedSize: 50, Containers: 1 },
    { Id: 'sha256:b', RepoTags: [], RepoDigests: [], Size: 150, SharedSize: 50, Containers: 0 },
  ],
  Containers: [{ Id: 'c'.repeat(64), Names: ['/web'], ImageID: 'sha256:a', SizeRw: 7, State: 'exited' }],
  Volumes: [{ Name: 'data', Labels: null, UsageData: { Size: 9, RefCount: 1 } }],
  BuildCache: [{ ID: 'x', Description: 'step', InUse: false, Shared: false, Size: 11 }],
}
const nothing = { LayersSize: 0, Images: [], Containers: [], Volumes: [], BuildCache: [] }

describe.each(['1.51', '1.52', '1.53', '1.56'])('disk usage in API %s', (version) => {
  const df = (query: string, answer: unknown) =>
    inOldForm(answered(`/v${version}/system/df?${query}`, answer))

  it('is what it was', () => {
    const before = readDiskUsage(usage)
    expect(before.images).toHaveLength(2)
    expect(readDiskUsage(df('verbose=1', usage))).toEqual(before)
    expect(readImageUsage(df('verbose=1&type=image', usage))).toEqual(readImageUsage(usage))
    expect(readSizes(df('verbose=1&type=volume', usage))).toEqual({ data: 9 })
  })

  it('is that of an engine that has nothing, which leaves out what is 0', () => {
    expect(answered(`/v${version}/system/df?verbose=1`, nothing)).not.toHaveProperty('LayersSize')
    expect(readDiskUsage(df('verbose=1', nothing))).toEqual(readDiskUsage(nothing))
    expect(readImageUsage(df('verbose=1&type=image', nothing))).toEqual(readImageUsage(nothing))
  })
})

it.each(['1.52', '1.53', '1.56'])('takes no figures of API %s without what they are made of', (version) => {
  const asked = version === '1.52' ? 'verbose=0' : ''
  const told = answered(`/v${version}/system/df?${asked}`, usage)
  expect(() => inOldForm(told)).toThrow(expect.objectContaining({ code: 'engine.garbled' }))
})

const container = {
  Id: 'd'.repeat(64),
  Name: '/web',
  Image: 'sha256:a',
  Created: '2026-01-01T00:00:00Z',
  Path: 'server',
  Args: [],
  State: { Status: 'running', Running: true, Error: '' },
  Config: { Image: 'a:1', OnBuild: null, Labels: {}, Tty: false, WorkingDir: '', User: '', Env: ['A=1'] },
  HostConfig: { PortBindings: {}, KernelMemoryTCP: 0, RestartPolicy: { Name: 'no' } },
  GraphDriver: { Name: 'overlayfs', Data: null },
  Mounts: [],
  ExecIDs: [],
  NetworkSettings: {
    Bridge: '',
    IPAddress: '10.0.0.2',
    MacAddress: '02:42:0a:00:00:02',
    Ports: {},
    Networks: { bridge: { NetworkID: 'n', IPAddress: '10.0.0.2', Aliases: null } },
  },
}

describe('what else is read', () => {
  it('of a container is the same, whatever is left out of it', () => {
    const told = answered(`/v1.56/containers/${container.Id}/json`, container) as typeof container
    expect(told.NetworkSettings).not.toHaveProperty('IPAddress')
    expect(told).not.toHaveProperty('GraphDriver')
    expect(told).toMatchObject({ Mounts: null, Args: null })
    const read = (info: unknown) => {
      const { json: _json, ...details } = readDetails(info as never)
      return [readContainer(info as never), details]
    }
    expect(read(told)).toEqual(read(container))
  })

  it('of an image is the same, whatever is left out of it', () => {
    const image = {
      Id: 'sha256:a',
      RepoTags: ['a:1'],
      Parent: '',
      Comment: '',
      Created: '2026-01-01T00:00:00Z',
      Os: 'linux',
      Architecture: 'amd64',
      Size: 5,
      Config: { Cmd: ['server'], Entrypoint: null, Env: null, Labels: null, User: '', Volumes: null },
      RootFS: { Type: 'layers', Layers: ['sha256:l'] },
    }
    const told = answered('/v1.52/images/a%3A1/json', image) as typeof image
    expect(told.Config).toEqual({ Cmd: ['server'] })
    expect(told).not.toHaveProperty('Parent')
    const read = (info: unknown) => readRunDefaults('a:1', info as never, new Set())
    expect(read(told)).toEqual(read(image))
  })

  it.each(['application/json', 'application/x-ndjson'])('of events is the same, as %s', async (type) => {
    const asked = readAsked('/v1.53/events', spoken.newest)
    const stream = new PassThrough()
    const through = stream.pipe(eventLines(asked, type))
    const event = { Type: 'container', Action: 'start', Actor: { ID: 'e', Attributes: { name: '값' } } }
    const line = `${JSON.stringify({ status: 'start', id: 'e', from: 'a:1', ...event })}\n`
    const bytes = Buffer.from(line)
    // Cut within a character.
    const cut = bytes.indexOf('값') + 1
    stream.write(bytes.subarray(0, cut))
    stream.end(bytes.subarray(cut))
    const read: unknown[] = []
    async function* seen(): AsyncGenerator<unknown> {
      for await (const message of readJsonLines(through as never)) {
        expect(message).toEqual(event)
        yield message
      }
    }
    for await (const one of parseEvents(seen())) read.push(one)
    expect(read).toEqual([{ kind: 'container', id: 'e' }])
  })
})

describe('the stand-in', () => {
  it('refuses versions as the engine does', () => {
    expect(refusalOf('1.43', '1.52')).toMatch(/client version 1\.43 is too old.* is 1\.44/)
    expect(refusalOf('1.53', '1.52')).toMatch(/client version 1\.53 is too new.* is 1\.52/)
    expect(refusalOf('1.44', '1.52')).toBeUndefined()
  })

  it('answers in the form of events that is asked for, and that the version has', () => {
    expect(eventsType(undefined, '1.56')).toBe('application/json')
    expect(eventsType('application/json-seq;q=1, text/plain', '1.52')).toBe('application/json-seq')
    expect(eventsType('application/jsonl', '1.52')).toBe('application/json')
    expect(eventsType('application/jsonl', '1.53')).toBe('application/jsonl')
  })

  it('takes an empty list of ports as each version does', () => {
    const body = {
      Image: 'a',
      HostConfig: { PortBindings: { '80/tcp': [] } },
    }
    const at = (version: string) => understand(body, readAsked(`/v${version}/containers/create`, '1.56'))
    expect(at('1.52')).toEqual({
      body: { Image: 'a', HostConfig: { PortBindings: { '80/tcp': [] } } },
      warnings: [expect.stringContaining('80/tcp')],
    })
    expect(at('1.53')).toEqual({ body: { Image: 'a', HostConfig: { PortBindings: {} } }, warnings: [] })
  })

  it('refuses an address of the whole container, which is asked for at its first network then', () => {
    const own = { Image: 'a', MacAddress: '02:00:00:00:00:01' }
    const refusalOfBody = (body: object, version: string): string | undefined =>
      understand({ ...body }, readAsked(`/v${version}/containers/create`, '1.56')).refusal
    expect(refusalOfBody(own, '1.52')).toMatch(/^container-wide MAC address no longer supported/)
    const sent = (body: object, version: string) => addressPlaced(body, version) as Record<string, unknown>
    expect(sent(own, '1.51')).toEqual(own)
    const at = (network: string, more = {}): object => ({
      NetworkingConfig: { EndpointsConfig: { [network]: { MacAddress: own.MacAddress, ...more } } },
    })
    for (const version of ['1.52', '1.56']) {
      expect(sent(own, version)).toEqual({ Image: 'a', ...at('default') })
      expect(refusalOfBody(sent(own, version), version)).toBeUndefined()
      const HostConfig = { NetworkMode: 'mine' }
      expect(sent({ ...own, HostConfig }, version)).toEqual({ Image: 'a', HostConfig, ...at('mine') })
      const NetworkingConfig = { EndpointsConfig: { mine: { Aliases: ['web'] } } }
      expect(
        sent({ _query: { name: 'x' }, _body: { ...own, HostConfig, NetworkingConfig } }, version),
      ).toEqual({
        _query: { name: 'x' },
        _body: { Image: 'a', HostConfig, ...at('mine', { Aliases: ['web'] }) },
      })
      expect(sent({ Image: 'a', MacAddress: '' }, version)).toEqual({ Image: 'a' })
    }
  })

  it('knows no older name of what is kept of the build cache', () => {
    expect(queryFor(readAsked('/v1.52/build/prune?keep-storage=5&all=true', '1.56'))).toBe('?all=true')
    expect(queryFor(readAsked('/v1.51/build/prune?keep-storage=5', '1.56'))).toBe('?keep-storage=5')
  })
})
