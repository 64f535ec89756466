// Turns the engine's own words into errors that say what happened and what to do.
import { AppError, isAbort, type ErrorCode, type ErrorParams } from '../../preload/errors'
import { noSpaceFor } from '../base/disk-errors'
import { unsharedFolder, unsharedWords } from '../base/unshared-folder'

/** What was asked for, and how to name what the engine names by id or port. */
export interface Asked {
  readonly container?: string
  readonly reference?: string
  readonly name?: string
  /** In a container. */
  readonly path?: string
  readonly volume?: string
  readonly driver?: string
  readonly network?: string
  readonly subnet?: string
  /** Name of the running container that has this port of this computer. */
  readonly holderOf?: (port: number) => string | undefined
  readonly containerName?: (id: string) => string | undefined
  /** The name that a container had before it went to the Trash; undefined for one that is not there. */
  readonly trashedName?: (id: string) => string | undefined
  /** The engine's platform, `linux/amd64`. */
  readonly platform?: string
  /** Whether the machine has no folders of this computer but those that are shared. */
  readonly sharesFolders?: boolean
}

type Found = readonly [code: ErrorCode, params: ErrorParams]
type Rule = readonly [
  pattern: RegExp,
  /** Nothing where the words mean something else in answer to what was asked. */
  found: (match: RegExpMatchArray, asked: Asked, words: string) => Found | undefined,
]

const registryOf = (reference = ''): string => {
  const [first = '', ...rest] = reference.split('/')
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'Docker Hub'
}
const reference = (asked: Asked): string => asked.reference ?? ''
const registry = (_match: unknown, asked: Asked): ErrorParams => ({ registry: registryOf(asked.reference) })
const ofReference = (_match: unknown, asked: Asked): ErrorParams => ({ reference: reference(asked) })
const ofContainer = (_match: unknown, asked: Asked): ErrorParams => ({ container: asked.container ?? '' })

const ofVolume = (_match: unknown, asked: Asked): ErrorParams => ({ volume: asked.volume ?? '' })

const ofNetwork = (_match: unknown, asked: Asked): ErrorParams => ({ network: asked.network ?? '' })

const rule = (
  pattern: RegExp,
  code: ErrorCode,
  params: (match: RegExpMatchArray, asked: Asked, words: string) => ErrorParams = () => ({}),
): Rule => [pattern, (match, asked, words) => [code, params(match, asked, words)]]

/** Of a file in a container; a container that cannot be removed or started is refused in such words, too. */
const ofFile = (pattern: RegExp, code: ErrorCode): Rule => [
  pattern,
  (_match, { path }) => (path === undefined ? undefined : [code, { path }]),
]

