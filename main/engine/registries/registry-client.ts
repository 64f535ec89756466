// What a registry has: its images, their tags, what a tag means there now, and how much it still lets people pull.
import { AppError } from '../../../preload/errors'
import type { PullLimit, RegistryImage, RegistrySearch, RegistryTags } from '../../../preload/model'
import type { Calls } from '../calls'
import { getJson } from '../client'
import { parseReference } from '../reference'
import type { Logins } from './logins'
import {
  askRegistry,
  parseJson,
  type RegistryAccess,
  type RegistryAnswer,
  type RegistryPlace,
} from './registry-http'
import { dockerHub, parseRegistry, registryOfReference } from './registry-name'
import { placesOf } from './registry-places'

export interface RegistryClientOptions {
  readonly calls: Calls
  readonly logins: Logins
  /** How this computer gets to registries. */
  readonly access?: RegistryAccess | undefined
  /** Where Docker Hub tells its limit; another place in tests. */
  readonly hub?: RegistryPlace
}

export interface RegistryClient {
  /** Docker Hub is searched by the engine, any other registry by the list of all that it has. */
  search(registry: string, term: string, signal?: AbortSignal): Promise<RegistrySearch>
  listTags(reference: string, signal?: AbortSignal): Promise<RegistryTags>
  /** What it says that a name is, as it came; undefined where it has none. Docker Hub counts this as a pull. */
  getManifest(reference: string, signal?: AbortSignal): Promise<unknown>
  /** The digest that a tag has there now; undefined where the registry does not have it. */
  digestOf(reference: string, signal?: AbortSignal): Promise<string | undefined>
  getPullLimit(signal?: AbortSignal): Promise<PullLimit>
}

/** Results of one search, and pages of names that are looked through for it. */
const mostResults = 50
const mostPages = 20
const namesPerPage = 1000

/** Single images and indices of several platforms, as Docker and the OCI write them. */
const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { calls, logins, access, hub } = options
  const ask: Ask = async (registry, method, path, signal) => {
    const places = await calls.call({}, (docker) => placesOf(docker, registry, signal))
    const known = await Promise.all(
      places.map(async (place) => ({ ...place, auth: await logins.authFor(ownerOf(place, registry)) })),
    )
    return askRegistry({ places: known, method, path, accept: manifests, access, signal }, registry)
  }
  return {
    search: (typed, term, signal) => {
      const whole = term.trim().toLowerCase()
      // A name that begins with a registry is looked for there: Docker Hub could not have it.
      const named = typed.trim() === '' ? registryOfReference(whole) : dockerHub
      const registry = named === dockerHub ? parseRegistry(typed) : named
      const words = named === dockerHub ? whole : whole.slice(whole.indexOf('/') + 1)
      return registry === dockerHub
        ? searchHub(calls, words, signal)
        : searchCatalog(ask, registry, words, signal)
    },
    listTags: (reference, signal) => listTags(ask, reference, signal),
    getManifest: async (reference, signal) => {
      const { registry, path, version } = placeOf(reference)
      const answer = await ask(registry, 'GET', `${path}/manifests/${version}`, signal)
      if (answer.status === 404) return undefined
      refuse(answer, registry, reference)
      return parseJson(answer.body)
    },
    digestOf: async (reference, signal) => {
      try {
        const digest = await headDigest(ask, reference, signal)
        if (digest !== untold) return digest
      } catch (error) {
        if (!reachesOnlyEngine(error)) throw error
      }
      return engineDigest(calls, logins, reference, signal)
    },
    getPullLimit: async (signal) => {
      const auth = await logins.authFor('x')
      const places = [{ ...(hub ?? { url: 'https://registry-1.docker.io' }), auth }]
      const path = '/v2/ratelimitpreview/test/manifests/latest'
      const question = { places, method: 'HEAD', path, accept: manifests, access, signal } as const
      const answer = await askRegistry(question, dockerHub)
      if (answer.status !== 429) refuse(answer, dockerHub, 'ratelimitpreview/test')
      return { ...readPullLimit(answer.headers), loggedIn: auth !== undefined }
    },
  }
}

/** An image of whoever the login for this place was made for. */
function ownerOf({ url, mirror }: RegistryPlace, registry: string): string {
  if (mirror === true) return `${new URL(url).host}/x`
  return registry === dockerHub ? 'x' : `${registry}/x`
}

type Ask = (
  registry: string,
  method: 'GET' | 'HEAD',
  path: string,
  signal: AbortSignal | undefined,
) => Promise<RegistryAnswer>

const searchHub = (calls: Calls, term: string, signal: AbortSignal | undefined): Promise<RegistrySearch> =>
  calls.call({ reference: term }, async (docker) => {
    const query = new URLSearchParams({ term, limit: String(mostResults) })
    return readHubSearch(await getJson(docker, `/images/search?${query.toString()}`, signal))
  })

async function searchCatalog(
  ask: Ask,
  registry: string,
  words: string,
  signal: AbortSignal | undefined,
): Promise<RegistrySearch> {
  const found: RegistryImage[] = []
  let path: string | undefined = `/v2/_catalog?n=${namesPerPage}`
  for (let page = 0; path !== undefined && page < mostPages && found.length < mostResults; page++) {
    const answer = await ask(registry, 'GET', path, signal)
    refuse(answer, registry, `${registry}/${words}`)
    const { repositories } = parseJson(answer.body) as { readonly repositories?: unknown }
    const names = textsOf(repositories).filter((name) => name.includes(words))
    found.push(...names.map((name) => ({ name: `${registry}/${name}` })))
    path = nextPage(answer)
  }
  const complete = path === undefined && found.length <= mostResults
  return { items: found.slice(0, mostResults), complete }
}

