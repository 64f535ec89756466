// The files of a container in the window, on a real engine: browsed, edited, carried out and in, running or not.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import type { Locator } from '@playwright/test'
import { expect, test } from '../support/fixtures'

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
    await expect(details.getByRole('grid', { name: 'Files in /app' })).toContainText('config')
    const { violations } = await new AxeBuilder({ page: window }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
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
    const { violations: wide } = await new AxeBuilder({ page: window }).analyze()
    expect(wide.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
    await window.screenshot({ path: `out/pictures/files-wide-${theme}.png` })
    await details.getByRole('button', { name: 'Back beside the list' }).click()
    await details.getByRole('button', { name: 'app', exact: true }).click()

    await details.getByRole('button', { name: 'config', exact: true }).click()
    const text = details.getByLabel('Text of /app/config')
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
    await details.getByRole('button', { name: 'Download new.txt' }).click()
    expect(await readFile(await (await download).path(), 'utf8')).toBe('second')
    await details.getByRole('button', { name: 'Folder above' }).click()
    await expect(details.getByRole('grid', { name: 'Files in /', exact: true })).toBeVisible()
  })
