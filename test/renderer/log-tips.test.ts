import { describe, expect, it } from 'vitest'
import { reachesItself } from '../../renderer/details/reaches-itself'
import { memoryOf } from '../../renderer/details/process-memory'
import type { NumberedLine } from '../../renderer/logs/log-ring'
import { localhostTipOf, serverFor, TipFinder } from '../../renderer/logs/tips'
import { containerOf } from './fake-app/fake-app'

const line = (plain: string, number = 1): NumberedLine => ({
  stream: 'stderr',
  at: '2026-11-21T10:00:00.000000000Z',
  text: plain,
  plain,
  number,
})

describe('a line about localhost', () => {
  it.each([
    ['Error: connect ECONNREFUSED 127.0.0.1:3306', 3306],
    ['Error: connect ECONNREFUSED ::1:5432', 5432],
    [
      'could not connect to server: Connection refused Is the server running on host "localhost" (127.0.0.1) and accepting TCP/IP connections on port 5432?',
      5432,
    ],
    ["Can't connect to MySQL server on 'localhost:3306' (111)", 3306],
    ['redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.', 6379],
    ['dial tcp 127.0.0.1:27017: connect: connection refused', 27017],
    ["ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5672)", 5672],
    ['Connection to localhost refused: connection refused', undefined],
  ])('is understood: %s', (text, port) => {
    expect(localhostTipOf(line(text))).toEqual({ number: 1, ...(port === undefined ? {} : { port }) })
  })

  it.each([
    'server listening on http://localhost:3000',
    'Error: connect ECONNREFUSED 172.20.0.4:3306',
    'connected to 127.0.0.1:3306',
    'GET /localhost 200',
  ])('is not seen in: %s', (text) => expect(localhostTipOf(line(text))).toBeUndefined())

  it('is found once, in a log that grows, and again after its line dropped out', () => {
    const finder = new TipFinder()
    const refused = 'connect ECONNREFUSED 127.0.0.1:3306'
    const lines = [line('ready', 1), line(refused, 2), line(refused, 3)]
    expect(finder.find(lines.slice(0, 1))).toBeUndefined()
    expect(finder.find(lines)?.number).toBe(2)
    expect(finder.find([...lines, line(refused, 4)])?.number).toBe(2)
    expect(finder.find(lines.slice(2))?.number).toBe(3)
    expect(finder.find([])).toBeUndefined()
  })
})

describe('the server that is meant', () => {
  const on = (name: string) => [{ id: name, name }]
  const api = containerOf({ id: 'api', name: 'shop-api-1', project: 'shop', networks: on('shop_default') })
  const port = (containerPort: number) => [
    { hostAddress: '', hostPort: 0, containerPort, protocol: 'tcp' as const },
  ]

  it('is the one on the same network, by the name of its service', () => {
    const other = containerOf({ id: 'other', name: 'blog-db-1', image: 'mariadb:11', networks: on('blog') })
    const db = containerOf({
      id: 'db',
      name: 'shop-db-1',
      service: 'db',
      image: 'mysql:8.4',
      networks: on('shop_default'),
    })
    expect(serverFor(3306, api, [other, api, db])).toEqual({ container: db, host: 'db' })
    expect(serverFor(3306, api, [other, api])).toEqual({ container: other })
  })

  it('is told apart by the port that it publishes, too, and never the one that asks', () => {
    const own = containerOf({ id: 'own', name: 'own', networks: on('shop_default'), ports: port(4000) })
    expect(serverFor(4000, api, [api, own])).toEqual({ container: own, host: 'own' })
    expect(serverFor(4000, own, [own])).toBeUndefined()
    expect(serverFor(undefined, api, [own])).toBeUndefined()
  })

  it('has no name on the network that every container is on', () => {
    const asking = containerOf({ id: 'a', name: 'a', networks: on('bridge') })
    const db = containerOf({ id: 'db', name: 'db', image: 'postgres:17', networks: on('bridge') })
    expect(serverFor(5432, asking, [db])).toEqual({ container: db })
  })
})

it.each([
  ['DB_HOST', 'localhost', true],
  ['REPORTS_DB', '127.0.0.1', true],
  ['REDIS_URL', 'redis://localhost:6379/0', true],
  ['DATABASE', 'postgres://me:pw@127.0.0.1/app', true],
  ['DB_HOST', 'db', false],
  ['HOST', 'localhost', false],
  ['HEALTH_URL', 'http://localhost:3000/health', false],
])('%s=%s leads to the container itself: %s', (name, value, itself) =>
  expect(reachesItself({ name, value })).toBe(itself),
)

it.each([
  ['4096', '4 MB'],
  ['1.5m', '1.5 MB'],
  ['?', '?'],
])('memory of a process, %s, is shown as %s', (text, shown) => expect(memoryOf(text)).toBe(shown))
