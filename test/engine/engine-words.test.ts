// The engine's sentences, as versions 20.10 to 28 wrote them, and what people are told instead.
import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { unsharedFolder } from '../../main/base/unshared-folder'
import { AppError } from '../../preload/errors'
import { errorTexts } from '../../preload/error-texts'
import { errorOfWords, toAppError, type Asked } from '../../main/engine/engine-words'

const asked: Asked = {
  reference: 'ghcr.io/acme/api:1',
  container: 'shop-api-1',
  name: '-bad',
  volume: 'shop_data',
  network: 'shop',
  subnet: '10.0.0.0/8',
  driver: 'nfs',
  platform: 'linux/arm64',
  sharesFolders: true,
  holderOf: (port) => (port === 8080 ? 'web' : undefined),
  containerName: (id) => (id.startsWith('4f5e') ? 'shop-db-1' : undefined),
  trashedName: (id) => (id.startsWith('77aa') ? 'old-db' : undefined),
}

const cases: readonly [words: string, code: string, params?: object][] = [
  ['Minimum memory limit allowed is 6MB', 'container.least-memory', { least: '6 MB' }],
  [
    'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available',
    'container.too-many-cpus',
    { cpus: '2' },
  ],
  [
    "the working directory 'rel' is invalid, it needs to be an absolute path",
    'container.bad-working-folder',
    { path: 'rel' },
  ],
  ...[
    'Head "https://ghcr.io/v2/acme/api/manifests/1": denied',
    'failed to resolve reference "ghcr.io/acme/api:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=x: 403 Forbidden',
    'denied: Your authorization token has expired. Reauthenticate and try again.',
    'error from registry: denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource',
    'error from registry: authentication required',
  ].map((words): [string, string, object] => [
    words,
    'image.pull-denied',
    { reference: 'ghcr.io/acme/api:1' },
  ]),
  // Of Docker 28 behind a proxy that refuses tunnels, and plain questions with a page.
  ...[
    'Get "https://ghcr.io/v2/": Forbidden',
    'Get "https://ghcr.io/v2/": Proxy Authentication Required',
    `error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: "<html><body>Blocked by policy</body></html>"`,
    'failed to do request: Head "https://ghcr.io/v2/acme/api/manifests/1": Forbidden',
  ].map((words): [string, string, object] => [words, 'image.proxy-refused', { registry: 'ghcr.io' }]),
  ...[
    'Get "https://ghcr.io/v2/": Bad Gateway',
    'received unexpected HTTP status: 503 Service Unavailable',
  ].map((words): [string, string, object] => [words, 'image.registry-unreachable', { registry: 'ghcr.io' }]),
  ...[
    'image with reference ghcr.io/acme/api:1 was found but does not provide the specified platform (linux/arm64)',
    'image with reference api was found but its platform (linux/amd64) does not match the specified platform (linux/arm64)',
  ].map((words): [string, string, object] => [
    words,
    'image.wrong-platform',
    { reference: 'ghcr.io/acme/api:1', platform: 'linux/arm64' },
  ]),
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "/etc/passwd": permission denied: unknown',
    'container.not-executable',
    { command: '/etc/passwd' },
  ],
  [
    'Container 0f3a9c is restarting, wait until the container is running',
    'container.restarting',
    { container: 'shop-api-1' },
  ],
  [
    'unable to find user bob: no matching entries in passwd file',
    'container.unknown-user',
    { container: 'shop-api-1', user: 'bob' },
  ],
  ['could not select device driver "" with capabilities: [[gpu]]', 'container.no-gpu'],
  ['failed to discover GPU vendor from CDI: no known GPU vendor found', 'container.no-gpu'],
  ['all predefined address pools have been fully subnetted', 'network.no-room'],
  [
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    'network.no-room',
  ],
  ['removal of container 4f5e is already in progress', 'container.removal-begun'],
  // No file of the container that anybody asked for.
  [
    'error gathering device information while adding custom device "/dev/nope": no such file or directory',
    'engine.refused',
  ],
  ['chdir to cwd ("/nope") set in config.json failed: no such file or directory: unknown', 'engine.refused'],
  [
    'driver failed programming external connectivity on endpoint web2 (a1b2): Bind for 0.0.0.0:8080 failed: port is already allocated',
    'port.taken-by-container',
    { port: 8080, container: 'web' },
  ],
  ['Bind for 127.0.0.1:9 failed: port is already allocated', 'port.taken', { port: 9 }],
  [
    'driver failed programming external connectivity on endpoint x (a1): Error starting userland proxy: listen tcp4 0.0.0.0:3306: bind: address already in use',
    'port.taken',
    { port: 3306 },
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint x (a1): failed to bind host port 0.0.0.0:3306/tcp: address already in use',
    'port.taken',
    { port: 3306 },
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint x (a1): failed to bind host port 127.0.0.1:3306:172.17.0.2:80/tcp: address already in use',
    'port.taken',
    { port: 3306 },
  ],
  [
    'failed to bind host port 3307 for 0.0.0.0:3306-3307:172.17.0.2:80/tcp: address already in use',
    'port.taken',
    { port: 3307 },
  ],
  [
    'failed to bind host port [::]:3306:[fd00::2]:80/tcp: address already in use',
    'port.taken',
    { port: 3306 },
  ],
  ['listen tcp4 [::1]:5000: bind: address already in use', 'port.taken', { port: 5000 }],
  [
    'Conflict. The container name "/db" is already in use by container "4f5e". You have to remove (or rename) that container to be able to reuse that name.',
    'container.name-taken',
    { name: 'db' },
  ],
  [
    'Invalid container name (-bad), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    'container.bad-name',
    { name: '-bad' },
  ],
  [
    'remove shop_data: volume is in use - [4f5e, 99]',
    'volume.in-use',
    { volume: 'shop_data', container: 'shop-db-1' },
  ],
  [
    'remove shop_data: volume is in use - [77aa01]',
    'volume.in-trash',
    { volume: 'shop_data', container: 'old-db' },
  ],
  [
    'conflict: unable to delete 1a2b (cannot be forced) - container 77aa01 is using its referenced image 3c4d',
    'image.in-trash',
    { image: 'ghcr.io/acme/api:1', container: 'old-db' },
  ],
  // BuildKit without anybody who could be asked for a login.
  [
    'failed to solve: ghcr.io/acme/api:1: failed to authorize: no active sessions',
    'image.pull-denied',
    { reference: 'ghcr.io/acme/api:1' },
  ],
  ['max depth exceeded', 'image.too-many-layers'],
  ['get shop_data: no such volume', 'volume.not-found', { volume: 'shop_data' }],
  [
    'create a/b: "a/b" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed',
    'volume.bad-name',
  ],
  [
    'create x: error looking up volume plugin nfs: plugin "nfs" not found',
    'volume.unknown-driver',
    { driver: 'nfs' },
  ],
  ['create x: invalid option: "color"', 'volume.bad-options'],
  ['network with name shop already exists', 'network.name-taken', { network: 'shop' }],
  ['Pool overlaps with other one on this address space', 'network.subnet-overlaps', { subnet: '10.0.0.0/8' }],
  ['invalid CIDR address: 10.0.0', 'network.bad-subnet', { subnet: '10.0.0.0/8' }],
  [
    'error while removing network: network shop id 1a2b has active endpoints',
    'network.in-use',
    { network: 'shop', container: 'shop-api-1' },
  ],
  ['bridge is a pre-defined network and cannot be removed', 'network.built-in', { network: 'shop' }],
  ['endpoint with name web already exists in network shop', 'network.already-attached'],
  ['network 1a2b not found', 'network.not-found', { network: 'shop' }],
  ['could not find plugin nfs in v1 plugin registry: plugin "nfs" not found', 'network.unknown-driver'],
  ['No such container: 4f5e', 'container.not-found', { container: 'shop-api-1' }],
  [
    'You cannot remove a running container 4f5e. Stop the container before attempting removal or force remove',
    'container.running',
  ],
  [
    'cannot remove container "/db": container is running: stop the container before removing or force remove',
    'container.running',
  ],
  ['cannot start a paused container, try unpause instead', 'container.paused'],
  [
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown',
    'container.command-not-found',
    { command: 'nope' },
  ],
  [
    'OCI runtime create failed: unable to start container process: exec: "/nope.sh": stat /nope.sh: no such file or directory: unknown',
    'container.command-not-found',
    { command: '/nope.sh' },
  ],
  [
    'failed to create task for container: OCI runtime create failed: exec /app/server: exec format error: unknown',
    'container.other-processor',
    { container: 'shop-api-1', platform: 'linux/arm64', reference: 'ghcr.io/acme/api:1' },
  ],
  ['container is marked for removal and cannot be started', 'container.removal-begun'],
  ['Unexpected status code 429', 'image.rate-limited'],
  ['configured logging driver does not support reading', 'container.logs-unreadable'],
  ['No such image: redis:9', 'image.not-found'],
  [
    "pull access denied for acme/api, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'image.pull-denied',
    { reference: 'ghcr.io/acme/api:1' },
  ],
  ['unauthorized: authentication required', 'image.pull-denied'],
  ['manifest for redis:nope not found: manifest unknown: manifest unknown', 'image.not-found-in-registry'],
  [
    'failed to resolve reference "docker.io/library/redis:nope": docker.io/library/redis:nope: not found',
    'image.not-found-in-registry',
  ],
  [
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    'image.wrong-platform',
    { reference: 'ghcr.io/acme/api:1', platform: 'linux/arm64' },
  ],
  [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 192.168.127.1:53: no such host',
    'image.registry-unreachable',
    { registry: 'ghcr.io' },
  ],
  [
    'Get "https://ghcr.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'image.registry-unreachable',
  ],
  ['Get "https://ghcr.io/v2/": net/http: TLS handshake timeout', 'image.registry-unreachable'],
  ['Get "https://ghcr.io/v2/": x509: certificate signed by unknown authority', 'image.registry-untrusted'],
  ['Get "https://a:5000/v2/": http: server gave HTTP response to HTTPS client', 'image.registry-untrusted'],
  [
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
    'image.rate-limited',
  ],
  ['unexpected EOF', 'image.pull-interrupted'],
  ['error pulling image configuration: download failed after attempts=1: EOF', 'image.pull-interrupted'],
  [
    'filesystem layer verification failed for digest sha256:ab: http: server closed idle connection',
    'image.pull-interrupted',
  ],
  ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'engine.no-disk-space'],
  [
    'conflict: unable to remove repository reference "redis" (must force) - container 4f5e6a is using its referenced image 7ab',
    'image.in-use',
    { container: 'shop-db-1', image: 'ghcr.io/acme/api:1' },
  ],
  [
    'conflict: unable to delete 7ab (cannot be forced) - image is being used by running container 4f5e6a',
    'image.in-use',
    { container: 'shop-db-1', image: 'ghcr.io/acme/api:1' },
  ],
  [
    'conflict: unable to delete 7ab (cannot be forced) - image has dependent child images',
    'image.has-children',
  ],
  ['invalid reference format: repository name must be lowercase', 'image.bad-reference'],
  [
    `error while creating mount source path '/srv/my shop': mkdir /srv/my shop: read-only file system`,
    'container.folder-not-shared',
    { path: '/srv/my shop', folder: '/srv/my shop' },
  ],
  [
    `error while creating mount source path '${homedir()}/shop/web': mkdir ${homedir()}: read-only file system`,
    'container.folder-not-shared',
    { path: `${homedir()}/shop/web`, folder: homedir() },
  ],
  [
    'invalid mount config for type "bind": bind source path does not exist: /srv/shop',
    'container.folder-not-shared',
    { path: '/srv/shop', folder: '/srv/shop' },
  ],
  [
    `error while creating mount source path '/srv/shop': mkdir /srv/shop: permission denied`,
    'engine.refused',
    {},
  ],
  ['something that nobody has heard before', 'engine.refused', {}],
]

