// Docker Hub as it answers whoever pulled too much: its own hosts, tokens, headers and words, and more for who logs in.
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { issueCertificate } from '../../main/machine/certificate'
import { startConnectProxy } from './held-connect-proxy'

export interface LimitedHub {
  /** The way to it, as `HTTPS_PROXY`: no name of Docker Hub leads to this computer. */
  readonly proxy: string
  /** In PEM, to be trusted. */
  readonly authority: string
  /** `GET /v2/library/redis/manifests/8`, in order. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

/** The person whom it knows, and lets pull. */
export const hubPerson = { username: 'acme', password: 's3cret' } as const

const hosts = ['registry-1.docker.io', 'auth.docker.io', 'index.docker.io']
/** As it is given in the documentation of Docker Hub, "Usage and limits". */
const words =
  'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit'
const refusal = JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: words }] })
const limits = (all: number, left: number): Record<string, string> => ({
  'ratelimit-limit': `${all};w=21600`,
  'ratelimit-remaining': `${left};w=21600`,
  'docker-ratelimit-source': '203.0.113.7',
})

/** @param registry URL of the registry that has its images */
export async function startLimitedHub(registry: string): Promise<LimitedHub> {
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) }
  const authority = await issueCertificate({ ...validity, name: 'Hub Authority', role: 'authority' })
  const own = { ...validity, name: 'hub', role: 'server', dnsNames: hosts, addresses: [] } as const
  const { certificate, privateKey } = await issueCertificate(own, authority)
  const asked: string[] = []
  const server = createServer({ cert: certificate, key: privateKey }, (question, answer) => {
    asked.push(`${question.method} ${question.url}`)
    answerAs(question, answer, registry)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const places = Object.fromEntries(hosts.map((host) => [`${host}:443`, place]))
  const proxy = await startConnectProxy({ places })
  return {
    proxy: proxy.url,
    authority: authority.certificate,
    asked,
    stop: async () => {
      await proxy.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerAs(question: IncomingMessage, answer: ServerResponse, registry: string): void {
  const { method = 'GET', url = '/', headers } = question
  if (url.startsWith('/token')) return giveToken(headers.authorization, answer)
  // The list of names that the engine searches is limited by itself, in plain words.
  if (url.startsWith('/v1/')) return void answer.writeHead(429).end('Too Many Requests')
  const [, person] = /^Bearer (\w+)$/.exec(headers.authorization ?? '') ?? []
  if (person === undefined) {
    const [, name = 'library/x'] = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url) ?? []
    const about = `realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:${name}:pull"`
    return void answer.writeHead(401, { 'www-authenticate': `Bearer ${about}` }).end()
  }
  if (url === '/v2/') return void answer.writeHead(200).end('{}')
  const known = person === hubPerson.username
  if (url.startsWith('/v2/ratelimitpreview/'))
    return void answer.writeHead(known ? 200 : 429, known ? limits(200, 187) : limits(100, 0)).end()
  if (!known)
    return void answer
      .writeHead(429, { ...limits(100, 0), 'retry-after': '21600', 'content-type': 'application/json' })
      .end(method === 'HEAD' ? undefined : refusal)
  const { authorization: _, host: __, ...rest } = headers
  const onward = ask(new URL(url, registry), { method, headers: rest }, (from) => {
    answer.writeHead(from.statusCode ?? 502, { ...from.headers, ...limits(200, 186) })
    from.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  question.pipe(onward)
}

function giveToken(login: string | undefined, answer: ServerResponse): void {
  const { username, password } = hubPerson
  if (login === undefined) return void answer.end(JSON.stringify({ token: 'anonymous' }))
  const right = login === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  if (!right) return void answer.writeHead(401).end('{"details":"incorrect username or password"}')
  answer.end(JSON.stringify({ token: username }))
}
