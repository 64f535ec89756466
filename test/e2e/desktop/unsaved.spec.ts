// A text that is not saved in the desktop app: closing the window keeps it, quitting asks first.
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { composeFolder } from '../../support/compose'
import { startDesktop, type DesktopApp } from '../support/desktop'
import { expect, test } from '../support/fixtures'

let desktop: DesktopApp
const name = 'unsaved-desk'

const docker = (socket: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', `unix://${socket}`, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(async ({ engine }) => {
  docker(engine.socket, 'pull', '-q', 'busybox')
  docker(
    engine.socket,
    ...['run', '-d', '--name', name, '--stop-signal', 'SIGKILL', 'busybox'],
    ...['sh', '-c', 'mkdir /app; echo port=80 > /app/config; sleep 600'],
  )
  desktop = await startDesktop({
    engine: engine.socket,
    args: [`portside://container/${name}/files`],
    env: { PATH: `${await composeFolder()}:${process.env.PATH}` },
  })
})
test.afterAll(async ({ engine }) => {
  await desktop?.stop()
  docker(engine.socket, 'rm', '-fv', name)
})

const word = '# mine'

/** Into the editor of a project; looking elsewhere loses nothing, and asks nothing. */
async function typeIntoCompose(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: 'Projects', exact: true }).click()
  await page.getByRole('button', { name: 'Open compose file…' }).first().click()
  await page.getByLabel('Path of the file or its folder').fill(folder)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('tab', { name: 'Files' }).click()
  const editor = page.getByRole('textbox', { name: /compose\.yaml$/ })
  await editor.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type(`${word}\n`)
  await expect(page.getByText('Compose understands this text.')).toBeVisible()
  await page.getByRole('button', { name: 'Containers', exact: true }).click()
}

test('closing the window keeps it, and quitting asks first', async ({ engine }) => {
  const { page } = desktop
  // The link that started the app comes before the engine is there.
  const details = page.getByRole('complementary', { name: `Details of ${name}` })
  await expect(details.getByRole('button', { name: 'app', exact: true })).toBeVisible()
  const folder = join(desktop.home, 'team')
  await mkdir(folder)
  const file = join(folder, 'compose.yaml')
  await writeFile(file, 'services: { web: { image: busybox } }\n')
  await typeIntoCompose(page, folder)
  await details.getByRole('button', { name: 'app', exact: true }).click()
  await details.getByRole('button', { name: 'config', exact: true }).click()
  await details.getByRole('button', { name: 'Edit', exact: true }).click()
  const text = details.getByLabel('Text of /app/config')
  await text.fill('port=8080\n')
  await expect(details.getByText('Not saved yet')).toBeVisible()

  await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await desktop.click('tray', 'Open Portside')
  await expect(text).toHaveValue('port=8080\n')

  const asks = (about: string) => page.getByRole('alertdialog', { name: `Leave ${about} without saving?` })
  const [draft, question] = [asks('compose.yaml'), asks('config')]
  await desktop.click('application', 'File', 'Quit')
  await expect(draft).toBeVisible()
  await draft.getByRole('button', { name: 'Keep editing' }).click()
  await expect(draft).toHaveCount(0)
  await expect(text).toHaveValue('port=8080\n')
  expect(docker(engine.socket, 'exec', name, 'cat', '/app/config')).toBe('port=80')
  expect(await readFile(file, 'utf8')).not.toContain(word)

  // One after the other; whoever stays at the second has saved the first.
  await desktop.click('application', 'File', 'Quit')
  await draft.getByRole('button', { name: 'Save', exact: true }).click()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(question).toHaveCount(0)
  await expect.poll(() => readFile(file, 'utf8')).toBe(`${word}\nservices: { web: { image: busybox } }\n`)

  const ended = new Promise((done) => desktop.electron.process().once('exit', done))
  await desktop.click('application', 'File', 'Quit')
  await question.getByRole('button', { name: 'Save', exact: true }).click()
  await ended
  expect(docker(engine.socket, 'exec', name, 'cat', '/app/config')).toBe('port=8080')
})
