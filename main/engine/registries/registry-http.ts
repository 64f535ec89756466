// Asks a registry over HTTP as its API says (distribution specification), and logs in when it wants that.
import type { IncomingMessage } from 'node:http'
import { AppError, isAbort } from '../../../preload/errors'
import { linkAbort } from '../../base/linked-abort'
import { openRequest, type Way } from '../../base/through-proxy'
import type { EngineAuth } from './logins'

/** How this computer gets to registries; without it, directly and with the usual authorities. */
export interface RegistryAccess {
  /** For a host as it stands in addresses, `registry.example.com:5000`. */
  wayTo(host: string): Promise<Way>
}

export interface RegistryQuestion {
  /** Where the registry answers, `https://ghcr.io`; several are tried in turn. */
  readonly places: readonly RegistryPlace[]
  readonly method: 'GET' | 'HEAD'
  /** `/v2/acme/api/tags/list`. */
  readonly path: string
  readonly accept?: string
  readonly access?: RegistryAccess | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RegistryPlace {
  readonly url: string
  /** Its certificate is not checked: the engine was told not to either. */
  readonly insecure?: boolean
  /** It holds copies of what another one has: when it does not have something, the next place is asked. */
  readonly mirror?: boolean
  /** The login that was made for this place; never another one's. */
  readonly auth?: EngineAuth | undefined
}

export interface RegistryAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const answerDeadlineMs = 15_000
/** More than a registry's page of names needs, in bytes. */
const largestAnswer = 4 * 2 ** 20

/**
 * The first place that has it, or else what the last one said. @throws AppError image.registry-unreachable
 * image.registry-untrusted
 */
export async function askRegistry(question: RegistryQuestion, registry: string): Promise<RegistryAnswer> {
  let failure: unknown
  let refusal: RegistryAnswer | undefined
  for (const place of question.places) {
    question.signal?.throwIfAborted()
    try {
      const answer = await askPlace(place, question)
      if (place.mirror !== true || isFine(answer)) return answer
      refusal = answer
    } catch (error) {
      if (question.signal?.aborted) throw error
      failure ??= error
    }
  }
  if (refusal) return refusal
  throw connectionError(failure, registry)
}

const isFine = ({ status }: RegistryAnswer): boolean => status >= 200 && status < 300

/** A place, and the way to it: the service that gives out its tokens is asked in the same way, as the engine does. */
interface Target {
  readonly insecure: boolean
  readonly way: Way
}

async function askPlace(at: RegistryPlace, question: RegistryQuestion): Promise<RegistryAnswer> {
  const { method, path, accept, access, signal } = question
  const asked = new URL(path, at.url)
  const targetOf = async (url: URL): Promise<Target> => ({
    insecure: at.insecure === true && url.hostname === asked.hostname,
    way: (await access?.wayTo(url.host)) ?? {},
  })
  const ask = async (url: URL, authorization?: string): Promise<RegistryAnswer> =>
    send(url, await targetOf(url), {
      method,
      headers: { ...(accept ? { accept } : {}), ...(authorization ? { authorization } : {}) },
      signal,
    })
  const { answer: first, url } = await followed(asked, ask)
  if (first.status !== 401) return first
  // Where it was sent on to, nobody has logged in.
  const auth = url.host === asked.host ? at.auth : undefined
  const challenge = readChallenge(first.headers['www-authenticate'])
  if (challenge?.scheme === 'basic') return auth?.password === undefined ? first : ask(url, basic(auth))
  if (challenge?.scheme !== 'bearer') return first
  const realm = URL.parse(challenge.values.get('realm') ?? '')
  if (!realm) return first
  const token = await fetchToken(realm, challenge.values, { place: await targetOf(realm), auth, signal })
  return token === undefined
    ? first
    : (await followed(url, (to) => ask(to, to.host === url.host ? `Bearer ${token}` : undefined))).answer
}

const mostRedirects = 5

/** Follows to where a registry keeps it, such as `registry.k8s.io` does; never from an encrypted place to one that is not. */
async function followed(
  start: URL,
  ask: (url: URL) => Promise<RegistryAnswer>,
): Promise<{ readonly answer: RegistryAnswer; readonly url: URL }> {
  let url = start
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(url)
    const { location } = answer.headers
    const next =
      [301, 302, 303, 307, 308].includes(answer.status) && location ? URL.parse(location, url.href) : null
    const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && url.protocol === 'http:')
    if (!next || !isSafe || redirects === mostRedirects) return { answer, url }
    url = next
  }
}