/** The first that fits decides, so special ones stand above general ones. Sources: moby, containerd, distribution. */
const rules: readonly Rule[] = [
  rule(/no space left on device/i, 'engine.no-disk-space'),
  // What `docker save` says of an id that is gone names a file, too.
  rule(/failed to get digest sha256:/i, 'image.not-found', ofReference),
  [/:(\d+) failed: port is already allocated/, (match, asked) => portTaken(Number(match[1]), asked)],
  [
    /bind host port (\d+) for \S+: .*address already in use/i,
    (match) => ['port.taken', { port: Number(match[1]) }],
  ],
  [
    /(?:listen \w+ |bind host port (?:for )?)\S*?:(\d+)(?::\S+?:\d+)?(?:\/\w+)?: .*(?:address already in use|forbidden by its access)/i,
    (match) => ['port.taken', { port: Number(match[1]) }],
  ],
  rule(/container name "\/?([^"]+)" is already in use/i, 'container.name-taken', (match) => ({
    name: match[1] ?? '',
  })),
  rule(/invalid container name|Invalid container name/i, 'container.bad-name', (_match, asked) => ({
    name: asked.name ?? '',
  })),
  rule(/exec: \\?"([^"\\]+)\\?":.*(?:not found|no such file)/i, 'container.command-not-found', (match) => ({
    command: match[1] ?? '',
  })),
  rule(/exec: \\?"([^"\\]+)\\?":.*permission denied/i, 'container.not-executable', (match) => ({
    command: match[1] ?? '',
  })),
  rule(/unable to find user ([^:]+):/i, 'container.unknown-user', (match, asked) => ({
    container: asked.container ?? asked.name ?? asked.reference ?? '',
    user: match[1] ?? '',
  })),
  rule(/minimum memory limit allowed is (\d+ ?\w+)/i, 'container.least-memory', (match) => ({
    least: (match[1] ?? '').replace(/(\d)(?=[A-Z])/i, '$1 '),
  })),
  rule(/range of CPUs is from 0\.01 to (\d+)/i, 'container.too-many-cpus', (match) => ({
    cpus: match[1] ?? '',
  })),
  rule(/working directory '(.*)' is invalid/i, 'container.bad-working-folder', (match) => ({
    path: match[1] ?? '',
  })),
  rule(/could not select device driver|discover GPU vendor/i, 'container.no-gpu'),
  rule(/exec format error/i, 'container.other-processor', (_match, asked) => ({
    container: asked.container ?? asked.name ?? '',
    platform: asked.platform ?? 'linux',
    ...(asked.reference === undefined ? {} : { reference: asked.reference }),
  })),
  [unsharedWords, (_match, asked, words) => folderMissing(words, asked)],
  [
    /volume is in use - \[(\w+)/i,
    (match, asked) => heldBy('volume', match[1] ?? '', asked, { volume: asked.volume ?? '' }),
  ],
  rule(/no such volume/i, 'volume.not-found', ofVolume),
  rule(/characters for a local volume name|volume name is too short/i, 'volume.bad-name', ofVolume),
  rule(
    /volume plugin .*not found|looking up volume plugin|volume driver .*not found/i,
    'volume.unknown-driver',
    (_match, asked) => ({ driver: asked.driver ?? '' }),
  ),
  rule(/invalid option|missing (?:device|required option|option)/i, 'volume.bad-options'),
  rule(/network with name \S+ already exists/i, 'network.name-taken', ofNetwork),
  rule(/address pools? .*(?:fully subnetted|defaults to assign)/i, 'network.no-room'),
  rule(/pool overlaps|conflicts with network/i, 'network.subnet-overlaps', (_match, asked) => ({
    subnet: asked.subnet ?? '',
  })),
  rule(
    /invalid (?:CIDR|subnet|pool|network)|failed to parse pool|invalid IPAM/i,
    'network.bad-subnet',
    (_match, asked) => ({
      subnet: asked.subnet ?? '',
    }),
  ),
  rule(/has active endpoints/i, 'network.in-use', (_match, asked) => ({
    network: asked.network ?? '',
    container: asked.container ?? '',
  })),
  rule(/pre-?defined (?:\S+ )?network|operation is not permitted on/i, 'network.built-in', ofNetwork),
  rule(/endpoint with name \S+ already exists/i, 'network.already-attached', (_match, asked) => ({
    network: asked.network ?? '',
    container: asked.container ?? '',
  })),
  rule(/no such network|network \S+ not found/i, 'network.not-found', ofNetwork),
  rule(/plugin \S+ not found/i, 'network.unknown-driver', (_match, asked) => ({
    driver: asked.driver ?? '',
  })),
  [
    /could not find the file|too many (?:levels of symbolic )?links|no such (?:container:path|file or directory)/i,
    (match, asked) =>
      asked.path === undefined
        ? undefined
        : ['file.not-found', { path: asked.path, ...ofContainer(match, asked) }],
  ],
  ofFile(
    /rootfs is marked read-only|mounted volume is marked read-only|read-only file system/i,
    'file.read-only',
  ),
  // What unpacks an archive removes the file that was there first.
  ofFile(/(?:unlink(?:at)?|RemoveAll) .*device or resource busy/i, 'file.mounted'),
  ofFile(/text file busy/i, 'file.running'),
  ofFile(/extraction point is not a directory|not a directory/i, 'file.not-a-folder'),
  // Of an export: refused, or begun when its files were gone already.
  rule(
    /marked for removal|removal of container \S+ is already in progress|cannot export container|mount does not exist|RWLayer of container/i,
    'container.removal-begun',
    ofContainer,
  ),
  rule(/no such container/i, 'container.not-found', ofContainer),
  rule(/cannot remove (?:a running container|container .*is running)/i, 'container.running', ofContainer),
  rule(/cannot start a paused container|is paused\b/i, 'container.paused', ofContainer),
  rule(/is restarting, wait until/i, 'container.restarting', ofContainer),
  rule(
    /(?:is not running|is stopped|no running process|process already finished)/i,
    'container.not-running',
    ofContainer,
  ),
  rule(/configured logging driver does not support reading/i, 'container.logs-unreadable', ofContainer),
  rule(/max depth exceeded/i, 'image.too-many-layers'),
  rule(/image has dependent child images/i, 'image.has-children', (_match, asked) => ({
    image: reference(asked),
  })),
  [
    /container (\w+) is using its referenced image|image is being used by (?:running|stopped|paused)? ?container (\w+)/i,
    (match, asked) => heldBy('image', match[1] ?? match[2] ?? '', asked, { image: reference(asked) }),
  ],
  rule(/invalid reference format|must be lowercase/i, 'image.bad-reference', ofReference),
  rule(
    /toomanyrequests|too many requests|rate limit|unexpected status code:? 429/i,
    'image.rate-limited',
    registry,
  ),
  rule(
    /no matching manifest|no match for platform|does not (?:provide|match) the specified platform/i,
    'image.wrong-platform',
    (_match, asked) => ({ reference: reference(asked), platform: asked.platform ?? 'linux' }),
  ),
  // A proxy refuses the way to a registry in two forms: a tunnel by its status alone, a plain question by a page for people.
  rule(
    /"https?:[^"]*": (?:Forbidden|Proxy Authentication Required)$|error parsing HTTP (?:403|407) response body: invalid character '<'|\b407 Proxy/i,
    'image.proxy-refused',
    registry,
  ),
  rule(
    /pull access denied|requested access to the resource is denied|unauthorized|insufficient_scope|no basic auth|no active sessions?\b|(?:^|: )denied(?:$|:)|authentication required|\b403 Forbidden/i,
    'image.pull-denied',
    ofReference,
  ),
  rule(
    /manifest unknown|manifest for \S+ not found|name unknown|failed to resolve reference.*not found/i,
    'image.not-found-in-registry',
    ofReference,
  ),
  rule(
    /no such image|image does not exist locally|reference does not exist/i,
    'image.not-found',
    ofReference,
  ),
  rule(
    /x509:|server gave HTTP response to HTTPS client|certificate signed by|tls: (?!handshake timeout)/i,
    'image.registry-untrusted',
    registry,
  ),
  rule(
    /no such host|"https?:[^"]*": (?:Bad Gateway|Service Unavailable|Gateway Timeout)$|unexpected HTTP status: 50[234]|server misbehaving|name resolution|network is unreachable|no route to host|i\/o timeout|TLS handshake timeout|Client\.Timeout|proxyconnect|dial tcp|context deadline exceeded|(?:Get|Head) "?https?:.*EOF/i,
    'image.registry-unreachable',
    registry,
  ),
  // What the engine says once it has asked often enough; `EOF` alone where the registry was gone before it answered.
  rule(
    /\bEOF$|unexpected EOF|connection reset by peer|use of closed network connection|server closed idle connection|broken pipe|download failed after attempts/i,
    'image.pull-interrupted',
    ofReference,
  ),
]