describe('the engine’s words', () => {
  it.each(cases)('%s', (words, code, params) => {
    const error = errorOfWords(words, asked)
    expect(error.code).toBe(code)
    expect(error.params).toEqual(params ?? error.params)
    expect(error.detail).toBe(words)
    for (const language of [errorTexts[error.code].en, errorTexts[error.code].ko])
      for (const sentence of Object.values(language) as string[])
        for (const [, name = ''] of sentence.matchAll(/\{(\w+)/g)) expect(error.params).toHaveProperty(name)
  })

  it.each([
    ['unlinkat /var/lib/docker/overlay2/a1/merged: device or resource busy', 'file.mounted'],
    ['RemoveAll app.conf: device or resource busy', 'file.mounted'],
    ['open /proc/sys/x: read-only file system', 'file.read-only'],
    ['exec: "/app": text file busy', 'file.running'],
    ['mount /srv/x: not a directory', 'file.not-a-folder'],
  ])('speak of a file only where one was asked for: %s', (words, code) => {
    expect(errorOfWords(words, { container: 'web', path: '/etc/x' }).code).toBe(code)
    expect(errorOfWords(words, { container: 'web' }).code).toBe('engine.refused')
  })

  it('name a folder as missing where the engine sees all of them', () => {
    const words = 'invalid mount config for type "bind": bind source path does not exist: /srv/shop'
    const error = errorOfWords(words, { ...asked, sharesFolders: false })
    expect(error).toMatchObject({ code: 'container.folder-missing', params: { path: '/srv/shop' } })
  })

  it('offer the home folder for what lies in it, and never for what only seems to', () => {
    const wanted = (path: string) =>
      unsharedFolder(`bind source path does not exist: ${path}`, '/home/mina')?.folder
    expect(wanted('/home/mina/shop')).toBe('/home/mina')
    expect(wanted('/home/mina')).toBe('/home/mina')
    expect(wanted('/home/mina2/shop')).toBe('/home/mina2/shop')
    expect(wanted('/home/mina/../paul')).toBe('/home/mina/../paul')
  })

  it('take a refused answer from its JSON, and one without from the text', () => {
    const refused = Object.assign(new Error('(HTTP code 404) no such container - No such container: x '), {
      statusCode: 404,
    })
    expect(toAppError(refused, asked)).toMatchObject({
      code: 'container.not-found',
      detail: 'No such container: x',
    })
    const json = Object.assign(new Error('x'), {
      statusCode: 500,
      json: { message: 'no space left on device' },
    })
    expect(toAppError(json)).toMatchObject({ code: 'engine.no-disk-space' })
  })

  it('leave an abort and a known error as they are', () => {
    const abort = new DOMException('given up', 'AbortError')
    expect(toAppError(abort)).toBe(abort)
    const known = new AppError('engine.no-disk-space')
    expect(toAppError(known)).toBe(known)
    expect(toAppError(new Error('socket hang up'))).toMatchObject({
      code: 'engine.unreachable',
      detail: 'socket hang up',
    })
  })
})