const basic = ({ username = '', password = '' }: EngineAuth): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

interface Challenge {
  readonly scheme: string
  readonly values: ReadonlyMap<string, string>
}

/** `Bearer realm="https://…",service="…",scope="…"` (RFC 9110, 11.6.1). */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme, rest = ''] = /^(\w+)\s*(.*)$/s.exec(header ?? '') ?? []
  if (scheme === undefined) return undefined
  const values = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, value] as const,
  )
  return { scheme: scheme.toLowerCase(), values: new Map(values) }
}

interface TokenAsk {
  readonly place: Target
  readonly auth: EngineAuth | undefined
  readonly signal: AbortSignal | undefined
}

/** Undefined when the login is not accepted. A login never travels where nobody checks who listens. */
async function fetchToken(
  realm: URL,
  challenge: ReadonlyMap<string, string>,
  { place, auth, signal }: TokenAsk,
): Promise<string | undefined> {
  if (realm.protocol !== 'https:' && !place.insecure) return undefined
  const service = challenge.get('service')
  const scope = challenge.get('scope')
  const about = { ...(service ? { service } : {}), ...(scope ? { scope } : {}) }
  const answer =
    auth?.identitytoken === undefined
      ? await getToken(realm, place, about, auth, signal)
      : await send(realm, place, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            client_id: 'portside',
            refresh_token: auth.identitytoken,
            ...about,
          }).toString(),
          signal,
        })
  if (answer.status !== 200) return undefined
  const { token, access_token: access } = parseJson(answer.body) as {
    token?: unknown
    access_token?: unknown
  }
  return typeof token === 'string' ? token : typeof access === 'string' ? access : undefined
}

function getToken(
  realm: URL,
  place: Target,
  about: Readonly<Record<string, string>>,
  auth: EngineAuth | undefined,
  signal: AbortSignal | undefined,
): Promise<RegistryAnswer> {
  for (const [key, value] of Object.entries(about)) realm.searchParams.set(key, value)
  const headers = auth?.password === undefined ? {} : { authorization: basic(auth) }
  return send(realm, place, { method: 'GET', headers, signal })
}

/** What a registry answers may be anything. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

interface Sent {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
}

async function send(url: URL, { insecure, way }: Target, sent: Sent): Promise<RegistryAnswer> {
  const limit = linkAbort([sent.signal], answerDeadlineMs)
  try {
    const options = {
      method: sent.method,
      headers: { 'user-agent': 'portside', ...sent.headers },
      signal: limit.signal,
      ...(insecure ? { rejectUnauthorized: false } : {}),
    }
    return await new Promise<RegistryAnswer>((resolve, reject) => {
      const take = (answer: IncomingMessage): void => {
        readBody(answer).then(
          (body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
          reject,
        )
      }
      openRequest(url, options, way, take).then((request) => {
        request.once('error', reject)
        request.end(sent.body)
      }, reject)
    })
  } catch (error) {
    if (limit.timedOut) throw new Error(`${url.host} did not answer within ${answerDeadlineMs} ms`)
    throw error
  } finally {
    limit.dispose()
  }
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestAnswer) throw new Error('the answer is larger than a registry would send')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Names that Node gives to what is wrong with a certificate (X509 verification codes of OpenSSL). */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|ALTNAME/

function connectionError(cause: unknown, registry: string): unknown {
  if (cause instanceof AppError || isAbort(cause)) return cause
  const { code = '' } = (cause ?? {}) as { readonly code?: string }
  const detail = cause instanceof Error ? cause.message || code : String(cause)
  return new AppError(untrusted.test(code) ? 'image.registry-untrusted' : 'image.registry-unreachable', {
    params: { registry: registry === 'docker.io' ? 'Docker Hub' : registry },
    detail,
    cause,
  })
}
