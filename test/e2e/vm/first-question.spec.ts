// Somebody new on the real machine: the window asks for the home folder before anything starts, and containers see it then.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { AppStatus } from '../../../preload/model'
import { testImages } from '../../support/images/storage'
import { startRegistry } from '../../support/registry'
import { expectAccessible } from '../support/accessible'
import { watchErrors } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'
import { expectRoom } from '../support/room'
import { visit } from '../support/visit'

interface Newcomer {
  readonly portside: Portside
  /** The home folder of somebody new; `opened` in it notes the address that was opened. */
  readonly home: string
}

const hostAlias = '192.168.127.254'

const test = base.extend<{ newcomer: Newcomer }>({
  newcomer: async ({}, provide) => {
    const registry = await startRegistry({ storage: await testImages() })
    const home = await mkdtemp(join(tmpdir(), 'pse2e-user-'))
    await mkdir(join(home, 'bin'))
    const opener = '#!/bin/sh\necho "$1" >"$HOME/opened"\n'
    await writeFile(join(home, 'bin/xdg-open'), opener, { mode: 0o755 })
    const mirror = `${hostAlias}:${registry.port}`
    const daemon = { 'registry-mirrors': [`http://${mirror}`], 'insecure-registries': [mirror] }
    const portside = await startPortside({
      ...{ welcome: true, open: true },
      env: { HOME: home, PATH: `${home}/bin:${process.env.PATH}`, DISPLAY: ':0' },
      prepare: (state) => writeFile(join(state, 'daemon.json'), JSON.stringify(daemon)),
    })
    await provide({ portside, home })
    await portside.stop()
    await registry.stop()
    await rm(home, { recursive: true })
  },
})

test('asks once whether containers may use the home folder, and starts with the answer', async ({
  page,
  newcomer: { portside, home },
}) => {
  test.setTimeout(480_000)
  const errors = watchErrors(page)
  const machine = async (): Promise<string> =>
    (JSON.parse((await portside.command('status', '--json')).stdout) as AppStatus).machine.state
  await expect.poll(() => readFile(join(home, 'opened'), 'utf8').catch(() => '')).toContain(portside.url)
  await visit(page, portside.url)
  const question = page.getByRole('switch', { name: 'May containers use the files of your home folder?' })
  await expect(question).toBeChecked()
  await expect(page.locator('.check-list li').first()).toBeVisible()
  await expect(page.locator('.check-list .is-checking')).toHaveCount(0)
  await expectAccessible(page)
  await page.screenshot({ path: 'out/pictures/welcome-home-en-light.png' })
  await portside.command('settings', 'set', 'language', 'ko')
  await expect(page.getByText('컨테이너가 홈 폴더의 파일을 사용해도 될까요?')).toBeVisible()
  await expectRoom(page, 'welcome-home-960-ko')
  await portside.command('settings', 'reset', 'language')
  // Nothing has begun, and keys answer as well.
  expect(await machine()).toBe('absent')
  await question.focus()
  await page.keyboard.press('Space')
  await expect(question).not.toBeChecked()
  await page.keyboard.press('Space')
  await expect(question).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Starting the engine' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Run your first container' })).toBeVisible({
    timeout: 150_000,
  })
  await expect(question).toHaveCount(0)
  expect(errors).toEqual([])

  await writeFile(join(home, 'from-here'), 'seen')
  const shared = ['run', '--rm', '-v', `${home}:/mine`, 'busybox', 'cat', '/mine/from-here']
  expect((await portside.docker(...shared)).stdout).toBe('seen')

  // An erased machine is not the first one any more.
  const erased = await portside.command('erase', 'erase')
  expect([erased.exitCode, await machine()]).toEqual([0, 'absent'])
  await portside.command('settings', 'reset', 'sharedFolders')
  await page.reload()
  await page.getByRole('button', { name: /Check this computer/ }).click()
  await expect(page.getByRole('button', { name: 'Start the engine', exact: true })).toBeVisible()
  await expect(question).toHaveCount(0)
})
