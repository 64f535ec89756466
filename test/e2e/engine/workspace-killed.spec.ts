// An app that is killed while a workspace starts, is exported or reset: the next one knows it, and nothing is lost.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'

const text = `x-portside:
  version: 1
  name: Killed half way
name: killed-half-way
services:
  db:
    image: busybox
    init: true
    command: [sh, -c, "test -f /data/row || echo kept > /data/row; sleep 5; touch /up; sleep 600"]
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "test", "-f", "/up"], interval: 1s, timeout: 5s, retries: 60 }
  web:
    image: portside/sample-web:1.0
    depends_on: { db: { condition: service_healthy } }
volumes: { data: }
`

test('goes on with a start in whose middle it was killed, and loses nothing by an export and a reset that were', async ({
  engine,
}) => {
  test.setTimeout(240_000)
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' }).trim()
  const names = (): string[] => docker('ps', '--format', '{{.Names}}').split('\n').filter(Boolean).sort()
  const [home, place] = await Promise.all(['pse2e-', 'killed-'].map((name) => mkdtemp(join(tmpdir(), name))))
  if (home === undefined || place === undefined) throw new Error('no folder')
  const file = join(place, 'compose.yaml')
  await writeFile(file, text)
  const first = await startPortside({ engine: engine.socket, home })
  const opening = first.command('workspace', 'open', file).then(
    ({ stderr, stdout }) => `ended: ${stderr}${stdout}`,
    (error: unknown) => `cut off: ${String(error)}`,
  )
  const began = expect.poll(names, { timeout: 90_000 }).toEqual(['killed-half-way-db-1'])
  expect(await Promise.race([began.then(() => 'began'), opening])).toBe('began')
  await first.process.end('SIGKILL', 10_000)
  expect(await opening).toMatch(/^(ended|cut off): .*Portside/s)

  const second = await startPortside({ engine: engine.socket, home })
  try {
    // What the first one printed is in the same file, so its address says nothing of this one.
    const known = async (): Promise<string> => (await second.command('workspace', '--json')).stdout
    await expect.poll(known, { timeout: 60_000 }).toContain('killed-half-way')
    expect(JSON.parse(await known())).toMatchObject([
      { project: 'killed-half-way', run: { state: 'interrupted' } },
    ])
    await second.command('workspace', 'start', 'killed-half-way')
    expect(names()).toEqual(['killed-half-way-db-1', 'killed-half-way-web-1'])
    expect(docker('exec', 'killed-half-way-db-1', 'cat', '/data/row')).toBe('kept')
    expect(JSON.parse(await known())).toMatchObject([{ state: 'up' }])
    docker('exec', 'killed-half-way-db-1', 'sh', '-c', 'echo mine > /data/row')
    const file = join(place, 'export.portside')
    await killedWhile(second, ['export', project, file, 'volumes'], async () => isProven(names()))
  } finally {
    await second.process.end('SIGKILL', 10_000)
  }

  // What the export has left goes by itself, and the workspace is as it was.
  const third = await startPortside({ engine: engine.socket, home })
  const kept = (): Promise<string[]> => readdir(join(home, 'workspaces'))
  try {
    await expect.poll(names, { timeout: 60_000 }).toEqual(['killed-half-way-db-1', 'killed-half-way-web-1'])
    await expect.poll(async () => (await kept()).filter(isOfExport), { timeout: 60_000 }).toEqual([])
    expect(await readdir(place)).toEqual(['compose.yaml'])
    // A Compose that outlives the killed app goes on to make the copy's volume, which is removed when it appears.
    const volumes = (): string => docker('volume', 'ls', '-q', '--filter', `name=${project}`)
    await expect.poll(volumes, { timeout: 60_000 }).toBe('killed-half-way_data')
    expect(docker('exec', 'killed-half-way-db-1', 'cat', '/data/row')).toBe('mine')
    await killedWhile(third, ['reset', project], async () => (await snapshotsIn(home)).length > 0)
  } finally {
    await third.process.end('SIGKILL', 10_000)
  }

  const fourth = await startPortside({ engine: engine.socket, home })
  try {
    const [snapshot = ''] = await snapshotsIn(home)
    const states = async (): Promise<string> => (await fourth.command('workspace', '--json')).stdout
    await expect.poll(states, { timeout: 60_000 }).toContain('"interrupted"')
    await fourth.command('workspace', 'start', project)
    expect(docker('exec', 'killed-half-way-db-1', 'cat', '/data/row')).toBe('kept')
    await fourth.command('workspace', 'restore', project, snapshot)
    expect(docker('exec', 'killed-half-way-db-1', 'cat', '/data/row')).toBe('mine')
    await fourth.command('workspace', 'remove', project)
    expect(names()).toEqual([])
    expect(docker('volume', 'ls', '-q', '--filter', `name=${project}`)).toBe('')
  } finally {
    await fourth.stop()
    await Promise.all([home, place].map((one) => rm(one, { recursive: true, force: true })))
  }
})

const project = 'killed-half-way'
const isProven = (names: readonly string[]): boolean => names.some((one) => one.includes('-proof-'))
const isOfExport = (name: string): boolean => /^\.(export|proof)-/.test(name)

async function snapshotsIn(home: string): Promise<string[]> {
  const all = await readdir(join(home, 'workspaces'), { recursive: true })
  return all.flatMap((one) => /[\\/]snapshots[\\/](\d+)$/.exec(one)?.[1] ?? [])
}

/** Kills the app as soon as its command has come so far. */
async function killedWhile(
  { command, process }: Portside,
  words: readonly string[],
  hasCome: () => Promise<boolean>,
): Promise<void> {
  const ending = command('workspace', ...words).then(
    ({ stderr, stdout }) => `ended: ${stderr}${stdout}`,
    (error: unknown) => `cut off: ${String(error)}`,
  )
  const come = expect.poll(hasCome, { timeout: 90_000, intervals: [100] }).toBe(true)
  expect(await Promise.race([come.then(() => 'come'), ending])).toBe('come')
  await process.end('SIGKILL', 10_000)
  expect(await ending).toMatch(/^(ended|cut off): .*Portside/s)
}
