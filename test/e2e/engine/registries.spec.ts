// Logging in to a real registry from the window: a bad login, a good one, a private pull, and logging out.
import { readFile, rm } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { makeCredentialHelper, type CredentialHelper } from '../../support/credential-helper'
import { startRegistry, type Registry } from '../../support/registry'
import { ownManifest, putIndex } from '../../support/registry-index'
import { makeTestFolder } from '../../support/test-folder'
import { expectAccessible } from '../support/accessible'
import { expect, test, watchErrors } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'
import { visit } from '../support/visit'

let folder: string
let helper: CredentialHelper
let registry: Registry
let app: Portside

test.beforeEach(async ({ engine }) => {
  folder = await makeTestFolder('registries')
  helper = await makeCredentialHelper(folder)
  registry = await startRegistry({ locked: true })
  const { PATH, DOCKER_CONFIG } = helper.env
  app = await startPortside({ engine: engine.socket, env: { PATH, DOCKER_CONFIG } })
})
test.afterEach(async () => {
  await app.stop()
  await registry.stop()
  await rm(folder, { recursive: true })
})

/** Looks for the image in the registry, chooses a tag of it that is for other processors only, and then theirs. */
async function pullForeign(page: Page): Promise<void> {
  const address = `127.0.0.1:${registry.port}`
  const authorization = `Basic ${Buffer.from('acme:s3cret').toString('base64')}`
  const image = await ownManifest({ address, authorization }, 'acme/private', '1')
  await putIndex({ address, authorization }, 'acme/private', 'foreign', image, ['linux/arm64'])

  const dialog = page.getByRole('dialog')
  const reference = dialog.getByLabel('Image', { exact: true })
  await page.getByRole('button', { name: 'Pull…' }).first().click()
  await reference.fill('priv')
  await dialog.getByLabel('Search in').fill(address)
  await dialog.getByRole('button', { name: 'Search' }).click()
  await expect(dialog.getByText('1 image found')).toBeVisible()
  await dialog.getByRole('button', { name: 'acme/private' }).click()
  await dialog.getByRole('button', { name: 'foreign', exact: true }).click()
  await expect(reference).toHaveValue(`${address}/acme/private:foreign`)
  await page.screenshot({ path: 'out/pictures/registry-search.png' })
  await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
  await page.getByRole('button', { name: 'Choose a platform…' }).click()
  await dialog.getByLabel('Platform').selectOption('linux/arm64')
  await expect(dialog.getByText(/may run slower here/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
  await expect(page.getByText(`Pulled ${address}/acme/private:foreign`)).toBeVisible()
  await app.docker('image', 'rm', '-f', `${address}/acme/private:foreign`)
}

test('pulls a private image once the right password was given', async ({ page }) => {
  const errors = watchErrors(page)
  const address = `127.0.0.1:${registry.port}`
  const name = `${address}/acme/private:1`
  await app.docker('pull', '-q', 'busybox')
  await app.docker('tag', 'busybox', name)
  await visit(page, app.url)
  await page.getByRole('button', { name: /^Images/ }).click()
  await page.getByRole('button', { name: 'More for images' }).click()
  await page.getByRole('menuitem', { name: 'Registries…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/docker-credential-standin/)).toBeVisible()
  const login = async (password: string): Promise<void> => {
    await dialog.getByLabel('Registry', { exact: true }).fill(address)
    await dialog.getByLabel('User name').fill('acme')
    await dialog.getByLabel('Password or access token').fill(password)
    await dialog.getByRole('button', { name: 'Log in' }).click()
  }
  await login('wrong')
  await expect(dialog.getByRole('alert')).toContainText(`${address} does not accept`)
  await login('s3cret')
  await expect(dialog.getByRole('listitem')).toContainText('acme')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText(`${address} accepts the login`)).toBeVisible()
  await expectAccessible(page, 'all')
  await page.screenshot({ path: 'out/pictures/registries.png' })
  // The docker command uses the same helper, so it is logged in, too.
  expect(JSON.parse(await readFile(helper.file, 'utf8'))).toHaveProperty([address])
  expect((await app.docker('push', '-q', name)).exitCode).toBe(0)
  await app.docker('image', 'rm', '-f', name)
  await dialog.getByRole('button', { name: 'Close' }).click()

  const pull = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Pull…' }).first().click()
    await dialog.getByLabel('Image').fill(name)
    await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
  }
  await pull()
  await expect(page.getByText(`Pulled ${name}`)).toBeVisible()
  await pullForeign(page)
  await page.getByRole('button', { name: 'More for images' }).click()
  await page.getByRole('menuitem', { name: 'Registries…' }).click()
  await dialog.getByRole('button', { name: 'Log out' }).click()
  await expect(dialog.getByText(`Logged out of ${address}`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await pull()
  await expect(page.getByText(`Could not pull ${name}`)).toBeVisible()
  expect(await readFile(helper.file, 'utf8')).toBe('{}')
  await app.docker('image', 'rm', '-f', name)
  expect(errors).toEqual([])
})

test('asks to log in where a push is refused, and pushes again', async ({ page }) => {
  const errors = watchErrors(page)
  const address = `127.0.0.1:${registry.port}`
  const name = `${address}/acme/pushed:1`
  await app.docker('pull', '-q', 'busybox')
  const isNamed = async (): Promise<boolean> => (await app.docker('image', 'inspect', name)).exitCode === 0
  await visit(page, app.url)
  await page.getByRole('button', { name: /^Images/ }).click()
  await page.getByRole('row', { name: /busybox/ }).click()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Push…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Push', exact: true }).click()
  const card = page.getByRole('alert')
  await expect(card).toContainText(`The registry does not let you push ${name}`)
  await page.screenshot({ path: 'out/pictures/push-denied.png' })
  expect(await isNamed()).toBe(false)

  await card.getByRole('button', { name: 'Log in…' }).click()
  await expect(dialog.getByLabel('Registry', { exact: true })).toHaveValue(address)
  await dialog.getByLabel('User name').fill('acme')
  await dialog.getByLabel('Password or access token').fill('s3cret')
  await dialog.getByRole('button', { name: 'Log in' }).click()
  await expect(dialog.getByRole('listitem')).toContainText('acme')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await card.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(`Pushed ${name}`)).toBeVisible()
  await expect(card).toHaveCount(0)
  const tags = await fetch(`http://${address}/v2/acme/pushed/tags/list`, {
    headers: { authorization: `Basic ${Buffer.from('acme:s3cret').toString('base64')}` },
  })
  expect(await tags.json()).toMatchObject({ tags: ['1'] })
  expect(await isNamed()).toBe(true)
  await app.docker('image', 'rm', name)
  expect(errors).toEqual([])
})
