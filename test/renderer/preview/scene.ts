// What the preview shows: the containers, images and downloads of the design's pictures.
import type { Container, Image, MachineStep, PortForward, PullLayer } from '../../../preload/model'
import { containerOf, FakeApp, networkOf, stoppedMachine } from '../fake-app/fake-app'
import { fillPorts } from './port-scene'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Spec = readonly [
  name: string,
  image: string,
  ports: readonly number[],
  startedAgo: number,
  part?: Partial<Container>,
]

const ended = (ago: number, exitCode = 0): Partial<Container> => ({
  state: 'exited',
  exitCode,
  finishedAt: Date.now() - ago,
})

const shop = { project: 'shop', composeFiles: ['/home/kim/shop/compose.yaml'] }
const specs: readonly Spec[] = [
  ['shop-web-1', 'nginx:1.27-alpine', [8000, 80], 2 * hour, shop],
  ['shop-api-1', 'shop/api:dev', [8081, 8080, 9229, 9229], 38 * minute, shop],
  ['shop-db-1', 'mysql:8.4', [3306, 3306], 2 * hour, shop],
  ['shop-cache-1', 'redis:7.4-alpine', [6379, 6379], 2 * hour, shop],
  ['shop-worker-1', 'shop/api:dev', [], 38 * minute, shop],
  ['blog-web-1', 'ghost:5-alpine', [2368, 2368], 5 * hour, { project: 'blog' }],
  ['blog-db-1', 'mariadb:11', [3308, 3306], 5 * hour, { project: 'blog', ...ended(4 * hour, 1) }],
  [
    'analytics-metabase-1',
    'metabase/metabase:v0.51',
    [3000, 3000],
    30 * hour,
    { project: 'analytics', ...ended(day) },
  ],
  ['analytics-pg-1', 'postgres:17', [5432, 5432], 30 * hour, { project: 'analytics', ...ended(day, 137) }],
  ['mailpit', 'axllent/mailpit:v1.21', [8025, 8025, 1025, 1025], 3 * day],
  ['minio', 'minio/minio:latest', [9000, 9000, 9001, 9001], 3 * day, { anonymousVolumes: ['8f3c'] }],
  ['load-test', 'grafana/k6:0.54.0', [], 4 * day, ended(3 * hour)],
]

const sizes: readonly (readonly [string, number, number])[] = [
  ['node:22', 1120, 41],
  ['shop/api:dev', 618, 0.03],
  ['mysql:8.4', 589, 21],
  ['ghost:5-alpine', 575, 35],
  ['metabase/metabase:v0.51', 552, 62],
  ['postgres:17', 438, 62],
  ['mariadb:11', 405, 35],
  ['rabbitmq:4-management', 261, 92],
  ['minio/minio:latest', 175, 92],
  ['python:3.12-slim', 124, 62],
  ['grafana/k6:0.54.0', 72, 62],
  ['nginx:1.27-alpine', 48, 21],
  ['redis:7.4-alpine', 41, 21],
  ['axllent/mailpit:v1.21', 29.4, 21],
]

const imageId = (reference: string): string =>
  `sha256:${Buffer.from(reference).toString('hex').padEnd(64, '0').slice(0, 64)}`

function containerFrom([name, image, numbers, ago, part]: Spec): Container {
  const ports = Array.from({ length: numbers.length / 2 }, (_, index) => ({
    hostAddress: '0.0.0.0',
    hostPort: numbers[index * 2] ?? 0,
    containerPort: numbers[index * 2 + 1] ?? 0,
    protocol: 'tcp' as const,
  }))
  return containerOf({
    id: name,
    name,
    image,
    imageId: imageId(image),
    startedAt: Date.now() - ago,
    ports,
    ...part,
  })
}

const forwardsOf = (container: Container): PortForward[] =>
  container.state !== 'running'
    ? []
    : container.ports.map((binding) => ({
        id: `tcp/0.0.0.0:${binding.hostPort}`,
        containerId: container.id,
        binding,
        ...(binding.hostPort === 3306
          ? {
              state: 'failed' as const,
              holder: { kind: 'process' as const, name: 'mysqld', pid: 4312, address: '127.0.0.1' },
            }
          : { state: 'open' as const }),
      }))

const layers: readonly PullLayer[] = (
  [
    ['ready', 29.5, 29.5],
    ['ready', 1.6, 1.6],
    ['downloading', 80, 112.8],
    ['downloading', 30, 68.3],
    ['downloading', 9.7, 54],
    ['waiting', 0, 38.1],
    ['unpacking', 4.6, 7.4],
    ['waiting', 0, 0.4],
  ] as const
).map(([state, done, total], index) => ({
  id: `layer${index}`,
  state,
  doneBytes: done * 1e6,
  totalBytes: total * 1e6,
}))

const steps = (now: number): MachineStep[] => [
  {
    id: 'image',
    state: 'done',
    startedAt: now - 6400,
    ms: 3800,
    expectedMs: 3800,
    facts: { sizeBytes: 86e6 },
  },
  { id: 'disk', state: 'done', startedAt: now - 2600, ms: 200, expectedMs: 200 },
  {
    id: 'vm',
    state: 'done',
    startedAt: now - 2400,
    ms: 1200,
    expectedMs: 1200,
    facts: { kernel: '6.12', memoryBytes: 8 * 1024 ** 3 },
  },
  { id: 'engine', state: 'active', startedAt: now - 1200, expectedMs: 4800 },
  { id: 'ports', state: 'waiting', expectedMs: 1000 },
]

