// What an engine refuses, for real: each with words, the engine's own below them, and a button that leads out.
import { execFileSync, spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { makeCredentialHelper } from '../../support/credential-helper'
import { startDockerd, type Dockerd } from '../../support/dockerd'
import { hubPerson, startLimitedHub, type LimitedHub } from '../../support/limited-hub'
import { makeTestFolder } from '../../support/test-folder'
import { expectAccessible } from '../support/accessible'
import { expect, test, watchErrors } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'
import { visit } from '../support/visit'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

/** The page in both languages, light and dark, for a person to look at; English and light in the end. */
async function picture(page: Page, app: Portside, name: string): Promise<void> {
  // The other tests find the language as this computer has it.
  for (const language of ['ko', 'system'] as const) {
    await app.command('settings', 'set', 'language', language)
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'ko' ? 'ko' : 'en')
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        path: `out/pictures/${name}-${language === 'ko' ? 'ko' : 'en'}-${colorScheme}.png`,
      })
    }
  }
}

test.describe('on a small disk, with Docker Hub behind a limit', () => {
  let folder: string
  let hub: LimitedHub
  let engine: Dockerd
  let app: Portside

  test.beforeAll(async ({ registry }) => {
    folder = await makeTestFolder('refusals')
    hub = await startLimitedHub(registry.url)
    const authority = join(folder, 'hub.pem')
    await writeFile(authority, hub.authority)
    const proxy = { HTTPS_PROXY: hub.proxy }
    engine = await startDockerd({ diskMegabytes: 56, env: { ...proxy, SSL_CERT_FILE: authority } })
    const { PATH, DOCKER_CONFIG } = (await makeCredentialHelper(folder)).env
    const env = { ...proxy, NODE_EXTRA_CA_CERTS: authority, PATH, DOCKER_CONFIG }
    app = await startPortside({ engine: engine.socket, env })
  })
  test.afterAll(async () => {
    await app?.stop()
    await engine?.stop()
    await hub?.stop()
    await rm(folder, { recursive: true })
  })

  test('says that too much was pulled, and pulls after a login; says that the disk is full, and frees it', async ({
    page,
  }) => {
    const errors = watchErrors(page)
    await visit(page, app.url)
    await page.getByRole('button', { name: /^Images/ }).click()
    const dialog = page.getByRole('dialog')
    const card = page.getByRole('alert')
    const pull = async (reference: string): Promise<void> => {
      await page.getByRole('button', { name: 'Pull…' }).first().click()
      await dialog.getByLabel('Image', { exact: true }).fill(reference)
      await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
    }
    const words = async (of: Locator): Promise<string> => {
      await of.getByRole('button', { name: 'Show details' }).click()
      return (await of.locator('.error-details').textContent()) ?? ''
    }

    await pull('busybox')
    await expect(card).toContainText('The registry Docker Hub allows no more downloads for now.')
    await picture(page, app, 'rate-limited')
    expect(await words(card)).toContain('You have reached your unauthenticated pull rate limit')
    await expectAccessible(page)
    await expect(card.getByRole('button', { name: 'Use a mirror…' })).toBeVisible()
    await card.getByRole('button', { name: 'Log in…' }).click()
    await expect(dialog.getByText(/^Docker Hub allows 0 more of 100 pulls in 6 h/)).toBeVisible()
    await page.screenshot({ path: 'out/pictures/pull-limit.png' })
    await dialog.getByLabel('User name').fill(hubPerson.username)
    await dialog.getByLabel('Password or access token').fill(hubPerson.password)
    await dialog.getByRole('button', { name: 'Log in' }).click()
    await expect(dialog.getByRole('listitem')).toContainText('Docker Hub')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await card.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('Pulled busybox')).toBeVisible()

    const fill = 'head -c 31457280 /dev/urandom > /large'
    docker(engine.host, 'run', '--name', 'large', 'busybox', 'sh', '-c', fill)
    await pull('redis')
    await expect(card).toContainText('The disk of the engine is full.')
    await picture(page, app, 'no-disk-space')
    expect(await words(card)).toContain('no space left on device')
    expect(docker(engine.host, 'images', '--format', '{{.Repository}}')).toBe('busybox')
    await card.getByRole('button', { name: 'Free up space…' }).click()
    const free = page.getByRole('alertdialog')
    await free.getByRole('checkbox', { name: 'large', exact: true }).click()
    await page.screenshot({ path: 'out/pictures/no-disk-space-reclaim.png' })
    await free.getByRole('button', { name: /^Remove / }).click()
    await expect(page.getByText(/removed$/)).toBeVisible()
    await page.getByRole('button', { name: /^Images/ }).click()
    await card.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('Pulled redis')).toBeVisible()
    expect(errors).toEqual([])
  })
})