/** A container in the Trash is in no list, so that its own words are needed: where it is, and how it goes for good. */
function heldBy(what: 'volume' | 'image', id: string, asked: Asked, params: ErrorParams): Found {
  const trashed = asked.trashedName?.(id)
  return trashed === undefined
    ? [`${what}.in-use`, { ...params, container: asked.containerName?.(id) ?? id }]
    : [`${what}.in-trash`, { ...params, container: trashed }]
}

function folderMissing(words: string, asked: Asked): Found {
  const { path = '', folder = '' } = unsharedFolder(words) ?? {}
  return asked.sharesFolders
    ? ['container.folder-not-shared', { path, folder }]
    : ['container.folder-missing', { path }]
}

function portTaken(port: number, asked: Asked): Found {
  const container = asked.holderOf?.(port)
  return container === undefined ? ['port.taken', { port }] : ['port.taken-by-container', { port, container }]
}

/** What was understood of an engine's sentence; words that are new to us become `engine.refused`, words kept. */
export function errorOfWords(words: string, asked: Asked, cause?: unknown): AppError {
  for (const [pattern, found] of rules) {
    const match = words.match(pattern)
    if (!match) continue
    const [code, params] = found(match, asked, words) ?? []
    if (code !== undefined) return new AppError(code, { params: params ?? {}, detail: words, cause })
  }
  return new AppError('engine.refused', { detail: words, cause })
}

interface ModemError extends Error {
  readonly statusCode?: number
  readonly json?: { readonly message?: unknown } | null
}

/** HTTP status of a refusal by the engine; undefined when it was never reached. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof Error ? (error as ModemError).statusCode : undefined

/** Any error of a call to the engine as one that people may see; an abort stays one. */
export function toAppError(error: unknown, asked: Asked = {}): unknown {
  if (error instanceof AppError || isAbort(error)) return error
  // Of this computer: what the engine says of its own comes as words.
  const full = noSpaceFor('Portside', error)
  if (full !== error) return full
  if (error instanceof SyntaxError || error instanceof RangeError)
    return new AppError('engine.garbled', { detail: error.message, cause: error })
  if (statusOf(error) === undefined)
    return new AppError('engine.unreachable', {
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  return errorOfWords(wordsOf(error as ModemError), asked, error)
}

const wordsOf = (error: ModemError): string =>
  typeof error.json?.message === 'string'
    ? error.json.message.trim()
    : error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim()
