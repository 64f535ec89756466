// Images in the window, on a real engine and a real registry: pull, run, port conflict, remove.
import { createServer, type AddressInfo } from 'node:net'
import { execFileSync } from 'node:child_process'
import { stallRegistry } from '../../support/stalled-registry'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

test('pulls an image from the registry and shows it', async ({ window, engine }) => {
  docker(engine.host, 'image', 'prune', '-af')
  await window
    .getByRole('link', { name: /Images/ })
    .or(window.getByRole('button', { name: /^Images/ }))
    .first()
    .click()
  await window.getByRole('button', { name: 'Pull…' }).first().click()
  await window.getByRole('dialog').getByLabel('Image').fill('redis:8')
  await window.getByRole('dialog').getByRole('button', { name: 'Pull', exact: true }).click()
  await expect(window.getByRole('row', { name: /redis/ })).toBeVisible()
  await expect(window.getByText('Pulled redis:8')).toBeVisible()
  expect(docker(engine.host, 'images', '-q', 'redis:8')).not.toBe('')
})

test('keeps a download while another page is shown, cancels it, and begins it anew', async ({
  window,
  engine,
  registry,
}) => {
  const slow = await stallRegistry(registry.port)
  try {
    const name = `${slow.address}/library/redis:8`
    const pull = async (): Promise<void> => {
      await window.getByRole('button', { name: 'Pull…' }).first().click()
      await window.getByRole('dialog').getByLabel('Image').fill(name)
      await window.getByRole('dialog').getByRole('button', { name: 'Pull', exact: true }).click()
    }
    docker(engine.host, 'image', 'prune', '-af')
    await window.keyboard.press('Control+3')
    await pull()
    const active = window.getByRole('region', { name: `Pulling ${name}` })
    await expect(active).toBeVisible()
    await window.keyboard.press('Control+2')
    await window.keyboard.press('Control+3')
    await active.getByRole('button', { name: 'Cancel' }).press('Enter')
    await expect(window.getByText(`Stopped pulling ${name}`)).toBeVisible()
    // Whoever has no mouse is still there: at what it ended with, or beside it where that came a moment later.
    await expect(window.getByRole('main').locator(':focus')).toHaveCount(1)
    expect(docker(engine.host, 'images', '-q')).toBe('')

    slow.release()
    await pull()
    await expect(window.getByText(`Pulled ${name}`)).toBeVisible()
    expect(docker(engine.host, 'images', '-q', name)).not.toBe('')

    // Nobody was asked for newer images so far; who asks is told.
    await expect(window.getByText('newer available')).toHaveCount(0)
    await window.getByRole('button', { name: 'More for images' }).click()
    await window.getByRole('menuitem', { name: 'Look for newer images' }).click()
    await expect(window.getByText('The image is the newest of its name')).toBeVisible()
    docker(engine.host, 'rmi', '-f', name)
  } finally {
    await slow.stop()
  }
})

test('says why an image cannot be pulled, in the words of the engine below ours', async ({
  window,
  registry,
}) => {
  // A registry by its own address answers at once; for one without, the engine would go on to ask Docker Hub.
  const missing = `127.0.0.1:${registry.port}/portside/none-such:1`

  await window
    .getByRole('link', { name: /Images/ })
    .or(window.getByRole('button', { name: /^Images/ }))
    .first()
    .click()
  await window.getByRole('button', { name: 'Pull…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Image').fill('NOT a name')
  await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('NOT a name')
  await dialog.getByLabel('Image').fill(missing)
  await dialog.getByRole('button', { name: 'Pull', exact: true }).click()
  await expect(window.getByText(`Could not pull ${missing}`)).toBeVisible()
})

test('names who holds a port and offers the next, and the container answers there', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'pull', '-q', 'portside/sample-web:1.0')
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '0.0.0.0', resolve))
  const taken = (blocker.address() as AddressInfo).port

  await window.getByRole('button', { name: 'Run…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Image', { exact: true }).fill('portside/sample-web:1.0')
  const port = dialog.getByLabel('Port on this computer')
  await port.fill(String(taken))
  await expect(dialog.getByText(`(PID ${process.pid})`)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled()
  const use = dialog.getByRole('button', { name: /^Use \d+/ })
  const free = Number(/\d+/.exec((await use.textContent()) ?? '')?.[0])
  expect(free).toBeGreaterThan(taken)
  await use.click()
  await expect(
    dialog
      .locator('pre, code')
      .filter({ hasText: `${free}:80` })
      .first(),
  ).toBeVisible()
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${free}`)
        .then((r) => r.text())
        .catch(String),
    )
    .toContain('container')
  await new Promise<void>((resolve) => blocker.close(() => resolve()))
})

test('keeps an image that a container needs, and says so', async ({ window, engine }) => {
  docker(engine.host, 'pull', '-q', 'portside/sample-web:1.0')
  docker(engine.host, 'run', '-d', '--name', 'needs-it', 'portside/sample-web:1.0')
  await window
    .getByRole('link', { name: /Images/ })
    .or(window.getByRole('button', { name: /^Images/ }))
    .first()
    .click()
  const row = window.getByRole('row', { name: /sample-web/ })
  await expect(row).toContainText('needs-it')
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: /Remove/ }).click()
  const dialog = window.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(window.getByText(/needs-it/).nth(1)).toBeVisible()
  expect(docker(engine.host, 'images', '-q', 'portside/sample-web:1.0')).not.toBe('')
})