async function listTags(ask: Ask, reference: string, signal: AbortSignal | undefined): Promise<RegistryTags> {
  const { repository, registry, path: place } = placeOf(reference)
  const found: string[] = []
  // Many registries give fewer at once than they are asked for, and the oldest first.
  let path: string | undefined = `${place}/tags/list?n=${namesPerPage}`
  for (let page = 0; path !== undefined && page < mostPages; page++) {
    const answer = await ask(registry, 'GET', path, signal)
    refuse(answer, registry, repository)
    found.push(...textsOf((parseJson(answer.body) as { readonly tags?: unknown }).tags))
    path = nextPage(answer)
  }
  return { tags: sortTags(found), complete: path === undefined }
}

/** In place of a digest, from a registry that has the name and does not say which. */
const untold = ''

/** Not counted as a pull: Docker Hub counts only a GET of a manifest. */
async function headDigest(
  ask: Ask,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { registry, path, version } = placeOf(reference)
  const answer = await ask(registry, 'HEAD', `${path}/manifests/${version}`, signal)
  if (answer.status === 404) return undefined
  refuse(answer, registry, reference)
  const digest = answer.headers['docker-content-digest']
  return typeof digest === 'string' ? digest : untold
}

function placeOf(reference: string): { repository: string; registry: string; path: string; version: string } {
  const { repository, version } = parseReference(reference)
  const registry = registryOfReference(repository)
  const name =
    registry !== dockerHub
      ? repository.slice(registry.length + 1)
      : repository.includes('/')
        ? repository
        : `library/${repository}`
  return { repository, registry, path: `/v2/${name}`, version }
}

const textOf = (header: unknown): string => (typeof header === 'string' ? header : '')

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** The engine has a network and certificates of its own: what this computer cannot ask it perhaps can. */
const reachesOnlyEngine = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.code === 'image.registry-unreachable' || error.code === 'image.registry-untrusted')

async function engineDigest(
  calls: Calls,
  logins: Logins,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { repository } = parseReference(reference)
  const auth = await logins.authFor(repository)
  return calls.call({ reference }, async (docker) => {
    // The names of the library stand without its name in the path, as for a pull.
    const answer = (await docker.getImage(reference).distribution({
      ...(auth ? { authconfig: auth } : {}),
      ...(signal ? { abortSignal: signal } : {}),
    })) as { readonly Descriptor?: { readonly digest?: string } }
    return answer.Descriptor?.digest
  })
}

function refuse({ status, body }: RegistryAnswer, registry: string, reference: string): void {
  if (status >= 200 && status < 300) return
  const shown = registry === dockerHub ? 'Docker Hub' : registry
  const detail = `HTTP ${status} ${body.slice(0, 500)}`.trim()
  if (status === 429) throw new AppError('image.rate-limited', { params: { registry: shown }, detail })
  if (status === 401 || status === 403)
    throw new AppError('registry.login-needed', { params: { registry: shown }, detail })
  if (status === 404)
    throw new AppError('registry.no-list', { params: { registry: shown, reference }, detail })
  throw new AppError('image.registry-unreachable', { params: { registry: shown }, detail })
}

/** `Link: </v2/_catalog?last=b&n=1000>; rel="next"`; never a way to another host. */
function nextPage({ headers }: RegistryAnswer): string | undefined {
  const link = /<([^>]+)>;\s*rel="?next"?/.exec(textOf(headers.link))?.[1]
  const url = link === undefined ? undefined : URL.parse(link, 'http://registry.invalid')
  return url ? `${url.pathname}${url.search}` : undefined
}

const collator = new Intl.Collator('en', { numeric: true })

/** `latest` first, then the highest version. */
const sortTags = (tags: readonly string[]): readonly string[] =>
  [...tags].sort((a, b) => Number(b === 'latest') - Number(a === 'latest') || collator.compare(b, a))

interface HubResult {
  readonly name?: unknown
  readonly description?: unknown
  readonly star_count?: unknown
  readonly is_official?: unknown
}

export function readHubSearch(answer: unknown): RegistrySearch {
  const results = Array.isArray(answer) ? (answer as readonly HubResult[]) : []
  const items = results.flatMap(({ name, description, star_count: stars, is_official: official }) =>
    typeof name === 'string'
      ? [
          {
            name: name.replace(/^library\//, ''),
            ...(typeof description === 'string' && description !== '' ? { description } : {}),
            ...(typeof stars === 'number' ? { stars } : {}),
            ...(official === true ? { official } : {}),
          },
        ]
      : [],
  )
  return { items, complete: items.length < mostResults }
}

/** `ratelimit-limit: 100;w=21600` (Docker Hub documentation, "Usage and limits"); without it nothing is limited. */
export function readPullLimit(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Pick<PullLimit, 'limit' | 'remaining' | 'windowSeconds'> {
  const [, limit, window] = /^(\d+)(?:;w=(\d+))?/.exec(textOf(headers['ratelimit-limit'])) ?? []
  const remaining = /^(\d+)/.exec(textOf(headers['ratelimit-remaining']))?.[1]
  if (limit === undefined) return {}
  return {
    limit: Number(limit),
    ...(remaining === undefined ? {} : { remaining: Number(remaining) }),
    ...(window === undefined ? {} : { windowSeconds: Number(window) }),
  }
}
