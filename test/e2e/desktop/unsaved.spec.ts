// A text that is not saved in the desktop app: closing the window keeps it, quitting asks first.
import { execFileSync } from 'node:child_process'
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
  desktop = await startDesktop({ engine: engine.socket, args: [`portside://container/${name}/files`] })
})
test.afterAll(async ({ engine }) => {
  await desktop?.stop()
  docker(engine.socket, 'rm', '-fv', name)
})

test('closing the window keeps it, and quitting asks first', async ({ engine }) => {
  const { page } = desktop
  // The link that started the app comes before the engine is there.
  const details = page.getByRole('complementary', { name: `Details of ${name}` })
  await details.getByRole('button', { name: 'app', exact: true }).click()
  await details.getByRole('button', { name: 'config', exact: true }).click()
  await details.getByRole('button', { name: 'Edit', exact: true }).click()
  const text = details.getByLabel('Text of /app/config')
  await text.fill('port=8080\n')
  await expect(details.getByText('Not saved yet')).toBeVisible()

  await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await desktop.click('tray', 'Open Portside')
  await expect(text).toHaveValue('port=8080\n')

  const question = page.getByRole('alertdialog', { name: 'Leave config without saving?' })
  await desktop.click('application', 'File', 'Quit')
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(question).toHaveCount(0)
  await expect(text).toHaveValue('port=8080\n')
  expect(docker(engine.socket, 'exec', name, 'cat', '/app/config')).toBe('port=80')

  const ended = new Promise((done) => desktop.electron.process().once('exit', done))
  await desktop.click('application', 'File', 'Quit')
  await question.getByRole('button', { name: 'Save', exact: true }).click()
  await ended
  expect(docker(engine.socket, 'exec', name, 'cat', '/app/config')).toBe('port=8080')
})
