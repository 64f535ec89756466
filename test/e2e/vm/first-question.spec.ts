// Somebody new on the real machine: the window asks for the home folder before anything starts, and containers see it then.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppStatus } from '../../../preload/model'
import { expectAccessible } from '../support/accessible'
import { openContainers, watchErrors } from '../support/fixtures'
import { expect, test } from '../support/machine'
import { expectRoom } from '../support/room'
import { visit } from '../support/visit'

test('asks once whether containers may use the home folder, and starts with the answer, step by step', async ({
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
  await expect(page.getByText('Image', { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Run your first container' })).toBeVisible({
    timeout: 150_000,
  })
  await expect(question).toHaveCount(0)

  await writeFile(join(home, 'from-here'), 'seen')
  const shared = ['run', '--rm', '-v', `${home}:/mine`, 'busybox', 'cat', '/mine/from-here']
  expect((await portside.docker(...shared)).stdout).toBe('seen')

  await portside.command('settings', 'set', 'welcomeSeen', 'true')
  await visit(page, portside.url)
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await openContainers(page)
  await expect(page.getByText('No containers yet')).toBeVisible()
  await expect(page.getByText('Engine running')).toBeVisible()
  expect(errors).toEqual([])
})
