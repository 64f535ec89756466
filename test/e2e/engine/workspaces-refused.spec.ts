// What a workspace may not do: told as text, in red and behind ticks, or refused with a code.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unusedPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { expect } from '../support/fixtures'
import { takeLooks } from '../support/looks'
import type { Portside } from '../support/portside'
import { expectRoom } from '../support/room'
import { test } from '../support/with-compose'

test('shows what a hostile file says as text', async ({ window }) => {
  const place = await mkdtemp(join(tmpdir(), 'pshostile-'))
  const attack = '<img src=x onerror=document.title=String(1)>'
  const text = `x-portside:
  version: 1
  name: "${attack}"
  author: "\\e[31m${attack}\\u202e gnp.exe"
  description: "<script>document.title = 1</script>${attack.repeat(40)}"
  ports: [{ service: web, port: 80, meaning: "${attack}", url: "http://localhost:{port}/" }]
services:
  web: { image: "portside/sample-web:1.0", ports: ["80"] }
`
  try {
    await writeFile(join(place, 'compose.yaml'), text)
    const title = await window.title()
    await window.getByRole('button', { name: 'Workspaces', exact: true }).click()
    await window.getByLabel('Path of a compose file').fill(place)
    await window.getByRole('button', { name: 'Look at it' }).click()
    await expect(window.getByRole('heading', { name: attack })).toBeVisible()
    await expect(window.getByText(`<script>document.title = 1</script>${attack}`)).toBeVisible()
    await expect(window.locator('img[src=x], script:not([src])')).toHaveCount(0)
    expect(await window.title()).toBe(title)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
})

test('tells in red what goes further than a workspace should, and waits for a tick at each', async ({
  window,
  portside,
}) => {
  const place = await mkdtemp(join(tmpdir(), 'psred-'))
  const text = `name: reach
x-portside:
  version: 1
  name: Reach
  ports: [{ service: web, port: 80, meaning: The page, url: "http://localhost:{port}/" }]
services:
  web:
    image: portside/sample-web:1.0
    ports: ["${await unusedPort()}:80"]
    privileged: true
    cap_add: [SYS_ADMIN]
    security_opt: ["seccomp:unconfined"]
    devices: ["/dev/null:/dev/thing"]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "/etc:/host/etc", "/home/someone/documents/${'deep/'.repeat(12)}:/deep"]
`
  try {
    await writeFile(join(place, 'compose.yaml'), text)
    await window.getByRole('button', { name: 'Workspaces', exact: true }).click()
    await window.getByLabel('Path of a compose file').fill(place)
    await window.getByRole('button', { name: 'Look at it' }).click()
    const accept = window.getByRole('button', { name: 'Trust and go on' })
    const ticks = window.locator('.workspace-dangers').getByRole('checkbox')
    await expect(ticks.first()).toBeVisible()
    await takeLooks(window, portside, 'workspace-red')
    await expectAccessible(window)
    await expectRoom(window, 'workspace-red-960')
    const count = await ticks.count()
    expect(count).toBeGreaterThan(3)
    for (let index = 0; index < count; index++) {
      await expect(accept).toBeDisabled()
      await ticks.nth(index).click()
    }
    await expect(accept).toBeEnabled()
    await window.getByRole('button', { name: 'Do not open' }).click()
    await expect(window.getByLabel('Path of a compose file')).toBeVisible()
  } finally {
    await rm(place, { recursive: true, force: true })
  }
})

test('refuses what is bad, in words and with a code, and leaves nothing', async ({ portside, engine }) => {
  test.setTimeout(480_000)
  const place = await mkdtemp(join(tmpdir(), 'psbad-'))
  const head = 'name: bad\nx-portside: { version: 1, name: Bad }\nservices:\n'
  const files: Readonly<Record<string, readonly [text: string, code: string]>> = {
    yaml: ['name: bad\nservices:\n  web: [\n', 'workspace.bad-file'],
    key: [`x-portside: { version: 1, name: Bad, colour: red }\nservices: {}\n`, 'workspace.bad-file'],
    composeKey: [`${head}  web: { image: busybox, comand: x }\n`, 'compose.unknown-key'],
    cycle: [
      `${head}  a: { image: x, depends_on: [b] }\n  b: { image: x, depends_on: [a] }\n`,
      'compose.cycle',
    ],
    outside: [`${head}  a: { image: x, env_file: ../../etc/passwd }\n`, 'workspace.refused'],
    socket: [`${head}  a: { image: x, volumes: ["/var/run/docker.sock:/s"] }\n`, 'workspace.not-allowed'],
    privileged: [`${head}  a: { image: x, privileged: true }\n`, 'workspace.not-allowed'],
    folder: [`${head}  a: { image: x, volumes: ["/etc:/host"] }\n`, 'workspace.not-allowed'],
    image: [`${head}  a: { image: "portside/nowhere:1" }\n`, 'workspace.not-ready'],
  }
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' })
  const before = docker('ps', '-aq') + docker('volume', 'ls', '-q') + docker('network', 'ls', '-q')
  try {
    for (const [name, [text, code]] of Object.entries(files)) {
      await mkdir(join(place, name))
      await writeFile(join(place, name, 'compose.yaml'), text)
      await refuses(portside, join(place, name), code)
    }
    await refuses(portside, 'portside://open?url=http%3A%2F%2F127.0.0.1%2F', 'workspace.bad-link')
    await writeFile(join(place, 'none.portside'), 'nothing')
    await refuses(portside, join(place, 'none.portside'), 'workspace.bad-archive')
    const known = JSON.parse((await portside.command('workspace', '--json')).stdout) as { project: string }[]
    // What only lacks its image was trusted, so it is known, and can go again.
    expect(known.map(({ project }) => project)).toEqual(['bad'])
    expect((await portside.command('workspace', 'remove', 'bad')).exitCode).toBe(0)
    expect(docker('ps', '-aq') + docker('volume', 'ls', '-q') + docker('network', 'ls', '-q')).toBe(before)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
})

async function refuses(portside: Portside, what: string, code: string): Promise<void> {
  const { exitCode, stderr } = await portside.command('workspace', 'open', what, '--json')
  expect(exitCode).toBe(1)
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string; remedy: string } }
  expect({ what, code: error.code }).toEqual({ what, code })
  expect(error.message.length * error.remedy.length).toBeGreaterThan(0)
  if (code === 'workspace.bad-file') expect(error.message).toMatch(/\d+:\d+|line \d+/)
}
