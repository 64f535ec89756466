// A workspace by a link, in the desktop app: asked about, fetched, trusted, started, kept in step; hostile ones refused.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packArchive } from '../../../main/workspaces/archive'
import { composeFolder } from '../../support/compose'
import { unusedPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { startDesktop, type DesktopApp } from '../support/desktop'
import { expect, test } from '../support/fixtures'
import { startWorkspaceHost, type WorkspaceHost } from '../support/workspace-host'

let place: string
let host: WorkspaceHost
let desktop: DesktopApp

test.beforeAll(async ({ engine }) => {
  place = await mkdtemp(join(tmpdir(), 'pslink-'))
  const authority = join(place, 'authority.pem')
  host = await startWorkspaceHost(authority)
  desktop = await startDesktop({
    engine: engine.socket,
    env: { PATH: `${await composeFolder()}:${process.env.PATH}`, NODE_EXTRA_CA_CERTS: authority },
  })
})
test.afterAll(async () => {
  await desktop?.stop()
  await host?.stop()
  await rm(place, { recursive: true, force: true })
})

const linkTo = (url: string): string => `portside://open?url=${encodeURIComponent(url)}`

/** What the team offers at the same address. */
async function offer(port: number, version: string): Promise<void> {
  const folder = join(place, 'team')
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'compose.yaml'),
    `name: linked
x-portside:
  version: 1
  name: Linked
  author: acme/linked
  ports: [{ service: web, port: 80, meaning: The page, url: "http://localhost:{port}/" }]
services:
  web: { image: "portside/sample-web:${version}", ports: ["${port}:80"] }
`,
  )
  const archive = join(place, 'linked.portside')
  await rm(archive, { force: true })
  await packArchive(folder, archive)
  host.offer('/linked.portside', await readFile(archive))
}

test('refuses a hostile link in words, and asks nobody', async () => {
  const { page } = desktop
  const dialog = page.getByRole('dialog', { name: 'Open a workspace from a link?' })
  for (const url of [
    'https://192.168.1.1/a.portside',
    'https://router/a.portside',
    'https://u:p@acme.example/a',
  ]) {
    expect(await desktop.again(linkTo(url))).toBe(0)
    await expect(page.getByText('This link is not opened:').last()).toBeVisible()
    await expect(
      page
        .getByText('Links may lead to https addresses on the Internet or to one file of this computer')
        .last(),
    ).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await page.screenshot({ path: 'out/pictures/link-refused-en-light.png' })
    for (const close of await page.getByRole('button', { name: 'Dismiss' }).all()) await close.click()
    await expect(page.getByText('This link is not opened:')).toHaveCount(0)
  }
  expect(await desktop.again(linkTo(host.url.replace('https:', 'http:')))).toBe(0)
  await expect(page.getByText('Portside does not understand this link.')).toBeVisible()
  expect(host.asked).toEqual([])
})

test('leads from the link over trust to the answering address, and to what the team changed', async ({
  engine,
}) => {
  const { page } = desktop
  const port = await unusedPort()
  await offer(port, '1.0')
  const link = linkTo(`${host.url}/linked.portside`)
  const dialog = page.getByRole('dialog', { name: 'Open a workspace from a link?' })
  expect(await desktop.again(link)).toBe(0)
  await expect(dialog).toContainText(`${host.url}/linked.portside`)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `out/pictures/link-asked-en-${colorScheme}.png` })
    await expectAccessible(page)
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(host.asked).toEqual([])

  expect(await desktop.again(link)).toBe(0)
  await dialog.getByRole('button', { name: 'Download and look' }).click()
  await expect(page.getByRole('heading', { name: 'Do you trust Linked?' })).toBeVisible()
  await expect(page.getByText('portside/sample-web:1.0')).toBeVisible()
  await expect(page.getByText(`${host.url}/linked.portside`)).toBeVisible()
  expect(host.asked).toEqual(['/linked.portside'])
  await page.screenshot({ path: 'out/pictures/link-trust-en-light.png' })
  await page.getByRole('button', { name: 'Trust and go on' }).click()
  await page.getByRole('button', { name: 'Start Linked' }).click()
  await expect(page.getByRole('heading', { name: 'Linked is up.' })).toBeVisible({ timeout: 240_000 })
  const answer = async (): Promise<number> => (await fetch(`http://localhost:${port}/`)).status
  expect(await answer()).toBe(200)

  await offer(port, '1.1')
  const more = page.getByRole('main').getByRole('button', { name: 'More actions for Linked' }).last()
  await more.click()
  await page.getByRole('menuitem', { name: 'Look at the changes' }).click()
  const changes = page.locator('.workspace-card').filter({ hasText: '1.1' }).first()
  await expect(changes).toContainText('1.0')
  await page.screenshot({ path: 'out/pictures/link-update-en-light.png' })
  await page.getByRole('button', { name: 'Trust and go on' }).click()
  // It ran, so it starts again with what is new.
  const image = ['ps', '--filter', 'name=linked-web', '--format', '{{.Image}}']
  const runs = (): string =>
    execFileSync('docker', ['--host', engine.host, ...image], { encoding: 'utf8' }).trim()
  await expect.poll(runs, { timeout: 120_000 }).toBe('portside/sample-web:1.1')
  await expect(page.getByRole('heading', { name: 'Linked is up.' })).toBeVisible({ timeout: 240_000 })
  await expect(page.getByText('portside/sample-web:1.1').first()).toBeVisible()
  expect(await answer()).toBe(200)
  await more.click()
  await page.getByRole('menuitem', { name: 'Remove with data…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start Linked' })).toHaveCount(0, { timeout: 60_000 })
})
