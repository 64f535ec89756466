// The run form on a real engine: a pasted command fills it in, what is missing is said, and the container is as asked.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import { takeLooks } from '../support/looks'

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
     --cidfile x -u 1234 --init busybox sh -c 'id -u; echo "$WORDS"; sleep 600'`,
  )
  await expect(dialog.getByText('--cidfile x is left out: docker writes that file')).toBeVisible()
  await expect(dialog.getByLabel('Image', { exact: true })).toHaveValue('busybox')
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

const pasted = `docker run -d --name carried -v "$(pwd)":/site -v carried-data:/data:ro --tmpfs /run:size=1m \\
  --cap-add NET_ADMIN --pid host --add-host db:10.0.0.2 --shm-size 32m --ulimit nofile=1024:2048 --env-file .env \\
  -e TOKEN=$TOKEN --restart on-failure:3 --log-opt max-size=10m --stop-timeout 1 --security-opt seccomp=./rules.json \
  --cidfile /tmp/id --kernel-memory 8m busybox sleep 600; docker ps`

test('carries what the form has no field for, asks for what only a shell knows, and shows it for each shell', async ({
  window,
  engine,
  portside,
}) => {
  await window.getByRole('button', { name: 'Run…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Paste a docker run command' }).click()
  await dialog.getByLabel('A docker run command').fill(pasted)
  await expect(dialog.getByText('choose or type them below: $TOKEN $(pwd)')).toBeVisible()
  await expect(dialog.getByText('no part of this docker run: docker ps')).toBeVisible()
  await expect(dialog.getByText('The command has $(pwd) here. Choose the folder.')).toBeVisible()
  await window.screenshot({ path: 'out/pictures/run-asked.png' })
  await dialog.getByLabel('Folder on this computer').fill('/tmp')
  await dialog.getByRole('button', { name: 'Leave it empty' }).click()
  const lines = '# of the app\nMODE=test\nTOKEN=from the file\n'
  const file = { name: '.env', mimeType: 'text/plain', buffer: Buffer.from(lines) }
  await dialog.locator('input[type=file]').first().setInputFiles(file)
  await expect(dialog.getByLabel('Value', { exact: true }).first()).toHaveValue('test')
  const chosen = (name: string, text: string): Promise<void> =>
    dialog
      .getByLabel('./rules.json', { exact: true })
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  await chosen('other.txt', 'no rules')
  await expect(dialog.getByRole('alert')).toContainText('./rules.json holds no rules for system calls')
  await expect(dialog.getByText('--cidfile /tmp/id is left out')).toBeVisible()
  await expect(
    dialog.getByText('--kernel-memory 8m is left out: Docker no longer has this limit.'),
  ).toBeVisible()
  await takeLooks(window, portside, 'run-profile')
  await chosen('rules.json', '{ "defaultAction": "SCMP_ACT_ALLOW" }')
  const chips = dialog.locator('.also-flags li')
  await expect(chips).toHaveCount(10)
  const risk = dialog.getByText('It gets rights on the whole virtual machine: --pid host')
  await expect(risk).toBeVisible()
  await chips.first().scrollIntoViewIfNeeded()
  await expectAccessible(window, 'all')
  await takeLooks(window, portside, 'run-also')
  await window.locator('html[lang="en"]').waitFor()
  await dialog.getByRole('button', { name: 'Leave out --pid host' }).click()
  await expect(risk).toHaveCount(0)
  const command = dialog.getByLabel('The same as a command')
  await expect(command).toContainText('--cap-add NET_ADMIN \\')
  await dialog.getByLabel('Written for').selectOption('PowerShell')
  await expect(command).toContainText('--cap-add NET_ADMIN `')
  const saved = window.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as a compose file' }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('cap_add:')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(window.getByRole('row', { name: /carried/ })).toBeVisible()
  const format =
    '{{.HostConfig.CapAdd}} {{.HostConfig.PidMode}}|{{.HostConfig.ExtraHosts}} {{.HostConfig.ShmSize}} ' +
    '{{.HostConfig.RestartPolicy.MaximumRetryCount}} {{index .HostConfig.LogConfig.Config "max-size"}} ' +
    '{{.HostConfig.SecurityOpt}}'
  expect(docker(engine.host, 'inspect', '-f', format, 'carried')).toMatch(
    /^\[(?:CAP_)?NET_ADMIN\] \|\[db:10\.0\.0\.2\] 33554432 3 10m \[seccomp={"defaultAction":"SCMP_ACT_ALLOW"}\]$/,
  )
})

