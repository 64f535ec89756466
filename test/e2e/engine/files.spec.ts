// The files of a container in the window, on a real engine: browsed, edited, carried out and in, running or not.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { expectAccessible } from '../support/accessible'
import { overflowing } from '../support/room'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
  docker(engine.host, 'volume', 'rm', '-f', 'filed-data')
})

for (const theme of ['light', 'dark'] as const)
  test(`browses, edits, uploads and downloads (${theme})`, async ({ window, engine }) => {
    const script =
      'mkdir -p /app/sub; echo port=80 > /app/config; head -c 9 /dev/zero > /app/zeros; sleep 600'
    docker(
      engine.host,
      ...['run', '-d', '--name', 'filed', '--stop-timeout', '0', '-v', 'filed-data:/kept'],
      ...['busybox', 'sh', '-c', script],
    )
    await window.emulateMedia({ colorScheme: theme })
    await window.getByRole('row', { name: /filed/ }).click()
    await window.keyboard.press('Enter')
    const details = window.getByRole('complementary', { name: 'Details of filed' })
    await details.getByRole('tab', { name: 'Files' }).click()
    await details.getByRole('button', { name: 'app', exact: true }).click()
    await expect(details.getByRole('treegrid', { name: 'Files in /app' })).toContainText('config')
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/files-${theme}.png` })
    if (theme === 'dark') docker(engine.host, 'stop', 'filed')

    const row = (name: string): Locator => details.getByRole('row', { name: new RegExp(`^${name}`) })
    await expect(row('config')).not.toContainText('Only here')
    await details.getByRole('button', { name: 'Use the whole window' }).click()
    await expect(row('config')).toContainText('Only here')
    await details.getByRole('button', { name: 'Folder above' }).click()
    await expect(row('app')).toContainText('Only here')
    await expect(row('usr')).toContainText('From the image')
    await expect(row('kept')).toContainText('Volume')
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/files-wide-${theme}.png` })
    await details.getByRole('button', { name: 'Back beside the list' }).click()
    await details.getByRole('button', { name: 'app', exact: true }).click()

    await details.getByRole('button', { name: 'config', exact: true }).click()
    await expect(details.getByRole('group', { name: 'What is in /app/config' })).toHaveText('port=80\n')
    await details.getByRole('button', { name: 'Edit', exact: true }).click()
    const text = details.getByLabel('Text of /app/config')
    await expect(text).toBeFocused()
    await expect(text).toHaveValue('port=80\n')
    await text.fill('port=8080\n# 한글\n')
    await details.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(details.getByText('As it is in the container')).toBeVisible()
    docker(engine.host, 'cp', 'filed:/app/config', `${test.info().outputDir}.config`)
    expect(await readFile(`${test.info().outputDir}.config`, 'utf8')).toBe('port=8080\n# 한글\n')
    await details.getByRole('button', { name: 'Back to the folder' }).click()

    await details.getByRole('button', { name: 'zeros', exact: true }).click()
    await expect(details.getByText('This is not text')).toBeVisible()
    await details.getByRole('button', { name: 'Back to the folder' }).click()

    const file = { name: 'new.txt', mimeType: 'text/plain', buffer: Buffer.from('first') }
    const picker = details.locator('input[type=file]')
    await picker.setInputFiles(file)
    await expect(details.getByRole('button', { name: 'new.txt', exact: true })).toBeVisible()
    await picker.setInputFiles({ ...file, buffer: Buffer.from('second') })
    await window.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click()
    await expect(details.getByRole('row', { name: /new\.txt/ })).toContainText('6 B')
    const download = window.waitForEvent('download')
    await details.getByRole('button', { name: 'More actions for new.txt' }).click()
    await window.getByRole('menuitem', { name: 'Copy out…' }).click()
    expect(await readFile(await (await download).path(), 'utf8')).toBe('second')
    await details.getByRole('button', { name: 'Folder above' }).click()
    await expect(details.getByRole('treegrid', { name: 'Files in /', exact: true })).toBeVisible()
  })

