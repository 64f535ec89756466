// One image in the window, on a real engine: layers, wasted space, users; cleaning up with the exact list.
import Docker from 'dockerode'
import { buildImage } from '../../support/build-image'
import { startDockerd } from '../../support/dockerd'
import { newerEngine } from '../../support/engine-programs'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import { startPortside } from '../support/portside'
import { visit } from '../support/visit'

const tag = 'layers/shop:1'

test.beforeEach(async ({ engine, portside }) => {
  const docker = new Docker({ socketPath: engine.socket })
  await portside.docker('pull', '-q', 'busybox')
  await buildImage(docker, tag, [
    'FROM busybox',
    'RUN dd if=/dev/zero of=/big bs=1M count=2',
    'RUN rm /big',
    'CMD ["sh"]',
  ])
})
test.afterEach(({ portside }) => portside.docker('image', 'rm', '-f', tag))

test('shows the layers of an image, and finds what they waste', async ({ window }) => {
  await window.getByRole('button', { name: /^Images/ }).click()
  await window.getByRole('searchbox', { name: 'Filter images' }).fill('layers/')
  await window.getByRole('row', { name: /layers\/shop/ }).click()
  const drawer = window.getByRole('complementary', { name: `Image ${tag}` })
  const layers = drawer.getByRole('region', { name: 'Layers' })
  await expect(layers.getByText('1 layer, shared with busybox:latest')).toBeVisible()
  await expect(layers.getByRole('listitem').filter({ hasText: 'dd if=/dev/zero' })).toContainText('2.1 MB')
  await drawer.getByRole('button', { name: 'Look for wasted space' }).click()
  await expect(drawer.getByText(/^2\.1 MB in 1 file is wasted/)).toBeVisible()
  await expect(drawer.getByText('Deleted by RUN rm /big')).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: theme })
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/image-details-${theme}.png` })
  }
  await window.setViewportSize({ width: 960, height: 600 })
  expect(await window.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(960)
  await window.screenshot({ path: 'out/pictures/image-details-960.png' })
  await drawer.getByRole('button', { name: 'Look again' }).press('Escape')
  await expect(drawer).toHaveCount(0)
})

test('cleans up what was ticked, and the rest stays', async ({ window, portside }) => {
  await window.getByRole('button', { name: /^Images/ }).click()
  await window.getByRole('button', { name: 'Clean up…' }).click()
  const dialog = window.getByRole('alertdialog')
  await dialog.getByRole('checkbox', { name: /layers\/shop/ }).click()
  await dialog.getByRole('button', { name: 'Remove 1 image' }).click()
  await expect(window.getByText('Removed 1 image')).toBeVisible()
  expect((await portside.docker('images', '-q', tag)).stdout.trim()).toBe('')
  expect((await portside.docker('images', '-q', 'busybox')).stdout.trim()).not.toBe('')
})

test('removes all that are ticked but what a container needs, and tells both in one message', async ({
  window,
  engine,
  portside,
}) => {
  await buildImage(new Docker({ socketPath: engine.socket }), 'layers/other:1', ['FROM busybox', 'RUN true'])
  await portside.docker('create', '--name', 'needs-layers', tag)
  await window.getByRole('button', { name: /^Images/ }).click()
  await window.getByRole('searchbox', { name: 'Filter images' }).fill('layers/')
  await window.getByRole('row', { name: /layers\/shop/ }).focus()
  await window.keyboard.press('Space')
  await expect(window.getByText('1 selected')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(window.getByText('1 selected')).toHaveCount(0)
  await window.getByRole('checkbox', { name: 'Select all' }).click()
  await window.getByRole('toolbar').getByRole('button', { name: 'Remove…' }).click()
  const dialog = window.getByRole('alertdialog', { name: 'Remove 2 images?' })
  await dialog.getByRole('button', { name: 'Remove 2 images' }).click()
  const outcome = window.getByRole('alert')
  await expect(outcome).toContainText('failed')
  await expect(outcome).toContainText('needs-layers')
  expect((await portside.docker('images', '-q', 'layers/other:1')).stdout.trim()).toBe('')
  expect((await portside.docker('images', '-q', tag)).stdout.trim()).not.toBe('')
  await portside.docker('rm', '-f', 'needs-layers')
})

test('tells for which processors an image is, in the list and beside it', async ({ page, registry }) => {
  const args = ['--feature=containerd-snapshotter=true']
  const engine = await startDockerd({ mirror: registry.url, programs: await newerEngine(), args })
  const app = await startPortside({ engine: engine.socket })
  try {
    for (const platform of ['linux/amd64', 'linux/arm64'])
      await app.docker('pull', '-q', '--platform', platform, 'portside/sample-web:1.0')
    await app.docker('pull', '-q', 'busybox')
    await visit(page, app.url)
    await page.getByRole('button', { name: /^Images/ }).click()
    const row = page.getByRole('row', { name: /sample-web/ })
    await expect(row.getByTitle('Made for linux/amd64, linux/arm64')).toHaveText('amd64, arm64')
    await expect(page.getByRole('row', { name: /busybox/ }).getByTitle(/^Made for/)).toHaveCount(0)
    await row.click()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Image portside/sample-web:1.0' })
    await expect(drawer.getByText(/ · linux\/amd64, linux\/arm64$/)).toBeVisible()
    await page.screenshot({ path: 'out/pictures/image-platforms.png' })
    await expectAccessible(page, 'all')
    // In the smallest window the name gives way, and not the processors.
    await page.setViewportSize({ width: 960, height: 600 })
    await page.screenshot({ path: 'out/pictures/image-platforms-narrow.png' })
    const chip = row.getByTitle('Made for linux/amd64, linux/arm64')
    const [own, cell, line] = await Promise.all([
      chip.boundingBox(),
      row.locator('.list-name').boundingBox(),
      row.boundingBox(),
    ])
    if (!own || !cell || !line) throw new Error('the row has no place')
    expect(own.x + own.width).toBeLessThanOrEqual(cell.x + cell.width)
    expect(own.y + own.height).toBeLessThanOrEqual(line.y + line.height)
    expect(await chip.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
  } finally {
    await app.stop()
    await engine.stop()
  }
})
