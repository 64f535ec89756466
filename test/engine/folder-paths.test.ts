// Folders of this computer in what clients send to the endpoint, and where the machine has them.
import { connect, type Server } from 'node:net'
import { createServer as createHttp } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { createsContainer, translateCreate } from '../../main/engine/folder-paths'
import { drivePathInside } from '../../main/machine/wsl2/drive-paths'

describe('a folder of Windows', () => {
  it.each([
    ['C:\\Users\\kim\\프로젝트', '/mnt/c/Users/kim/프로젝트'],
    ['d:/shop//a/./b', '/mnt/d/shop/a/b'],
    ['C:\\', '/mnt/c'],
    ['/c/Users/kim', '/mnt/c/Users/kim'],
    ['//c/Users', '/mnt/c/Users'],
    ['/c', '/mnt/c'],
    ['/mnt/c/Users', undefined],
    ['/var/run/docker.sock', undefined],
    ['my-volume', undefined],
    ['C:relative', undefined],
    ['\\\\server\\share', undefined],
    ['', undefined],
  ])('%s is %s', (path, inside) => {
    expect(drivePathInside(path)).toBe(inside)
  })
})

describe('a request to make a container', () => {
  const hostConfig = (json: string): unknown =>
    (JSON.parse(translateCreate(json, drivePathInside) ?? json) as { HostConfig?: unknown }).HostConfig

  it('has its binds and mounts translated, and nothing else', () => {
    const Binds = ['C:\\a b:/data:ro', 'c:/x:/y', 'vol:/v', '/etc:/etc', 'C:\\only', 7]
    const Mounts = [
      { Type: 'bind', Source: 'D:\\w', Target: '/w', BindOptions: { Propagation: 'rprivate' } },
      { Type: 'volume', Source: 'C:\\w', Target: '/v' },
    ]
    expect(hostConfig(JSON.stringify({ Image: 'i', HostConfig: { Binds, Mounts, Memory: 1 } }))).toEqual({
      Binds: ['/mnt/c/a b:/data:ro', '/mnt/c/x:/y', 'vol:/v', '/etc:/etc', 'C:\\only', 7],
      Mounts: [{ ...Mounts[0], Source: '/mnt/d/w' }, Mounts[1]],
      Memory: 1,
    })
  })

  it('stays byte for byte when there is nothing to translate', () => {
    for (const json of [
      '',
      'no json',
      '[]',
      '{}',
      '{"HostConfig":{"Binds":["v:/v"]}}',
      '{"HostConfig":null}',
    ])
      expect(translateCreate(json, drivePathInside)).toBeUndefined()
  })

  it('is told from others', () => {
    expect(createsContainer('POST /v1.47/containers/create?name=x HTTP/1.1')).toBe(true)
    expect(createsContainer('POST /containers/create HTTP/1.1')).toBe(true)
    expect(createsContainer('GET /containers/create HTTP/1.1')).toBe(false)
    expect(createsContainer('POST /containers/created/start HTTP/1.1')).toBe(false)
  })
})

describe('through the endpoint', () => {
  let folder: string
  let engine: Server
  let endpoint: Endpoint
  let seen: string[]
  beforeEach(async () => {
    seen = []
    folder = await mkdtemp(join(tmpdir(), 'paths-'))
    engine = createHttp((incoming, outgoing) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        seen.push(`${incoming.url} ${Buffer.concat(chunks).toString()}`.trim())
        outgoing.end()
      })
    })
    await new Promise<void>((resolve) => engine.listen(join(folder, 'engine'), resolve))
    endpoint = await openEndpoint({
      path: join(folder, 'docker'),
      dial: async () => connect({ path: join(folder, 'engine'), allowHalfOpen: true }),
      log: silentLog,
      pathInside: drivePathInside,
    })
  })
  afterEach(async () => {
    await endpoint.close()
    await new Promise((resolve) => engine.close(resolve))
    await rm(folder, { recursive: true })
  })

  const body = JSON.stringify({ HostConfig: { Binds: ['C:\\한글:/x'] } })
  const inside = JSON.stringify({ HostConfig: { Binds: ['/mnt/c/한글:/x'] } })
  const whole = `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  const half = Buffer.from(body).indexOf('한') + 1
  const chunked = [Buffer.from(body).subarray(0, half), Buffer.from(body).subarray(half)]
    .flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
    .concat(Buffer.from('0\r\n\r\n'))

  it.each([
    ['with its length', Buffer.from(whole)],
    ['in chunks', Buffer.concat([Buffer.from('transfer-encoding: chunked\r\n\r\n'), ...chunked])],
  ])('%s, however it is cut, with requests before and behind it', async (_how, rest) => {
    const head = Buffer.from('POST /v1.47/containers/create?name=a HTTP/1.1\r\nhost: x\r\n')
    const other = Buffer.from('POST /other HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nC:\\a')
    const all = Buffer.concat([other, head, rest, other])
    for (const size of [1, 7, all.length]) {
      seen = []
      const client = connect(join(folder, 'docker'))
      client.resume()
      for (let at = 0; at < all.length; at += size) client.write(all.subarray(at, at + size))
      await until(() => (seen.length === 3 ? true : undefined), {
        deadlineMs: 20_000,
        waitingFor: 'three requests at the engine',
      })
      expect(seen).toEqual(['/other C:\\a', `/v1.47/containers/create?name=a ${inside}`, '/other C:\\a'])
      client.destroy()
    }
  })

  it('passes a body on that is longer than any container’s', async () => {
    const long = `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`
    const client = connect(join(folder, 'docker'))
    client.resume()
    // The engine of this test may close as soon as it has seen all.
    client.on('error', () => {})
    client.write(
      `POST /containers/create HTTP/1.1\r\nhost: x\r\ncontent-length: ${long.length}\r\n\r\n${long}`,
    )
    await until(() => (seen.length === 1 ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'the request at the engine',
    })
    expect(seen[0]).toHaveLength('/containers/create '.length + long.length)
    client.destroy()
  }, 90_000)
})