/** Few bytes that are a picture of 3 × 2. */
const gif =
  '\\107\\111\\106\\70\\71\\141\\3\\0\\2\\0\\200\\0\\0\\377\\0\\0\\0\\0\\377\\54\\0\\0\\0\\0\\3\\0\\2\\0\\0\\2\\2\\204\\137\\0\\73'

for (const running of [true, false])
  test(`opens folders in place and looks at files beside them (running: ${running})`, async ({
    window,
    engine,
  }) => {
    const script = [
      'mkdir -p /app/src/reports /app/empty; echo "export const port = 80" > /app/src/config.ts',
      'yes line | head -c 3000000 > /app/large.log; head -c 9 /dev/zero > /app/zeros',
      `printf '${gif}' > /app/dots.gif; ln -s /app/src /app/lead; touch /ready; sleep 600`,
    ].join('; ')
    docker(
      engine.host,
      ...['run', '-d', '--name', 'filed', '--stop-timeout', '0', '-v', 'filed-data:/app/kept'],
      ...['busybox', 'sh', '-c', script],
    )
    await expect
      .poll(() => docker(engine.host, 'exec', 'filed', 'sh', '-c', 'ls /ready 2>/dev/null || :'))
      .toBe('/ready')
    if (!running) docker(engine.host, 'stop', 'filed')
    await window.getByRole('row', { name: /filed/ }).click()
    await window.keyboard.press('Enter')
    const details = window.getByRole('complementary', { name: 'Details of filed' })
    await details.getByRole('tab', { name: 'Files' }).click()
    await details.getByRole('button', { name: 'Use the whole window' }).click()
    await expect(details.getByRole('tab', { name: /^Data 3 MB at risk$/ })).toBeVisible()
    const row = (name: string): Locator => details.getByRole('row', { name: new RegExp(`^${name}`) })

    // Into the folder by its name; from there by keys alone.
    await details.getByRole('button', { name: 'app', exact: true }).click()
    await expect(row('empty')).toBeFocused()
    await window.keyboard.press('ArrowRight')
    await expect(details.getByText('The folder is empty')).toBeVisible()
    await window.keyboard.press('ArrowLeft')
    await expect(row('empty')).toHaveAttribute('aria-expanded', 'false')
    await expect(details.getByText('The folder is empty')).toHaveCount(0)
    for (const name of ['kept', 'src']) {
      await window.keyboard.press('ArrowDown')
      await expect(row(name)).toBeFocused()
    }
    await window.keyboard.press('ArrowRight')
    await expect(row('config.ts')).toHaveAttribute('aria-level', '2')
    await expect(row('src')).toContainText('23 B')
    await window.keyboard.press('ArrowRight')
    await expect(row('reports')).toBeFocused()
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Enter')
    await expect(row('config.ts')).toHaveAttribute('aria-selected', 'true')
    const preview = details.getByRole('region', { name: 'Preview of /app/src/config.ts' })
    await expect(preview.getByRole('group')).toHaveText('export const port = 80\n')
    await expect(preview.locator('[data-code=keyword]')).toHaveText(['export', 'const'])
    await expect(preview).toContainText(/\/app\/src\/config\.ts · 23 B · .+ · Only here/)
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme })
      await expectAccessible(window)
      await window.screenshot({ path: `out/pictures/files-tree-${colorScheme}.png` })
    }
    const size = window.viewportSize()
    await window.setViewportSize({ width: 960, height: 600 })
    await expect(row('config.ts')).toBeVisible()
    await expect(preview).toBeVisible()
    await window.screenshot({ path: 'out/pictures/files-tree-960.png' })
    expect(await overflowing(window)).toEqual([])
    if (size) await window.setViewportSize(size)

    await row('large.log').click()
    const large = details.getByRole('region', { name: 'Preview of /app/large.log' })
    await expect(large).toContainText('The first 64 KB of 3 MB.')
    await expect(large.getByRole('group')).toContainText('line')
    await expect(large.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0)
    await row('zeros').click()
    await expect(details.getByText('This is not text')).toBeVisible()
    await row('dots.gif').click()
    const picture = details.getByRole('img', { name: 'Picture dots.gif, 3 by 2 dots' })
    await expect(picture).toBeVisible()
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(3)
    await window.screenshot({ path: 'out/pictures/files-picture.png' })
    await details.getByRole('button', { name: 'Close the preview' }).click()
    await expect(row('dots.gif')).toBeFocused()

    await details.getByRole('switch', { name: 'Only what changed' }).click()
    await expect(row('kept')).toHaveCount(0)
    await expect(row('config.ts')).toBeVisible()
    await details.getByRole('button', { name: 'lead', exact: true }).click()
    await expect(details.getByRole('treegrid', { name: 'Files in /app/lead' })).toContainText('config.ts')
  })

