// Volumes in the window, on a real engine: made, measured, used, kept, cleaned up; and the portside command.
import { execFileSync, spawnSync } from 'node:child_process'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

const containersOf = (host: string): string[] => docker(host, 'ps', '-aq').split('\n').filter(Boolean)

/** Some are going by themselves just then, as those that read a volume's files: they are waited for. */
async function clearContainers(host: string): Promise<void> {
  const gone = (): string[] => {
    const left = containersOf(host)
    if (left.length === 0) return left
    const { stderr } = spawnSync('docker', ['--host', host, 'rm', '-fv', ...left], { encoding: 'utf8' })
    const others = stderr
      .split('\n')
      .filter((line) => line !== '' && !/already in progress|No such container/.test(line))
    expect(others).toEqual([])
    return containersOf(host)
  }
  await expect.poll(gone, { timeout: 30_000 }).toEqual([])
}

/** Other specs leave named volumes, as people do. */
async function clear(host: string): Promise<void> {
  await clearContainers(host)
  const volumes = docker(host, 'volume', 'ls', '-q').split('\n').filter(Boolean)
  if (volumes.length > 0) docker(host, 'volume', 'rm', ...volumes)
}

test.beforeEach(async ({ engine, window }) => {
  await clear(engine.host)
  await window.getByRole('button', { name: 'Volumes', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Volumes' })).toBeVisible()
})
test.afterEach(async ({ engine }) => clear(engine.host))

test('makes a volume, shows its size and user, and keeps it while it is used', async ({
  window,
  engine,
  portside,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  await window.getByRole('button', { name: 'New…' }).click()
  await window.getByRole('dialog').getByLabel('Name').fill('shop-data')
  await window.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  const row = window.getByRole('row', { name: /shop-data/ })
  await expect(row).toContainText('Not used')
  expect(docker(engine.host, 'volume', 'ls', '-q')).toBe('shop-data')

  const fill = ['sh', '-c', 'head -c 3000000 /dev/zero > /data/file']
  docker(engine.host, 'run', '--name', 'shop-db', '-v', 'shop-data:/data', 'busybox', ...fill)
  await expect(row).toContainText('shop-db')
  await window.getByRole('button', { name: /^Measure/ }).click()
  await expect(row).toContainText('3 MB')

  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: /Remove/ }).click()
  await expect(window.getByRole('dialog', { name: 'shop-data is in use' })).toContainText('shop-db')
  await window.keyboard.press('Escape')

  // Its container has ended: the files are there to be seen all the same.
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Files…' }).click()
  const files = window.getByRole('dialog', { name: 'Files of shop-data' })
  await expect(files.getByRole('row', { name: /^file/ })).toContainText('3 MB')
  await expectAccessible(window)
  await files.getByRole('button', { name: 'Close', exact: true }).click()
  await expect.poll(() => docker(engine.host, 'ps', '-q')).toBe('')
  const listed = await portside.command('volumes', 'files', 'shop-data', '--json')
  expect(JSON.parse(listed.stdout)).toMatchObject({ files: [{ name: 'file', sizeBytes: 3_000_000 }] })

  const { stdout } = await portside.command('volumes', '--json')
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'shop-data', driver: 'local', usedBy: ['shop-db'] }])
  // What held the volume for the command goes a moment later, and cannot be removed twice.
  await expect.poll(() => docker(engine.host, 'ps', '-a', '--format', '{{.Names}}')).toBe('shop-db')
})

test('saves a volume to a file, makes one of it, and copies one', async ({ window, engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  const fill = ['sh', '-c', 'head -c 3000000 /dev/zero > /data/file']
  docker(engine.host, 'run', '--name', 'shop-db', '-v', 'shop-data:/data', 'busybox', ...fill)
  const row = window.getByRole('row', { name: /shop-data/ })
  await expect(row).toContainText('shop-db')
  await row.getByRole('button', { name: /More actions/ }).click()
  const saved = window.waitForEvent('download')
  await window.getByRole('menuitem', { name: 'Save to a file…' }).click()
  const file = await (await saved).path()
  await expect(window.getByText('Saved shop-data')).toBeVisible()
  await window.getByRole('button', { name: 'From a file…' }).click()
  await window.getByRole('dialog').getByLabel('Name').fill('shop-back')
  const chosen = window.waitForEvent('filechooser')
  await window.getByRole('dialog').getByRole('button', { name: 'Choose the file…' }).click()
  await (await chosen).setFiles(file)
  await expect(window.getByText('Made shop-back')).toBeVisible()
  const count = ['run', '--rm', '-v', 'shop-back:/data', 'busybox', 'wc', '-c', '/data/file']
  expect(docker(engine.host, ...count)).toBe('3000000 /data/file')
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Copy to a new volume…' }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(window.getByText('Made the copy shop-data-copy')).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: scheme })
    await expectAccessible(window)
    await window.screenshot({ path: `out/pictures/volume-transfers-${scheme}.png` })
  }
  docker(engine.host, 'volume', 'rm', 'shop-back', 'shop-data-copy')
})

