// An app that is killed while a workspace starts: the next one knows it, and goes on to the end.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../support/fixtures'
import { startPortside } from '../support/portside'

const text = `x-portside:
  version: 1
  name: Killed half way
name: killed-half-way
services:
  db:
    image: busybox
    init: true
    command: [sh, -c, "echo kept > /data/row; sleep 8; touch /up; sleep 600"]
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "test", "-f", "/up"], interval: 1s, timeout: 5s, retries: 60 }
  web:
    image: portside/sample-web:1.0
    depends_on: { db: { condition: service_healthy } }
volumes: { data: }
`

test('goes on with a start in whose middle it was killed', async ({ engine }) => {
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
    await second.command('workspace', 'remove', 'killed-half-way')
    expect(names()).toEqual([])
    expect(docker('volume', 'ls', '-q', '--filter', 'name=killed-half-way')).toBe('')
  } finally {
    await second.stop()
    await Promise.all([home, place].map((one) => rm(one, { recursive: true, force: true })))
  }
})