test('asks before what is not saved is lost, wherever somebody goes', async ({ window, engine }) => {
  const script = 'mkdir -p /app; echo port=80 > /app/config; echo a=1 > /kept/in-volume; sleep 600'
  docker(
    engine.host,
    ...['run', '-d', '--name', 'filed', '--stop-signal', 'SIGKILL', '-v', 'filed-data:/kept'],
    ...['busybox', 'sh', '-c', script],
  )
  docker(engine.host, 'create', '--name', 'beside', 'busybox')
  await window.getByRole('row', { name: /filed/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of filed' })
  await details.getByRole('tab', { name: 'Files' }).click()
  await details.getByRole('button', { name: 'app', exact: true }).click()
  await details.getByRole('button', { name: 'config', exact: true }).click()
  await details.getByRole('button', { name: 'Edit', exact: true }).click()
  const text = details.getByLabel('Text of /app/config')
  await text.fill('port=1\n')
  const question = window.getByRole('alertdialog', { name: 'Leave config without saving?' })
  const keep = question.getByRole('button', { name: 'Keep editing' })

  await window.getByRole('navigation').getByRole('button', { name: 'Images' }).click()
  await expect(keep).toBeFocused()
  await window.screenshot({ path: 'out/pictures/files-unsaved.png' })
  await expectAccessible(window)
  await window.keyboard.press('Escape')
  await expect(text).toHaveValue('port=1\n')
  await window.getByRole('row', { name: /beside/ }).click()
  await keep.click()
  await expect(text).toHaveValue('port=1\n')
  // The browser's own question; staying is what dismissing it means.
  const asked = window.waitForEvent('dialog')
  await window.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await window.getByRole('navigation').getByRole('button', { name: 'Volumes' }).click()
  await question.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Volumes', exact: true })).toBeVisible()
  expect(docker(engine.host, 'exec', 'filed', 'cat', '/app/config')).toBe('port=1')

  // A volume is reached through the container that runs with it, and through another one when that ends.
  await window.getByRole('button', { name: 'More actions for filed-data' }).click()
  await window.getByRole('menuitem', { name: 'Files…' }).click()
  const files = window.getByRole('dialog', { name: /filed-data/ })
  await files.getByRole('button', { name: 'in-volume', exact: true }).click()
  await files.getByRole('button', { name: 'Edit', exact: true }).click()
  await files.getByRole('button', { name: 'More actions for in-volume' }).click()
  await expect(window.getByRole('menuitem', { name: 'Copy out…' })).toBeVisible()
  await window.keyboard.press('Escape')
  const inVolume = files.getByLabel('Text of /in-volume')
  await inVolume.fill('a=2\n')
  docker(engine.host, 'stop', 'filed')
  await expect(inVolume).toHaveValue('a=2\n')
  await files.getByRole('button', { name: 'Close', exact: true }).click()
  await window
    .getByRole('alertdialog', { name: 'Leave in-volume without saving?' })
    .getByRole('button', { name: 'Save', exact: true })
    .click()
  await expect(files).toHaveCount(0)
  const look = 'cat /v/in-volume || ls -lAn /v'
  expect(docker(engine.host, 'run', '--rm', '-v', 'filed-data:/v', 'busybox', 'sh', '-c', look)).toBe('a=2')
})