test('deletes only what was ticked, and asks first', async ({ window, engine }) => {
  for (const name of ['keep-me', 'drop-me', 'one-more']) docker(engine.host, 'volume', 'create', name)
  await expect(window.getByRole('row', { name: /one-more/ })).toBeVisible()
  await window.getByRole('button', { name: 'Clean up…' }).click()
  const dialog = window.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused()
  await expect(dialog.getByRole('checkbox')).toHaveCount(3)
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await dialog.getByRole('checkbox', { name: /drop-me/ }).click()
  await dialog.getByRole('button', { name: 'Delete 1 volume' }).click()
  await expect(window.getByRole('row', { name: /drop-me/ })).toHaveCount(0)
  expect(docker(engine.host, 'volume', 'ls', '-q').split('\n').sort()).toEqual(['keep-me', 'one-more'])

  await window.getByRole('row', { name: /keep-me/ }).click()
  await window.keyboard.press('Delete')
  const ask = window.getByRole('alertdialog', { name: /keep-me/ })
  await expect(ask.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await ask.getByRole('button', { name: 'Delete the data' }).click()
  await expect(window.getByRole('row', { name: /keep-me/ })).toHaveCount(0)
})

test('names the container in the Trash that keeps a volume, until the Trash is emptied', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  docker(engine.host, 'create', '--name', 'shop-db', '-v', 'shop-data:/data', 'busybox')
  const row = window.getByRole('row', { name: /shop-data/ })
  await expect(row).toContainText('shop-db')
  await window.keyboard.press('Control+2')
  await window.getByRole('row', { name: /shop-db/ }).click()
  await window.keyboard.press('Delete')
  await expect(window.getByRole('row', { name: /shop-db/ })).toHaveCount(0)

  await window.keyboard.press('Control+4')
  await expect(row).toContainText('shop-db in the Trash')
  await window.screenshot({ path: 'out/pictures/volumes-trash.png' })
  await expectAccessible(window)
  // Nobody mounts it as far as lists go, and yet it cannot be deleted: it says why.
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: /Remove/ }).click()
  await window.getByRole('alertdialog').getByRole('button', { name: 'Delete the data' }).click()
  await expect(window.getByRole('alert')).toContainText('shop-db')
  await expect(window.getByRole('alert')).toContainText('Trash')
  expect(docker(engine.host, 'volume', 'ls', '-q')).toBe('shop-data')
  await window.keyboard.press('Escape')

  await window.keyboard.press('Control+2')
  await window.getByRole('button', { name: 'Columns and Trash' }).click()
  await window.getByRole('menuitem', { name: /Trash/ }).click()
  const trash = window.getByRole('dialog', { name: 'Trash' })
  await trash.getByRole('button', { name: 'Delete…' }).click()
  await trash.getByRole('button', { name: 'Delete for good' }).click()
  await expect(trash.getByText('The Trash is empty')).toBeVisible()
  await window.keyboard.press('Escape')
  await window.keyboard.press('Control+4')
  await expect(row).toContainText('Not used')
})

test('keeps restore points, and puts one back in the place of what is there', async ({
  window,
  engine,
  portside,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  const loop = 'echo then > /data/note; trap "exit 0" TERM; while :; do sleep 0.1; done'
  docker(engine.host, 'run', '-d', '--name', 'shop-db', '-v', 'shop-data:/data', 'busybox', 'sh', '-c', loop)
  await expect(window.getByRole('row', { name: /shop-data/ })).toContainText('Never')
  await window.getByRole('row', { name: /shop-data/ }).click()
  const details = window.getByRole('complementary', { name: 'Details of shop-data' })
  await details.getByRole('button', { name: 'Back up now' }).click()
  await expect(window.getByText('Backed up shop-data')).toBeVisible()
  await expect(window.getByRole('row', { name: /shop-data/ })).toContainText('just now')
  docker(engine.host, 'exec', 'shop-db', 'sh', '-c', 'echo now > /data/note; touch /data/later')
  // It writes its first line again as it starts: the volume is looked into while it stands still.
  docker(engine.host, 'stop', 'shop-db')

  const points = details.getByRole('region', { name: 'Restore points' }).getByRole('list')
  await points.getByRole('button', { name: /By hand/ }).click()
  for (const scheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: scheme })
    await expectAccessible(window)
    await window.screenshot({ path: `out/pictures/volume-points-${scheme}.png` })
  }
  await points.getByRole('button', { name: 'Restore this point' }).click()
  await expect(window.getByText('Restored shop-data')).toBeVisible()
  const look = ['run', '--rm', '-v', 'shop-data:/data', 'busybox', 'sh', '-c', 'ls /data; cat /data/note']
  expect(docker(engine.host, ...look)).toBe('note\nthen')
  await expect(points.getByRole('button', { name: /Before a restore/ })).toBeVisible()
  const { stdout } = await portside.command('volumes', 'backups', 'shop-data', '--json')
  expect(JSON.parse(stdout)).toMatchObject([{ kind: 'before-restore' }, { kind: 'manual' }])
  const [saved] = JSON.parse(stdout) as { id: string }[]
  const back = await portside.command('volumes', 'put-back', saved?.id ?? '')
  expect(`${back.exitCode} ${back.stderr}`).toBe('0 ')
  expect(docker(engine.host, ...look)).toBe('later\nnote\nnow')

  // It is still open.
  await points.getByRole('button', { name: 'Remove…' }).click()
  await window.getByRole('alertdialog').getByRole('button', { name: 'Remove the restore point' }).click()
  await expect(points.getByRole('button', { name: /By hand/ })).toHaveCount(0)

  await details.getByRole('button', { name: 'Back up daily' }).click()
  await expect(details.getByRole('button', { name: 'Daily at 18:00', pressed: true })).toBeVisible()
  const daily = await portside.command('volumes', 'daily', '--json')
  expect(JSON.parse(daily.stdout)).toEqual({ volumes: ['shop-data'], failed: {} })
  await portside.command('volumes', 'daily', 'shop-data', 'off')
  await expect(details.getByRole('button', { name: 'Back up daily' })).toBeVisible()
})
