// A machine that was erased: the next one is begun by hand, and nothing is asked as of somebody new.
import type { AppStatus } from '../../../preload/model'
import { expect, test } from '../support/machine'
import { visit } from '../support/visit'

test('an erased machine is not the first one any more', async ({ page, portside }) => {
  const erased = await portside.command('erase', 'erase')
  const { machine } = JSON.parse((await portside.command('status', '--json')).stdout) as AppStatus
  expect([erased.exitCode, machine.state]).toEqual([0, 'absent'])
  await portside.command('settings', 'reset', 'sharedFolders', 'welcomeSeen')
  await visit(page, portside.url)
  await page.getByRole('button', { name: /Check this computer/ }).click()
  await expect(page.getByRole('button', { name: 'Start the engine', exact: true })).toBeVisible()
  await expect(
    page.getByRole('switch', { name: 'May containers use the files of your home folder?' }),
  ).toHaveCount(0)
})
