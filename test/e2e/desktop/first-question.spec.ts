// Somebody new in the desktop app: its window asks for the home folder before anything starts, and keeps a no as well.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { AppStatus } from '../../../preload/model'
import { run } from '../../../main/base/child'
import { expectAccessible } from '../support/accessible'
import { startDesktop, type DesktopApp } from '../support/desktop'
import { watchErrors } from '../support/fixtures'

/** The home folder of somebody new. */
let userHome: string
let desktop: DesktopApp | undefined

test.beforeEach(async () => {
  userHome = await mkdtemp(join(tmpdir(), 'psdesk-user-'))
})
test.afterEach(async () => {
  await desktop?.stop()
  await rm(userHome, { recursive: true, force: true })
})

const machineOf = async ({ home }: DesktopApp): Promise<AppStatus['machine']> => {
  const env = { ...process.env, PORTSIDE_HOME: home, FORCE_COLOR: undefined }
  const { stdout } = await run(process.execPath, ['out/main/portside.js', 'status', '--json'], { env })
  return (JSON.parse(stdout) as AppStatus).machine
}

const settingsOf = async ({ home }: DesktopApp): Promise<{ readonly [name: string]: unknown }> =>
  JSON.parse(await readFile(join(home, 'settings.json'), 'utf8').catch(() => '{}')) as object as {
    readonly [name: string]: unknown
  }

test('asks once for the home folder, starts nothing before the answer, and shares nothing after a no', async () => {
  const env = { HOME: userHome }
  desktop = await startDesktop({ welcome: true, env })
  const { page } = desktop
  const errors = watchErrors(page)
  const question = page.getByRole('switch', { name: 'May containers use the files of your home folder?' })
  await expect(question).toBeChecked()
  await expect(page.getByText(userHome)).toBeVisible()
  await expect(page.locator('.check-list .is-checking')).toHaveCount(0)
  await expectAccessible(page)
  await page.screenshot({ path: 'out/pictures/desktop-home-en-light.png' })
  expect((await machineOf(desktop)).state).toBe('absent')

  await question.click()
  await expect(question).not.toBeChecked()
  await page.getByRole('button', { name: 'Start the engine', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Starting the engine' })).toBeVisible()
  await expect.poll(async () => (await machineOf(desktop as DesktopApp)).state).not.toBe('absent')
  await expect.poll(async () => (await settingsOf(desktop as DesktopApp)).foldersAsked).toBe(true)
  expect((await settingsOf(desktop)).sharedFolders ?? []).toEqual([])
  await expect(question).toHaveCount(0)
  expect(errors).toEqual([])

  // The next start of the app does not ask again.
  const { home } = desktop
  await desktop.quit()
  desktop = await startDesktop({ welcome: true, home, env })
  await expect(desktop.page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect
    .poll(async () => (await machineOf(desktop as DesktopApp)).state, { timeout: 120_000 })
    .not.toBe('absent')
  await expect(
    desktop.page.getByRole('switch', { name: 'May containers use the files of your home folder?' }),
  ).toHaveCount(0)
})
