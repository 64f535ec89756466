// Sends an HTTP request as this computer's settings want it: through a proxy, and trusting more authorities than usual.
import {
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import { BlockList, isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls'

/** Addresses of proxies, with scheme; `noProxy` is a list divided by commas. */
export interface ProxyList {
  readonly http?: string
  readonly https?: string
  readonly noProxy?: string
}

export interface Way {
  readonly proxy?: ProxyList | undefined
  /** PEM certificates beside the usual ones. The same array stands for the same ones, so that connections are kept. */
  readonly authorities?: readonly string[] | undefined
}

export interface SentRequest extends Pick<RequestOptions, 'method' | 'signal'> {
  readonly headers: Readonly<Record<string, string>>
  /** False when the certificate of the other side is not checked. */
  readonly rejectUnauthorized?: boolean
}

/** The request, not ended yet. @throws what the connection to the proxy throws */
export async function openRequest(
  url: URL,
  sent: SentRequest,
  way: Way,
  onAnswer: (answer: IncomingMessage) => void,
): Promise<ClientRequest> {
  const proxy = proxyFor(url, way.proxy)
  const secure = url.protocol === 'https:'
  const trust = secure ? agentFor(way.authorities) : undefined
  if (!proxy)
    return secure
      ? secureRequest(url, { ...sent, ...(trust ? { agent: trust } : {}) }, onAnswer)
      : plainRequest(url, sent, onAnswer)
  // Those of the other kinds (SOCKS) speak no HTTP.
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')
    throw new Error(`a proxy of the kind ${proxy.protocol} cannot be asked for ${url.host}`)
  const login = loginOf(proxy)
  if (!secure) return throughPlain(proxy, login, url, sent, onAnswer)
  const socket = await tunnel(proxy, login, url, sent.signal)
  const name = bareHost(url)
  const { secureContext } = trust?.options ?? {}
  const createConnection = () =>
    connectTls({
      socket,
      host: name,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(secureContext ? { secureContext } : {}),
      ...(sent.rejectUnauthorized === false ? { rejectUnauthorized: false } : {}),
    })
  // Without an agent Node does not know the usual port, and would ask for `host:80`.
  return secureRequest(url, { ...sent, createConnection, defaultPort: 443 }, onAnswer)
}

function throughPlain(
  proxy: URL,
  login: Readonly<Record<string, string>>,
  url: URL,
  sent: SentRequest,
  onAnswer: (answer: IncomingMessage) => void,
): ClientRequest {
  const request = proxy.protocol === 'https:' ? secureRequest : plainRequest
  const headers = { ...sent.headers, host: url.host, ...login }
  return request(proxy, { ...sent, path: url.href, headers }, onAnswer)
}

/** A connection to the host of the address, by the proxy (RFC 9110, 9.3.6). */
function tunnel(
  proxy: URL,
  login: Readonly<Record<string, string>>,
  url: URL,
  signal: RequestOptions['signal'],
): Promise<Socket> {
  const target = `${url.hostname}:${url.port || '443'}`
  return new Promise((resolve, reject) => {
    const request = proxy.protocol === 'https:' ? secureRequest : plainRequest
    const asked = request(proxy, {
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...login },
      agent: false,
      ...(signal ? { signal } : {}),
    })
    asked.once('error', reject)
    const refuse = (status = 0): void =>
      reject(new Error(`the proxy ${proxy.host} answered ${status} for ${target}`))
    asked.once('response', (answer) => {
      answer.destroy()
      refuse(answer.statusCode)
    })
    asked.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket)
      socket.destroy()
      refuse(answer.statusCode)
    })
    asked.end()
  })
}

function loginOf({ username, password }: URL): Record<string, string> {
  if (username === '') return {}
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}

const agents = new WeakMap<readonly string[], Agent>()
/** As of Node's own agent. */
const idleMs = 5_000

function agentFor(authorities: readonly string[] | undefined): Agent | undefined {
  if (!authorities || authorities.length === 0) return undefined
  const known = agents.get(authorities)
  if (known) return known
  const secureContext = createSecureContext({ ca: [...rootCertificates, ...authorities] })
  const agent = new Agent({ keepAlive: true, timeout: idleMs, secureContext })
  agents.set(authorities, agent)
  return agent
}

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** As Go chooses, whose engine asks the same hosts: this computer itself is never asked through a proxy. */
export function proxyFor(url: URL, list: ProxyList | undefined): URL | undefined {
  const address = url.protocol === 'https:' ? list?.https : list?.http
  if (!address) return undefined
  const host = bareHost(url).toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (host === 'localhost' || isLoopback(host)) return undefined
  const direct = (list?.noProxy ?? '').split(',').map((one) => one.trim().toLowerCase())
  if (direct.some((one) => one !== '' && isMeant(one, host, port))) return undefined
  return URL.parse(address.includes('://') ? address : `http://${address}`) ?? undefined
}

const isLoopback = (host: string): boolean => (isIP(host) === 4 && host.startsWith('127.')) || host === '::1'

/** `*`, `example.com` with all below, `.example.com` only what is below, an address, `10.0.0.0/8`; each with a port. */
function isMeant(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const [network = '', bits] = entry.split('/')
  const family = isIP(network)
  if (bits !== undefined) {
    if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false
    if (Number(bits) > (family === 4 ? 32 : 128)) return false
    const range = new BlockList()
    range.addSubnet(network, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
    return range.check(host, family === 6 ? 'ipv6' : 'ipv4')
  }
  if (family !== 0) return network === host
  const [, name = '', onlyPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []
  if (onlyPort !== undefined && onlyPort !== port) return false
  if (name.startsWith('.')) return host.endsWith(name)
  const bare = name.replace(/^\*\./, '')
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`))
}
