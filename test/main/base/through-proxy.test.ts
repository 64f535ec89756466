// The way out of this computer: which hosts go through a proxy, and requests over real proxies and certificates.
import { createServer as createPlainServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openRequest, proxyFor, type Way } from '../../../main/base/through-proxy'
import { issueCertificate } from '../../../main/machine/certificate'
import { startConnectProxy, type ConnectProxyOptions } from '../../support/held-connect-proxy'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function listening(server: Server | ReturnType<typeof createSecureServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function proxy(options: ConnectProxyOptions): ReturnType<typeof startConnectProxy> {
  const started = await startConnectProxy(options)
  ends.push(started.stop)
  return started
}

async function ask(url: string, way: Way): Promise<string> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    openRequest(new URL(url), { method: 'GET', headers: {} }, way, resolve).then((request) => {
      request.once('error', reject)
      request.end()
    }, reject)
  })
  const body = (await answer.toArray()).join('')
  return `${answer.statusCode} ${body}`
}

const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) }

async function secured(dnsNames: readonly string[], addresses: readonly string[] = []) {
  const authority = await issueCertificate({ ...validity, name: 'Acme', role: 'authority' })
  const server = await issueCertificate(
    { ...validity, name: 'server', role: 'server', dnsNames, addresses },
    authority,
  )
  const at = await listening(
    createSecureServer({ key: server.privateKey, cert: server.certificate }, (question, answer) =>
      answer.end(`secret of ${question.headers.host}`),
    ),
  )
  return { at, authority: authority.certificate }
}

describe('which proxy a host goes through', () => {
  const list = { http: 'http://plain.proxy:3128', https: 'secure.proxy:3129' }
  const noProxy =
    'direct.test, .below.test,*.star.test,10.0.0.0/8,192.168.1.5,only.test:8443,fd00::/8,300.1.1.1/99'
  it.each([
    ['https://ghcr.io/v2/', 'http://secure.proxy:3129/'],
    ['http://ghcr.io/v2/', 'http://plain.proxy:3128/'],
    ['https://localhost:5000/', undefined],
    ['https://127.0.0.9:5000/', undefined],
    ['https://[::1]:5000/', undefined],
    ['https://direct.test/', undefined],
    ['https://a.direct.test/', undefined],
    ['https://notdirect.test/', 'http://secure.proxy:3129/'],
    ['https://a.below.test/', undefined],
    ['https://below.test/', 'http://secure.proxy:3129/'],
    ['https://a.star.test/', undefined],
    ['https://10.2.3.4/', undefined],
    ['https://11.2.3.4/', 'http://secure.proxy:3129/'],
    ['https://192.168.1.5:5000/', undefined],
    ['https://only.test:8443/', undefined],
    ['https://only.test/', 'http://secure.proxy:3129/'],
    ['https://[fd00::7]/', undefined],
  ])('%s: %s', (url, wanted) => {
    expect(proxyFor(new URL(url), { ...list, noProxy })?.href).toBe(wanted)
  })

  it('is none without a list, and for all that a star leaves out', () => {
    expect(proxyFor(new URL('https://ghcr.io'), undefined)).toBeUndefined()
    expect(proxyFor(new URL('https://ghcr.io'), { http: 'http://p:1' })).toBeUndefined()
    expect(proxyFor(new URL('https://ghcr.io'), { ...list, noProxy: '*' })).toBeUndefined()
  })
})

describe('a request', () => {
  it('trusts an authority that it is told of, and keeps the connection for the next one', async () => {
    const { at, authority } = await secured([], ['127.0.0.1'])
    await expect(ask(`https://${at}/`, {})).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    const authorities = [authority]
    expect(await ask(`https://${at}/`, { authorities })).toBe(`200 secret of ${at}`)
    expect(await ask(`https://${at}/`, { authorities })).toBe(`200 secret of ${at}`)
  })

  it('goes through a tunnel, with the login of the proxy, and checks the name of the host at its end', async () => {
    const { at, authority } = await secured(['registry.test'])
    const { url, asked } = await proxy({
      places: { 'registry.test:443': at, 'other.test:443': at },
      login: 'mina:p@ss',
    })
    const https = url.replace('http://', 'http://mina:p%40ss@')
    const way = { proxy: { https }, authorities: [authority] }
    expect(await ask('https://registry.test/', way)).toBe('200 secret of registry.test')
    await expect(ask('https://other.test/', way)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
    await expect(ask('https://registry.test/', { proxy: { https } })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    expect(asked).toEqual(['registry.test', 'other.test', 'registry.test'].map((to) => `CONNECT ${to}:443`))
    await expect(ask('https://registry.test/', { ...way, proxy: { https: url } })).rejects.toThrow(/407/)
    await expect(ask('https://unknown.test/', way)).rejects.toThrow(/answered 502 for unknown\.test:443/)
  })

  it('without encryption is handed to the proxy whole', async () => {
    const at = await listening(createPlainServer((question, answer) => answer.end(`plain ${question.url}`)))
    const { url, asked } = await proxy({ places: { 'plain.test:5000': at } })
    expect(await ask('http://plain.test:5000/v2/?n=1', { proxy: { http: url } })).toBe('200 plain /v2/?n=1')
    expect(asked).toEqual(['GET http://plain.test:5000/v2/?n=1'])
  })

  it('says so where the proxy speaks no HTTP', async () => {
    const way = { proxy: { https: 'socks5://127.0.0.1:1080' } }
    await expect(ask('https://registry.test/', way)).rejects.toThrow(/socks5:.* registry\.test/)
  })
})
