// What can go on a real Docker Engine of its own: the figures of `docker system df -v`, and exactly the chosen items.
import { execFileSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createReclaim, type Reclaim } from '../../main/resources/reclaim'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { makeTestFolder } from '../support/test-folder'
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
  await build()
})
afterAll(async () => {
  await session?.dispose()
  await engine?.stop()
})

/** With BuildKit, so that the engine keeps a cache: what was copied, and what a step wrote. */
async function build(): Promise<void> {
  const folder = await makeTestFolder('rb')
  await writeFile(join(folder, 'copied'), 'x'.repeat(300_000))
  const lines = ['FROM busybox', 'COPY copied /', 'RUN head -c 700000 /dev/zero > /written']
  await writeFile(join(folder, 'Dockerfile'), lines.join('\n'))
  const request = { folder, dockerfile: 'Dockerfile', tag: 'built:latest', args: [] }
  const { buildId } = await session.buildsService.build({ request })
  for await (const change of session.buildsService.watchBuilds()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const state = items.find(({ id }) => id === buildId)?.state
    if (state === 'done') break
    if (state !== undefined && state !== 'active') throw new Error(`the build ended as ${state}`)
  }
  await rm(folder, { recursive: true })
}

describe('disk', () => {
  it('is what docker system df -v says', async () => {
    const { usage, items } = await reclaim.plan()
    const raw = JSON.parse(docker('system', 'df', '-v', '--format', '{{json .}}')) as Record<
      'Images' | 'Containers' | 'Volumes' | 'BuildCache',
      readonly Record<string, string>[]
    >
    expect(usage.map(({ kind, count }) => [kind, count])).toEqual([
      ['image', raw.Images.length],
      ['container', raw.Containers.length],
      ['volume', raw.Volumes.length],
      ['cache', raw.BuildCache.length],
      ['log', 0],
    ])
    expect(raw.BuildCache.length).toBeGreaterThan(0)
    const total = docker('system', 'df', '--format', '{{.Type}}={{.Size}}').split('\n')
    for (const [kind, type] of [
      ['image', 'Images'],
      ['container', 'Containers'],
      ['volume', 'Local Volumes'],
      ['cache', 'Build Cache'],
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
        ['image', 'built:latest', 'built-here', false],
        ['image', expect.stringMatching(/^[0-9a-f]{12}$/), 'dangling', true],
      ]),
    )
    // Cache of a build just now is likely used again.
    const cache = told.filter(([kind]) => kind === 'cache')
    expect(cache.length).toBeGreaterThan(0)
    expect(cache.every(([, , reason, safe]) => reason === 'recent' && safe === false)).toBe(true)
    expect(told).toHaveLength(7 + cache.length)
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
      'built',
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
