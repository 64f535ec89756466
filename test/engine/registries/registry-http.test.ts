// What a registry is asked and told, against servers on loopback that answer as registries do.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askRegistry, type RegistryPlace } from '../../../main/engine/registries/registry-http'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

interface Standing {
  readonly url: string
  /** What each question brought as its authorization. */
  readonly logins: readonly (string | undefined)[]
}

async function standing(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Standing> {
  const logins: (string | undefined)[] = []
  const server = createServer((request, response) => {
    logins.push(request.headers.authorization)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, logins }
}

const ask = (...places: readonly RegistryPlace[]) =>
  askRegistry({ places, method: 'GET', path: '/v2/library/redis/tags/list' }, 'docker.io')

const says = (status: number, body = '', headers: Readonly<Record<string, string>> = {}) =>
  standing((_request, response) => response.writeHead(status, headers).end(body))

const login = { username: 'me', password: 'hub-password', serveraddress: 'docker.io' }

describe('a mirror', () => {
  it('that lacks an image is not the last word', async () => {
    const mirror = await says(404)
    const hub = await says(200, '{"tags":["7"]}')
    expect(await ask({ url: mirror.url, mirror: true }, { url: hub.url })).toMatchObject({
      status: 200,
      body: '{"tags":["7"]}',
    })
  })

  it('is heard when the next place cannot be reached', async () => {
    const mirror = await says(404)
    const gone = await says(200)
    await new Promise((closed) => servers.pop()?.close(closed))
    expect(await ask({ url: mirror.url, mirror: true }, { url: gone.url })).toMatchObject({ status: 404 })
  })

  it('never hears the login of the registry that it copies', async () => {
    const mirror = await says(401, '', { 'www-authenticate': 'Basic realm="mirror"' })
    const hub = await standing((request, response) =>
      request.headers.authorization === undefined
        ? response.writeHead(401, { 'www-authenticate': 'Basic realm="hub"' }).end()
        : response.writeHead(200).end('{}'),
    )
    expect((await ask({ url: mirror.url, mirror: true }, { url: hub.url, auth: login })).status).toBe(200)
    expect(mirror.logins).toEqual([undefined])
    expect(hub.logins).toEqual([undefined, `Basic ${Buffer.from('me:hub-password').toString('base64')}`])
  })

  it('hears the login that was made for it', async () => {
    const mirror = await says(401, '', { 'www-authenticate': 'Basic realm="mirror"' })
    await ask({ url: mirror.url, mirror: true, auth: login })
    expect(mirror.logins).toHaveLength(2)
  })
})

describe('a registry that sends on', () => {
  it('is followed, without the login', async () => {
    const other = await says(401, '', { 'www-authenticate': 'Basic realm="elsewhere"' })
    const registry = await says(307, '', { location: `${other.url}/v2/elsewhere` })
    expect((await ask({ url: registry.url, auth: login })).status).toBe(401)
    expect(other.logins).toEqual([undefined])
  })

  it('in a circle ends', async () => {
    const registry = await says(307, '', { location: '/v2/again' })
    expect((await ask({ url: registry.url })).status).toBe(307)
  })
})
