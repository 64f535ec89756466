// The run form on a real engine: a pasted command fills it in, what is missing is said, and the container is as asked.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

const longName = 'SPRING_DATASOURCE_HIKARI_DATA_SOURCE_PROPERTIES_CACHE'

test('runs what a pasted command says, and names what it leaves out', async ({ window, engine }) => {
  await window.getByRole('button', { name: 'Run…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Paste a docker run command' }).click()
  const field = dialog.getByLabel('A docker run command')
  await field.fill('docker ps')
  await expect(dialog.getByText('It should begin with docker run.')).toBeVisible()
  await field.fill(
    `docker run -d --name pasted -e 'WORDS=a b' -e ${longName}=1 -v kept:/kept --label team=blue -m 64m --cpus 0.5 \\
     --gpus all -u 1234 --init busybox sh -c 'id -u; echo "$WORDS"; sleep 600'`,
  )
  await expect(dialog.getByText('except what has no field here: --gpus all')).toBeVisible()
  await expect(dialog.getByLabel('Image')).toHaveValue('busybox')
  await dialog.getByText('Folders, limits, networks, labels, program').click()
  const memory = dialog.getByLabel('Memory limit')
  const slider = dialog.getByRole('slider', { name: 'Most memory it may take' })
  await expect(memory).toHaveValue('64m')
  await expect(slider).toHaveAttribute('aria-valuetext', '64 MB')
  await slider.press('ArrowRight')
  await expect(memory).toHaveValue('96m')
  await slider.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', 'No limit')
  await memory.fill('64m')
  // A long name is readable, in every size of the window.
  const cut = (): Promise<string[]> =>
    dialog
      .locator('.env-name input')
      .evaluateAll((all: HTMLInputElement[]) =>
        all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ value }) => value),
      )
  for (const size of [
    { width: 960, height: 600 },
    { width: 1280, height: 800 },
  ]) {
    await window.setViewportSize(size)
    await expect(dialog.locator(`.env-name input[title="${longName}"]`)).toBeVisible()
    expect(await cut()).toEqual([])
    await window.screenshot({ path: `out/pictures/run-long-name-${size.width}.png` })
  }
  for (const theme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/run-pasted-${theme}.png` })
  }
  const download = window.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as a compose file' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toContain('image: "busybox"')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(window.getByRole('row', { name: /pasted/ })).toBeVisible()
  const format =
    '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.Config.User}} {{index .Config.Labels "team"}}'
  expect(docker(engine.host, 'inspect', '-f', format, 'pasted')).toBe('67108864 500000000 1234 blue')
  await expect.poll(() => docker(engine.host, 'logs', 'pasted')).toBe('1234\na b')
})

test('asks for what an image does not start without', async ({ window }) => {
  await window.getByRole('button', { name: 'Run…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Image').fill('postgres:16')
  await expect(dialog.getByText('POSTGRES_PASSWORD is required by this image.')).toBeVisible()
  await expect(dialog.getByText('1 field to finish')).toBeVisible()
  await dialog.getByRole('button', { name: 'Generate' }).click()
  await expect(dialog.getByText('1 field to finish')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Show the value' }).click()
  await expect(dialog.getByLabel('Value', { exact: true })).toHaveValue(/-A1$/)
})

test('runs a container again with changes, and keeps its data and what the form does not show', async ({
  window,
  engine,
}) => {
  docker(
    engine.host,
    ...[
      'run',
      '-d',
      '--name',
      'again',
      '--stop-timeout',
      '0',
      '-v',
      'again-data:/data',
      '--label',
      'team=blue',
    ],
    ...[
      '--cap-add',
      'NET_ADMIN',
      '-e',
      'MODE=old',
      'busybox',
      'sh',
      '-c',
      'echo kept >> /data/file; sleep 600',
    ],
  )
  const before = docker(engine.host, 'inspect', '-f', '{{.Id}}', 'again')
  const row = window.getByRole('row', { name: /again/ })
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Run again with changes…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Run again again with changes' })
  await expect(dialog.getByLabel('Image')).toHaveValue('busybox')
  await dialog.getByText('Folders, limits, networks, labels, program').click()
  await dialog.getByLabel('Memory limit').fill('96m')
  await dialog.getByRole('button', { name: 'Make again' }).click()
  await expect(window.getByText('again runs with the changes')).toBeVisible()
  const format =
    '{{.HostConfig.Memory}} {{index .Config.Labels "team"}} {{.HostConfig.CapAdd}} {{.State.Running}} {{.Config.Env}}'
  const after = docker(engine.host, 'inspect', '-f', format, 'again')
  expect(after).toMatch(/^100663296 blue \[(CAP_)?NET_ADMIN\] true \[.*MODE=old/)
  expect(docker(engine.host, 'inspect', '-f', '{{.Id}}', 'again')).not.toBe(before)
  await expect.poll(() => docker(engine.host, 'exec', 'again', 'cat', '/data/file')).toBe('kept\nkept')
  await expect(row).toHaveCount(1)
})
