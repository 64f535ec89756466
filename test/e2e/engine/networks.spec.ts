// Networks in the window, on a real engine: made, containers attached and detached, removed; and the portside command.
import { execFileSync } from 'node:child_process'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeEach(async ({ window }) => {
  await window.getByRole('button', { name: 'Networks', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Networks' })).toBeVisible()
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
  docker(engine.host, 'network', 'prune', '-f')
})

test('makes a network, attaches and detaches a container, removes it', async ({
  window,
  engine,
  portside,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  docker(engine.host, 'run', '-d', '--name', 'shop-db', 'busybox', 'sleep', '600')
  // Some click everything twice.
  await window.getByRole('button', { name: 'New…' }).dblclick()
  const form = window.getByRole('dialog')
  await form.getByLabel('Name').fill('bridge')
  await expect(form.getByText('A network named bridge exists already.')).toBeVisible()
  await form.getByLabel('Name').fill('shop-net')
  await form.getByLabel('Cut off from everything outside').click()
  await form.getByRole('button', { name: 'Create' }).click()
  const row = window.getByRole('row', { name: /shop-net/ })
  await expect(row).toContainText(/\d+\.\d+\.\d+\.\d+\/\d+/)
  expect(docker(engine.host, 'network', 'inspect', '-f', '{{.Internal}}', 'shop-net')).toBe('true')

  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: /Attach or detach/ }).click()
  await window.getByRole('button', { name: 'Attach shop-db' }).click()
  await expect(window.getByRole('button', { name: 'Detach shop-db' })).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(row).toContainText('shop-db')
  const { stdout } = await portside.command('networks', '--json')
  const listed = JSON.parse(stdout) as { name: string; containers: string[] }[]
  expect(listed.find((one) => one.name === 'shop-net')?.containers).toEqual(['shop-db'])

  await row.click()
  await window.keyboard.press('Delete')
  await expect(window.getByRole('dialog', { name: 'shop-net is in use' })).toContainText('shop-db')
  await window.keyboard.press('Escape')
  docker(engine.host, 'network', 'disconnect', 'shop-net', 'shop-db')
  await expect(row).not.toContainText('shop-db')
  await window.keyboard.press('Delete')
  const ask = window.getByRole('alertdialog', { name: /shop-net/ })
  await expect(ask.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await ask.getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  expect(docker(engine.host, 'network', 'ls', '-q', '--filter', 'name=shop-net')).toBe('')
})

test('gives the driver an option and a container another name, and draws who reaches whom', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  for (const name of ['map-web', 'map-db'])
    docker(engine.host, 'run', '-d', '--init', '--name', name, '--network', 'none', 'busybox', 'sleep', '600')
  for (const name of ['map-web', 'map-db']) docker(engine.host, 'network', 'disconnect', 'none', name)
  await window.getByRole('button', { name: 'New…' }).click()
  const form = window.getByRole('dialog')
  await form.getByLabel('Name').fill('map-net')
  await form.getByRole('button', { name: 'Add an option' }).click()
  await form.getByLabel('Option', { exact: true }).fill('com.docker.network.driver.mtu')
  await form.getByLabel('Value', { exact: true }).fill('1400')
  await form.getByRole('button', { name: 'Create' }).click()
  const row = window.getByRole('row', { name: /map-net/ })
  await expect(row).toBeVisible()
  expect(docker(engine.host, 'network', 'inspect', '-f', '{{json .Options}}', 'map-net')).toBe(
    '{"com.docker.network.driver.mtu":"1400"}',
  )
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: /Attach or detach/ }).click()
  const aliases = window.getByLabel('Further names on this network (optional)')
  await aliases.fill('not a/name')
  await expect(window.getByText('“a/name” cannot be a name')).toBeVisible()
  await aliases.fill('database')
  await window.getByRole('button', { name: 'Attach map-db' }).click()
  await expect(window.getByRole('button', { name: 'Detach map-db' })).toBeVisible()
  await aliases.fill('')
  await window.getByRole('button', { name: 'Attach map-web' }).press('Enter')
  await expect(window.getByRole('button', { name: 'Detach map-web' })).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(row.getByRole('button', { name: /More actions/ })).toBeFocused()
  expect(docker(engine.host, 'exec', 'map-web', 'ping', '-c', '1', 'database')).toContain(
    '1 packets received',
  )

  await window.getByRole('button', { name: 'Who reaches whom' }).click()
  await window.getByRole('list', { name: 'Containers' }).getByText('map-web').hover()
  await expect(window.getByText('map-web reaches map-db by name, through map-net.')).toBeVisible()
  await window.screenshot({ path: 'out/pictures/networks-map.png' })
  // A sentence of many lines leaves the picture where it is, under the pointer.
  const item = window.getByRole('list', { name: 'Containers' }).getByText('map-web')
  const before = await item.boundingBox()
  await window
    .getByRole('status')
    .filter({ hasText: 'map-web reaches' })
    .evaluate((text) => {
      text.style.paddingBottom = '200px'
    })
  expect(await item.boundingBox()).toEqual(before)
  await window.getByRole('button', { name: 'List', exact: true }).click()
})

test('cleans up only what was ticked', async ({ window, engine }) => {
  for (const name of ['net-a', 'net-b']) docker(engine.host, 'network', 'create', name)
  await expect(window.getByRole('row', { name: /net-b/ })).toBeVisible()
  await window.getByRole('button', { name: 'Clean up…' }).click()
  const dialog = window.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused()
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await dialog.getByRole('checkbox', { name: /net-a/ }).click()
  await dialog.getByRole('button', { name: 'Remove 1 network' }).click()
  await expect(window.getByRole('row', { name: /net-a/ })).toHaveCount(0)
  await expect(window.getByRole('row', { name: /net-b/ })).toBeVisible()
  docker(engine.host, 'network', 'rm', 'net-b')
})
