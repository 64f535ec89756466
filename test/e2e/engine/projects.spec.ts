// A Compose project in the window: opened by its path, started, seen as graph, changed in the editor, brought down.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import { takeLooks } from '../support/looks'
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

/** The mark beside a line: none where nothing is wrong in this file. */
async function markedLine(window: Page): Promise<string[]> {
  const tops = (selector: string): Promise<[string, number][]> =>
    window
      .locator(selector)
      .evaluateAll((all) =>
        all.map((one): [string, number] => [
          one.textContent ?? '',
          Math.round(one.getBoundingClientRect().top),
        ]),
      )
  const numbers = await tops('.cm-lineNumbers .cm-gutterElement')
  const marks = await tops('.cm-gutter-lint .cm-gutterElement:has(.cm-lint-marker-error)')
  return marks.map(([, top]) => numbers.find(([, at]) => Math.abs(at - top) < 4)?.[0] ?? 'nowhere')
}

test('completes, marks what is wrong where it is, and applies what was looked at', async ({
  window,
  portside,
  engine,
}) => {
  window.setDefaultTimeout(60_000)
  const more = join(folder, 'shopfront', 'compose.override.yaml')
  await writeFile(file, 'services:\n  web:\n    image: busybox\n    init: true\n    command: sleep 600\n')
  await writeFile(more, 'services:\n  web:\n    environment:\n      MODE: one\n')
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' })
  /** Nothing while Compose makes it, or makes it again. */
  const mode = (): string =>
    docker('ps', '-aq', '--filter', 'name=^/shopfront-web-1$') === ''
      ? ''
      : docker('inspect', '-f', '{{.Config.Env}} {{.HostConfig.Privileged}}', 'shopfront-web-1')
  const list = window.getByRole('listbox')
  const chosen = list.locator('[aria-selected="true"]')
  const key = (name: string): Promise<void> => window.keyboard.press(name)
  /** For 75 ms CodeMirror takes no key for a list that has just come: it was meant for the text. */
  const listens = async (): Promise<void> => {
    await expect(list).toBeVisible()
    await window.waitForTimeout(100)
  }
  try {
    await window.getByRole('button', { name: 'Projects', exact: true }).click()
    await window.getByRole('button', { name: 'Open compose file…' }).first().click()
    await window.getByLabel('Path of the file or its folder').fill(join(folder, 'shopfront'))
    await window.getByRole('button', { name: 'Open', exact: true }).click()
    await window.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(window.getByRole('status').filter({ hasText: 'Bring up: done' })).toBeVisible({
      timeout: 120_000,
    })
    await expect.poll(mode).toContain('MODE=one')

    await window.getByRole('tab', { name: 'Files' }).click()
    await window.getByRole('combobox', { name: 'File', exact: true }).selectOption(more)
    const editor = window.getByRole('textbox', { name: more })
    await editor.click()
    await key('Control+End')
    await window.keyboard.type('    privi')
    await expect(chosen).toContainText('privileged')
    await key('Escape')
    await expect(list).toHaveCount(0)
    // By keys alone: opened, walked down and up, taken.
    await key('Control+Space')
    await listens()
    await key('Enter')
    await expect(editor).toContainText('privileged: ')
    await key('Control+Space')
    await expect(list.getByRole('option')).toHaveText(['false', 'true'])
    await listens()
    await key('ArrowDown')
    await expect(chosen).toHaveText('true')
    await key('ArrowUp')
    await expect(chosen).toHaveText('false')
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await window.screenshot({ path: `out/pictures/project-complete-en-${colorScheme}.png` })
    }
    await key('ArrowDown')
    await expect(chosen).toHaveText('true')
    await key('Enter')
    await expect(editor).toContainText('privileged: true')
    await expect(window.getByText('Compose understands this text.')).toBeVisible()
    expect(await markedLine(window)).toEqual([])

    // The editor goes on where the line before began.
    await window.keyboard.type('\ncomand: x')
    await key('Escape')
    await expect(window.getByText(/compose\.override\.yaml:6:5.*comand/)).toBeVisible()
    await expect.poll(() => markedLine(window)).toEqual(['6'])
    await takeLooks(window, portside, 'project-wrong')
    await expect(window.getByRole('button', { name: 'Save' })).toBeDisabled()
    // The other file is as it was, and so is not marked.
    await window.getByRole('combobox', { name: 'File', exact: true }).selectOption(file)
    await expect(window.getByRole('textbox', { name: file })).toContainText('sleep 600')
    expect(await markedLine(window)).toEqual([])
    // Wrong on the disk: told while another file is open, with its place, and marked only where it is.
    await writeFile(file, 'services:\n  web:\n    image: busybox\n    comand: x\n')
    await window.getByRole('combobox', { name: 'File', exact: true }).selectOption(more)
    await window.getByRole('button', { name: 'Discard' }).click()
    await expect(window.getByText(/(?<!override\.)compose\.yaml:4:5.*comand/)).toBeVisible()
    expect(await markedLine(window)).toEqual([])
    await window.getByRole('combobox', { name: 'File', exact: true }).selectOption(file)
    await expect.poll(() => markedLine(window)).toEqual(['4'])
    await writeFile(file, 'services:\n  web:\n    image: busybox\n    init: true\n    command: sleep 600\n')
    await window.getByRole('combobox', { name: 'File', exact: true }).selectOption(more)
    await editor.click()
    await key('Control+End')
    await window.keyboard.type('    privileged: true')
    await key('Escape')
    await expect(window.getByText('Compose understands this text.')).toBeVisible()
    await window.getByRole('button', { name: 'Show changes' }).click()
    const line = window.locator('.cm-line.cm-changedLine, .cm-line.cm-insertedLine')
    await expect(line).toHaveText(['    privileged: true'])
    await takeLooks(window, portside, 'project-diff')
    await window.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => readFile(more, 'utf8')).toContain('privileged: true')
    await window.getByRole('button', { name: 'Start', exact: true }).click()
    await expect.poll(mode, { timeout: 60_000 }).toMatch(/MODE=one.* true/)
  } finally {
    await portside.command('compose', 'down', 'shopfront')
    await portside.command('compose', 'forget', 'shopfront')
  }
})
