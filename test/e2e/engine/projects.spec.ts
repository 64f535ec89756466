// A Compose project in the window: opened by its path, started, seen as graph, changed in the editor, brought down.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import type { Portside } from '../support/portside'

let folder: string
let file: string

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ps-'))
  await mkdir(join(folder, 'shopfront'))
  file = join(folder, 'shopfront', 'compose.yaml')
  await writeFile(
    file,
    `# the team's
services:
  db: { image: busybox, init: true, command: sleep 600, volumes: ["data:/data"] }
  web: { image: busybox, init: true, command: sleep 600, depends_on: [db], environment: ["A=\${NOT_SET}"] }
volumes: { data: {} }
`,
  )
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

/** A Why? opens by a key with its picture, closes by Escape, and gives the focus back. */
async function explainsWithTheKeyboard(window: Page): Promise<void> {
  const why = window.locator('.page-head').getByRole('button', { name: /Compose/ })
  await why.focus()
  await window.keyboard.press('Enter')
  const panel = window.locator('.why-panel')
  await expect(panel).toBeVisible()
  await expect(panel.locator('svg').first()).toBeVisible()
  expect(await panel.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  await expectAccessible(window)
  await window.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(why).toBeFocused()
}

/** The same project by `portside compose`, each answer read as JSON. */
async function followsCommands(portside: Portside): Promise<void> {
  const ask = async (...args: string[]): Promise<unknown> => {
    const { stdout, stderr, exitCode } = await portside.command('compose', ...args, '--json')
    expect(`${exitCode} ${stderr}`).toBe('0 ')
    return JSON.parse(stdout) as unknown
  }
  const project = 'shopfront'
  expect(await ask('ls')).toMatchObject([{ id: project, state: 'running' }])
  expect(await ask('open', folder + '/shopfront')).toEqual({ projectId: project })
  expect(await ask('check', project)).toMatchObject({
    findings: [{ kind: 'missing-variable', subject: 'NOT_SET' }],
  })
  expect(await ask('config', project)).toMatchObject({ services: [{ name: 'db' }, { name: 'web' }] })
  for (const verb of ['restart', 'up'])
    expect(await ask(verb, project, 'db')).toMatchObject({
      ...{ state: 'done', request: { verb, services: ['db'] } },
    })
  expect(await ask('scale', project, 'web=2')).toMatchObject({ state: 'done' })
  expect(await ask('ls')).toMatchObject([{ services: [{ name: 'db' }, { name: 'web', running: 2 }] }])
  expect(await ask('scale', project, 'web=1')).toMatchObject({ state: 'done' })
  const refused = await portside.command('compose', 'up', '/nowhere/compose.yaml', '--json')
  expect(refused.exitCode).toBe(1)
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'compose.no-file' } })
  expect((await portside.command('compose', 'dance', project)).exitCode).toBe(2)
}

test('opens, starts, edits and brings down a project', async ({ window, portside }) => {
  test.setTimeout(480_000)
  await window.getByRole('button', { name: 'Projects', exact: true }).click()
  await explainsWithTheKeyboard(window)
  await window.getByRole('button', { name: 'Open compose file…' }).first().click()
  await window.getByLabel('Path of the file or its folder').fill(join(folder, 'shopfront'))
  await window.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'shopfront' })).toBeVisible()
  await expect(window.getByRole('region', { name: 'Before it starts' })).toContainText('NOT_SET')
  await window.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(window.getByRole('status').filter({ hasText: 'Bring up: done' })).toBeVisible({
    timeout: 240_000,
  })
  await followsCommands(portside)
  await expect(window.getByRole('img', { name: 'web: Running, waits for db' })).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await window.screenshot({ path: `out/pictures/project-en-${theme}.png` })
    await expectAccessible(window)
  }
  await window.getByRole('tab', { name: 'Files' }).click()
  const editor = window.getByRole('textbox', { name: file })
  await editor.click()
  await window.keyboard.press('Control+Home')
  await window.keyboard.type('oops: 1\n')
  await expect(window.getByText(/compose\.yaml:1:1.*oops/)).toBeVisible()
  await window.keyboard.press('Control+Home')
  await window.keyboard.press('Shift+ArrowDown')
  await window.keyboard.press('Delete')
  await window.keyboard.type('# mine\n')
  await expect(window.getByText('Compose understands this text.')).toBeVisible()
  // What was typed is still there after another look elsewhere, and goes when it is not wanted.
  await window.getByRole('tab', { name: 'Services' }).click()
  await window.getByRole('button', { name: 'Images', exact: true }).click()
  await window.getByRole('button', { name: 'Projects', exact: true }).click()
  await window.getByRole('tab', { name: 'Files' }).click()
  await expect(editor).toContainText('# mine')
  await window.getByRole('button', { name: 'Discard' }).click()
  await expect(editor).not.toContainText('# mine')
  await editor.click()
  await window.keyboard.press('Control+Home')
  await window.keyboard.type('# mine\n')
  await expect(window.getByText('Compose understands this text.')).toBeVisible()
  await window.getByRole('button', { name: 'Show changes' }).click()
  await window.screenshot({ path: 'out/pictures/project-file-en-dark.png' })
  await expectAccessible(window)
  await window.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => readFile(file, 'utf8')).toContain('# mine\n# the team')
  await window.getByRole('button', { name: 'Bring down…' }).click()
  const ask = window.getByRole('alertdialog', { name: 'Bring shopfront down?' })
  await expect(ask).toContainText('shopfront_data')
  await ask.getByLabel(/Delete the volumes/).click()
  await ask.getByRole('button', { name: 'Bring down and delete volumes' }).click()
  await expect(window.getByText('Not started').first()).toBeVisible({ timeout: 60_000 })
})