export type SceneName = 'running' | 'empty' | 'starting' | 'failed' | 'stopped'

export function scene(name: SceneName): FakeApp {
  const app = new FakeApp()
  const now = Date.now()
  app.console = '[    0.000000] Linux version 6.12\n[    0.310000] portside: mounting root\n'
  if (name === 'starting') {
    app.machine.value = { ...stoppedMachine, state: 'starting', since: now, steps: steps(now) }
    return app
  }
  if (name === 'failed') {
    const failed = steps(now).map((step) =>
      step.id === 'engine' ? { ...step, state: 'failed' as const, ms: 9000 } : step,
    )
    app.machine.value = {
      ...stoppedMachine,
      state: 'failed',
      steps: failed,
      failure: {
        code: 'internal.bug',
        message: 'Portside made a mistake.',
        params: {},
        detail: 'the engine never answered',
      },
    }
    return app
  }
  if (name === 'stopped') return app
  ready(app, now)
  if (name === 'running') fill(app)
  return app
}

function ready(app: FakeApp, now: number): void {
  app.machine.value = { ...stoppedMachine, state: 'running', since: now - 2 * hour }
  app.lastUsage = { at: now, cpu: 0.14, memoryUsedBytes: 3.1 * 1024 ** 3, memoryTotalBytes: 8 * 1024 ** 3 }
  app.engine.value = {
    state: 'connected',
    version: '28.3',
    connectedAt: now - 134 * minute,
    endpoint: 'unix:///home/kim/.portside/run/docker.sock',
  }
}

function fill(app: FakeApp): void {
  const now = Date.now()
  app.networks.upsert(...sceneNetworks)
  app.containers.upsert(...specs.map(containerFrom).map(attached))
  for (const container of app.containers.items.values()) app.forwards.upsert(...forwardsOf(container))
  fillPorts(app)
  app.images.upsert(
    ...sizes.map(([tag, megabytes, days]): Image => ({
      id: imageId(tag),
      tags: [tag],
      digests: [],
      sizeBytes: megabytes * 1e6,
      createdAt: now - days * day,
    })),
  )
  app.settings.value = { ...app.settings.value, collapsedProjects: ['blog'] }
  app.pulls.upsert({
    id: 'mongo',
    reference: 'mongo:8.0',
    state: 'active',
    startedAt: now - 19_000,
    layers,
    doneBytes: 181e6,
    totalBytes: 312e6,
  })
  app.held.set(3306, {
    state: 'held',
    holder: { kind: 'process', name: 'mysqld', pid: 4312, address: '127.0.0.1' },
    nextFreePort: 3307,
  })
  app.defaults.set('mysql:8.4', {
    reference: 'mysql:8.4',
    imageId: imageId('mysql:8.4'),
    sizeBytes: 589e6,
    platform: 'linux/amd64',
    suggestedName: 'mysql-1',
    exposedPorts: [{ port: 3306, protocol: 'tcp' }],
    env: [
      { name: 'PATH', value: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin' },
      { name: 'MYSQL_MAJOR', value: '8.4' },
    ],
    volumes: ['/var/lib/mysql'],
    command: ['mysqld'],
  })
  fillLogs(app)
}

function fillLogs(app: FakeApp): void {
  const words = [
    '\u001b[32minfo\u001b[0m server listening port=8080 env=development',
    '\u001b[32minfo\u001b[0m redis connected host=cache:6379 ms=4',
    '\u001b[33mwarn\u001b[0m slow query ms=812 sql="SELECT * FROM order_items"',
    '\u001b[31merror\u001b[0m connect \u001b[1mECONNREFUSED\u001b[0m 127.0.0.1:3306 retry=1',
    'GET /api/products 200 ms=31 rows=48',
    '<script>alert("x")</script> & <b>not bold</b>',
  ]
  const lines = Array.from({ length: 400 }, (_, index) => ({
    stream: index % 6 === 3 ? ('stderr' as const) : ('stdout' as const),
    at: new Date(Date.now() - (400 - index) * 700).toISOString(),
    text: words[index % words.length] ?? '',
  }))
  for (const container of app.containers.items.values()) app.logs.set(container.id, lines)
}

const sceneNetworks = [
  networkOf({ id: 'shop', name: 'shop_default', project: 'shop', subnets: ['172.18.0.0/16'] }),
  networkOf({ id: 'blog', name: 'blog_default', project: 'blog', subnets: ['172.19.0.0/16'] }),
  networkOf({ id: 'mail', name: 'mail', internal: true, subnets: ['172.20.0.0/16'] }),
  networkOf({ id: 'bridge', name: 'bridge', builtIn: true, subnets: ['172.17.0.0/16'] }),
]

/** On its project's network, or the engine's own; the worker also sends mail. */
function attached(container: Container): Container {
  const ids = [container.project ?? 'bridge', ...(container.name === 'shop-worker-1' ? ['mail'] : [])]
  const networks = sceneNetworks.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }))
  return { ...container, networks }
}
