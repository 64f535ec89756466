// Images in and out through the browser, on a real engine: names, push to a real registry, save, load, import.
import { readFile, writeFile } from 'node:fs/promises'
import { pack } from 'tar-stream'
import { startRegistry } from '../../support/registry'
import { expect, test } from '../support/fixtures'

test.beforeEach(async ({ window, portside }) => {
  await portside.docker('pull', '-q', 'busybox')
  await window.getByRole('button', { name: /^Images/ }).click()
})

test('gives an image a name, pushes it, and takes the name away', async ({ window, portside }) => {
  const registry = await startRegistry()
  try {
    const name = `127.0.0.1:${registry.port}/acme/box:1`
    await window.getByRole('row', { name: /busybox/ }).click()
    await window.getByRole('button', { name: 'Push…' }).click()
    const dialog = window.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Not A Name')
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('Not A Name')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await expect(window.getByText(`Pushed ${name}`)).toBeVisible()
    const tags = await fetch(`${registry.url}/v2/acme/box/tags/list`)
    expect(await tags.json()).toEqual({ name: 'acme/box', tags: ['1'] })
    await window.getByRole('button', { name: `Take the name ${name} away` }).click()
    await expect(window.getByText(`Took the name ${name} away`)).toBeVisible()
    expect((await portside.docker('images', '-q', name)).stdout.trim()).toBe('')
  } finally {
    await registry.stop()
  }
})

test('saves an image, deletes it, and loads it from the file', async ({ window, portside }) => {
  await window.getByRole('row', { name: /busybox/ }).click()
  const downloading = window.waitForEvent('download')
  await window.getByRole('button', { name: 'Save to a file…' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('busybox-latest.tar')
  const path = await download.path()
  expect((await readFile(path)).length).toBeGreaterThan(1_000_000)
  await expect(window.getByText('Saved busybox:latest')).toBeVisible()
  await portside.docker('image', 'rm', '-f', 'busybox')
  await expect(window.getByRole('row', { name: /busybox/ })).toHaveCount(0)

  const choosing = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: 'More for images' }).click()
  await window.getByRole('menuitem', { name: 'Load from a file…' }).click()
  await (
    await choosing
  ).setFiles({ name: 'box.tar', mimeType: 'application/x-tar', buffer: await readFile(path) })
  await expect(window.getByText('Loaded box.tar')).toBeVisible()
  await expect(window.getByRole('row', { name: /busybox/ })).toBeVisible()
})

test('refuses what is no archive, and the page itself has nothing to complain about', async ({ window }) => {
  const choosing = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: 'More for images' }).click()
  await window.getByRole('menuitem', { name: 'Load from a file…' }).click()
  const answered = window.waitForEvent('requestfinished', (request) => request.method() === 'PUT')
  const buffer = Buffer.alloc(3_000_000, 'no archive')
  await (await choosing).setFiles({ name: 'bad.tar', mimeType: 'application/x-tar', buffer })
  const card = window.getByRole('alert').filter({ hasText: 'bad.tar' })
  await expect(card).toBeVisible()
  await answered
  await card.getByRole('button', { name: 'Dismiss' }).click()
})

test('exports the files of a container, of which an image is made', async ({ window, portside }, info) => {
  await portside.docker('run', '--name', 'exported', 'busybox', 'touch', '/mine')
  await window.keyboard.press('Control+2')
  const row = window.getByRole('row', { name: /exported/ })
  await row.getByRole('button', { name: /More actions/ }).click()
  const downloading = window.waitForEvent('download')
  await window.getByRole('menuitem', { name: 'Export files…' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('exported.tar')
  const file = info.outputPath('exported.tar')
  await download.saveAs(file)
  await expect(window.getByText('Exported the files of exported')).toBeVisible()
  await portside.docker('rm', 'exported')
  await portside.docker('import', file, 'acme/exported:1')
  await window.keyboard.press('Control+3')
  await expect(window.getByRole('row', { name: /acme\/exported/ })).toBeVisible()
  const { stdout } = await portside.docker('run', '--rm', 'acme/exported:1', 'ls', '/mine')
  expect(stdout.trim()).toBe('/mine')
})

test('makes an image of an archive', async ({ window }, info) => {
  const archive = pack()
  archive.entry({ name: 'etc/motd' }, 'hello')
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part)
  const file = info.outputPath('tree.tar')
  await writeFile(file, Buffer.concat(parts))
  await window.getByRole('button', { name: 'More for images' }).click()
  await window.getByRole('menuitem', { name: 'Import an archive…' }).click()
  await window.getByRole('dialog').getByLabel('Name').fill('acme/tree:1')
  const choosing = window.waitForEvent('filechooser')
  await window.getByRole('dialog').getByRole('button', { name: 'Choose the file…' }).click()
  await (await choosing).setFiles(file)
  await expect(window.getByText('Imported tree.tar')).toBeVisible()
  await expect(window.getByRole('row', { name: /acme\/tree/ })).toBeVisible()
})
