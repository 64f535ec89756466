// What can go on a real Docker Engine of its own: the figures of `docker system df -v`, and exactly the chosen items.
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createReclaim, type Reclaim } from '../../main/resources/reclaim'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { pull, startSession, type Session } from './engine-session'

let engine: Dockerd
let session: Session
let reclaim: Reclaim

const docker = (...args: string[]): string =>
  execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' }).trim()

beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  session = await startSession(engine.socket)
  for (const reference of ['busybox', 'nginx', 'redis']) await pull(session, reference)
  reclaim = createReclaim({
    readUsage: session.diskUsage.read,
    removeCache: session.diskUsage.removeCache,
    pruneImages: (ids) => session.imagesService.prune({ ids }),
    pruneVolumes: (ids) => session.volumesService.prune({ ids }),
    removeContainer: (id) => session.containersService.remove({ id }),
    takenBytes: async () => undefined,
  })
  docker('run', '--name', 'done', 'busybox', 'sh', '-c', 'head -c 2000000 /dev/zero > /big')
  docker('run', '-d', '--name', 'web', 'nginx')
  docker('run', '--rm', '-v', 'data:/data', 'busybox', 'sh', '-c', 'head -c 1000000 /dev/zero > /data/file')
  docker('volume', 'create', 'empty')
  // A commit over its own name leaves an image without one.
  docker('commit', 'done', 'mine')
  docker('commit', '-m', 'again', 'done', 'mine')
})
afterAll(async () => {
  await session?.dispose()
  await engine?.stop()
})

describe('disk', () => {
  it('is what docker system df -v says', async () => {
    const { usage, items } = await reclaim.plan()
    const raw = JSON.parse(docker('system', 'df', '-v', '--format', '{{json .}}')) as Record<
      'Images' | 'Containers' | 'Volumes',
      readonly Record<string, string>[]
    >
    expect(usage.map(({ kind, count }) => [kind, count])).toEqual([
      ['image', raw.Images.length],
      ['container', raw.Containers.length],
      ['volume', raw.Volumes.length],
      ['cache', 0],
      ['log', 0],
    ])
    const total = docker('system', 'df', '--format', '{{.Type}}={{.Size}}').split('\n')
    for (const [kind, type] of [
      ['image', 'Images'],
      ['container', 'Containers'],
      ['volume', 'Local Volumes'],
    ] as const) {
      const theirs = total.find((line) => line.startsWith(`${type}=`))?.split('=')[1] ?? ''
      expect([kind, human(usage.find((one) => one.kind === kind)?.bytes ?? -1)]).toEqual([kind, theirs])
    }
    for (const item of items.filter(({ kind }) => kind === 'image')) {
      const theirs = raw.Images.find(({ ID: id }) => item.id.includes(id?.replace('sha256:', '') ?? '-'))
      expect([item.name, human(item.bytes)]).toEqual([item.name, theirs?.UniqueSize])
    }
    const volume = raw.Volumes.find(({ Name: name }) => name === 'data')
    expect(human(items.find(({ id }) => id === 'volume:data')?.bytes ?? -1)).toBe(volume?.Size)
  })

  it('can go for a reason, and only so', async () => {
    const { items } = await reclaim.plan()
    const told = items.map(({ kind, name, reason, safe }) => [kind, name, reason, safe])
    expect(told).toEqual(
      expect.arrayContaining([
        ['volume', 'data', 'unused', false],
        ['volume', 'empty', 'unused', false],
        ['container', 'done', 'stopped', false],
        ['image', 'redis:latest', 'unused', true],
        ['image', 'mine:latest', 'built-here', false],
        ['image', expect.stringMatching(/^[0-9a-f]{12}$/), 'dangling', true],
      ]),
    )
    expect(told).toHaveLength(6)
  })

  it('goes exactly as chosen', async () => {
    const before = await reclaim.plan()
    const chosen = before.items.filter(
      ({ safe, kind, name }) => safe || kind === 'container' || name === 'empty',
    )
    const result = await reclaim.reclaim({ ids: [...chosen.map(({ id }) => id), 'volume:in-nobodys-plan'] })
    expect(result.kept).toEqual([])
    expect([...result.removed].sort()).toEqual(chosen.map(({ id }) => id).sort())
    expect(result.engineBytes).toBeGreaterThan(2_000_000)
    expect(docker('volume', 'ls', '-q')).toBe('data')
    expect(docker('ps', '-a', '--format', '{{.Names}}')).toBe('web')
    expect(docker('images', '--format', '{{.Repository}}').split('\n').sort()).toEqual([
      'busybox',
      'mine',
      'nginx',
    ])
  })
})

/** As docker prints sizes: four figures, decimal units. */
function human(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${Number(value.toPrecision(4))}${units[unit]}`
}