test('says why a container was killed or had no room, with its last line, and resumes a paused one', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  const run = (name: string, ...args: string[]): void =>
    void spawnSync('docker', ['--host', engine.host, 'run', '--name', name, ...args])
  const rowOf = (name: string): Locator => window.getByRole('row', { name: new RegExp(name) })
  const detailsOf = async (name: string): Promise<Locator> => {
    await rowOf(name).click()
    await window.keyboard.press('Enter')
    return window.getByRole('complementary', { name: `Details of ${name}` })
  }
  const close = (): Promise<void> => window.keyboard.press('Escape')
  run('st-killed', '-d', 'busybox', 'sh', '-c', 'echo working on it; sleep 600')
  await expect.poll(() => docker(engine.host, 'logs', 'st-killed')).toContain('working on it')
  docker(engine.host, 'kill', 'st-killed')
  run('st-full', '--tmpfs', '/t:size=64k', 'busybox', 'sh', '-c', 'cat /dev/zero > /t/x')
  run('st-halted', '-d', 'busybox', 'sleep', '600')
  docker(engine.host, 'pause', 'st-halted')
  try {
    let details = await detailsOf('st-killed')
    await expect(details.getByRole('note')).toContainText(
      /^Exit code 137\. It was ended at once.*working on it/,
    )
    await close()

    details = await detailsOf('st-full')
    await expect(details.getByRole('note')).toContainText(
      /^Exit code 1\. There was no room left.*No space left on device/,
    )
    await window.screenshot({ path: 'out/pictures/exit-no-space.png' })
    await details.getByRole('button', { name: 'Free up space…' }).click()
    await expect(window.getByRole('alertdialog')).toContainText('Give disk space back')
    await window.keyboard.press('Escape')
    await window.getByRole('button', { name: /^Containers/ }).click()
    await close()

    await expect(rowOf('st-halted').getByTitle('Paused')).toBeVisible()
    details = await detailsOf('st-halted')
    await details.getByRole('button', { name: /More actions/ }).click()
    await window.getByRole('menuitem', { name: 'Resume' }).click()
    await expect(rowOf('st-halted').getByTitle('Running')).toBeVisible()
    await close()
  } finally {
    const all = docker(engine.host, 'ps', '-aq', '--filter', 'name=st-').split('\n').filter(Boolean)
    docker(engine.host, 'rm', '-fv', ...all)
  }
})

test('says of a program for another processor what it is, and offers the image for this one', async ({
  window,
  engine,
}) => {
  const foreign = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64'
  docker(engine.host, 'pull', '-q', '--platform', foreign, 'portside/sample-web:1.0')
  const args = ['run', '--name', 'foreign', '--platform', foreign, 'portside/sample-web:1.0']
  const { stdout, stderr } = spawnSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' })
  test.skip(!/exec format error/.test(stdout + stderr), `an emulator runs programs for ${foreign} here`)
  try {
    await window.getByRole('row', { name: /foreign/ }).click()
    await window.keyboard.press('Enter')
    const details = window.getByRole('complementary', { name: 'Details of foreign' })
    await expect(details.getByRole('note')).toContainText(
      /made for another kind of processor.*exec format error/,
    )
    await window.screenshot({ path: 'out/pictures/exit-other-processor.png' })
    await details.getByRole('button', { name: 'Choose a platform…' }).click()
    await expect(window.getByRole('dialog').getByLabel('Image', { exact: true })).toHaveValue(
      'portside/sample-web:1.0',
    )
    await window.keyboard.press('Escape')
  } finally {
    docker(engine.host, 'rm', '-f', 'foreign')
    docker(engine.host, 'rmi', '-f', 'portside/sample-web:1.0')
  }
})
