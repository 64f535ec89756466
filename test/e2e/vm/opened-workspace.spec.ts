// A team's workspace on the real machine: its folder seen through the share, its port forwarded, in three clicks.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppStatus } from '../../../preload/model'
import { holdPort, unusedPort } from '../../support/held-port'
import { expect, test } from '../support/machine'
import { visit } from '../support/visit'

const file = (port: number): string => `name: shop
x-portside:
  version: 1
  name: Shop
  author: acme/shop
  ports: [{ service: web, port: 80, meaning: The shop, url: "http://localhost:{port}/" }]
  readiness: [{ service: web, port: 80, path: / }]
  seeds: [{ id: rows, title: Rows, service: db, command: [sh, -c, "cat >/data/rows"], input: "씨앗/rows.txt" }]
services:
  web:
    image: busybox
    init: true
    command: httpd -f -p 80 -h /page
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["./page:/page:ro"]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    init: true
    command: [sh, -c, "touch /tmp/up; sleep 36000"]
    healthcheck: { test: [CMD, test, -e, /tmp/up], interval: 1s }
    volumes: ["data:/data"]
volumes: { data: }
`

test('opens a workspace from a shared folder, past a taken port, to the address that answers', async ({
  page,
  portside,
  newcomer: { home },
}) => {
  test.setTimeout(400_000)
  // The state of a machine that sleeps, or was told to, is another spec's.
  expect((await portside.command('start', '--wait')).exitCode).toBe(0)
  const folder = join(home, '한글 폴더 (1)', 'shop')
  await mkdir(join(folder, 'page'), { recursive: true })
  await mkdir(join(folder, '씨앗'))
  await writeFile(join(folder, 'page', 'index.html'), 'from this computer\n')
  await writeFile(join(folder, '씨앗', 'rows.txt'), 'one\ntwo\n')
  const port = await unusedPort()
  await writeFile(join(folder, 'compose.yaml'), file(port))
  const held = await holdPort(port)
  try {
    await visit(page, portside.url)
    await page.getByRole('button', { name: 'Workspaces', exact: true }).click()
    await page.getByLabel(/Path of a compose file/).fill(folder)
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: 'Trust and go on' }).click()
    await expect(page.getByText(new RegExp(`PID ${held.pid}`))).toBeVisible()
    await page.getByRole('button', { name: 'Start Shop' }).click()
    await expect(page.getByRole('heading', { name: 'Shop is up.' })).toBeVisible({ timeout: 240_000 })
    await page.screenshot({ path: 'out/pictures/workspace-on-the-machine-en-light.png' })

    const href = (await page.getByRole('link', { name: /^Open http/ }).getAttribute('href')) ?? ''
    expect(new URL(href).port).not.toBe(String(port))
    const answer = (): Promise<string> =>
      fetch(href).then(
        (response) => response.text(),
        (error: Error) => String(error.cause),
      )
    expect(await answer()).toBe('from this computer\n')
    await writeFile(join(folder, 'page', 'index.html'), 'changed on this computer\n')
    await expect.poll(answer).toBe('changed on this computer\n')
    expect((await portside.docker('exec', 'shop-db-1', 'cat', '/data/rows')).stdout).toBe('one\ntwo\n')
    expect(await readFile(join(folder, 'compose.yaml'), 'utf8')).toBe(file(port))

    const removed = await portside.command('workspace', 'remove', 'Shop')
    expect(removed).toMatchObject({ exitCode: 0 })
    expect(
      (await portside.docker('ps', '-aq', '--filter', 'label=com.docker.compose.project=shop')).stdout,
    ).toBe('')
    const { machine } = JSON.parse((await portside.command('status', '--json')).stdout) as AppStatus
    expect(machine.state).toBe('running')
  } finally {
    await held.end()
  }
})