test('says what --pull does before it is done', async ({ window, portside }) => {
  await window.getByRole('button', { name: 'Run…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Paste a docker run command' }).click()
  const paste = dialog.getByLabel('A docker run command')
  await paste.fill('docker run --pull always busybox')
  await expect(dialog.getByText('Its registry is asked for a newer one first')).toBeVisible()
  await expect(dialog.getByText('Ask its registry for a newer busybox')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Update and run' })).toBeEnabled()
  await takeLooks(window, portside, 'run-pull-always')
  await window.locator('html[lang="en"]').waitFor()
  await paste.fill('docker run --pull missing busybox')
  await expect(dialog.getByText('Image is here, no download')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeEnabled()
  await paste.fill('docker run --pull never portside/nowhere')
  await expect(dialog.getByText('Not on this computer, and --pull never downloads nothing')).toBeVisible()
  await takeLooks(window, portside, 'run-pull-never')
  await window.locator('html[lang="en"]').waitFor()
  await expect(dialog.getByText('It is not on this computer. Choose another image')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Leave out --pull never' }).click()
  await expect(dialog.getByRole('button', { name: 'Download and run' })).toBeEnabled()
})

test('asks for what an image does not start without', async ({ window }) => {
  await window.getByRole('button', { name: 'Run…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Image', { exact: true }).fill('postgres:16')
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
  await expect(dialog.getByLabel('Image', { exact: true })).toHaveValue('busybox')
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

test('takes out and changes networks and data of a container that is run again, by keys alone', async ({
  window,
  engine,
  portside,
}) => {
  const run = (...args: string[]): string => docker(engine.host, ...args)
  for (const name of ['front', 'back']) run('network', 'create', `${name}-net`)
  try {
    run(
      ...['run', '-d', '--name', 'moved', '--stop-timeout', '0', '--network', 'front-net', '-v', '/scratch'],
      ...[
        '--network-alias',
        'api',
        '--mount',
        'type=tmpfs,dst=/t,tmpfs-size=1048576',
        'busybox',
        'sleep',
        '600',
      ],
    )
    run('network', 'connect', '--alias', 'behind', 'back-net', 'moved')
    await window.getByRole('row', { name: /moved/ }).click()
    await window.getByRole('button', { name: 'More actions for moved' }).first().click()
    await window.getByRole('menuitem', { name: 'Run again with changes…' }).click()
    const dialog = window.getByRole('dialog')
    await expect(dialog.locator('.also-flags li')).toHaveCount(6)
    await dialog.getByRole('button', { name: 'Leave out --network name=back-net,alias=behind' }).focus()
    await window.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Change --network name=front-net,alias=api' }).focus()
    await window.keyboard.press('Enter')
    await window.keyboard.press('Control+a')
    await window.keyboard.type('name=front-net,alias')
    await expect(dialog.getByText(/stays on this computer/)).toHaveCount(0)
    await expect(dialog.getByLabel('Value of --network')).toHaveAttribute('aria-invalid', 'true')
    await window.keyboard.type('=web')
    await takeLooks(window, portside, 'run-again-changed')
    await window.locator('html[lang="en"]').waitFor()
    await dialog.getByLabel('Value of --network').press('Enter')
    await dialog.getByRole('button', { name: 'Leave out --volume /scratch' }).focus()
    await window.keyboard.press('Enter')
    await expect(dialog.getByText('What is in /scratch stays on this computer')).toBeVisible()
    // The flag beside it is where the keys are now.
    await expect(dialog.locator('.also-flags button:focus')).toHaveCount(1)
    await dialog.getByRole('button', { name: /^Leave out --mount/ }).focus()
    await window.keyboard.press('Enter')
    await expectAccessible(window, 'all')
    await takeLooks(window, portside, 'run-again-left')
    await window.locator('html[lang="en"]').waitFor()
    await dialog.getByRole('button', { name: 'Make again' }).click()
    await expect(window.getByText('moved runs with the changes')).toBeVisible()
    const after = JSON.parse(run('inspect', 'moved'))[0]
    expect(Object.keys(after.NetworkSettings.Networks)).toEqual(['front-net'])
    expect(after.NetworkSettings.Networks['front-net'].Aliases).toContain('web')
    expect(after.NetworkSettings.Networks['front-net'].Aliases).not.toContain('api')
    expect(after.Mounts).toEqual([])
    expect(after.HostConfig.Mounts ?? []).toEqual([])
  } finally {
    run('rm', '-fv', 'moved')
    for (const name of ['front', 'back']) run('network', 'rm', `${name}-net`)
  }
})
