// Ports of the real machine that it cannot choose alone: one of a range, and ::1 beside all of IPv4.
import type { PortConflict } from '../../../preload/model'
import { holdPort, unusedPort, type HeldPort } from '../../support/held-port'
import { openContainers } from '../support/fixtures'
import { expect, test } from '../support/machine'
import type { Portside } from '../support/portside'
import { visit } from '../support/visit'

test.describe.configure({ mode: 'serial' })

const image = 'portside/sample-web:1.0'
const held: HeldPort[] = []
let portside: Portside

test.beforeAll(({ portside: running }) => {
  portside = running
})
test.afterEach(async () => {
  for (const one of held.splice(0)) await one.end()
})
const portOf = async (name: string): Promise<number> => {
  const { stdout } = await portside.docker('port', name, '80/tcp')
  return Number(/:(\d+)$/m.exec(stdout)?.[1])
}
const page = (address: string): Promise<string> =>
  fetch(`http://${address}/`)
    .then((answer) => answer.text())
    .catch((error: Error) => String(error.cause))

test('takes of a range what this computer has free, and moves to the next one on a click', async ({
  page: window,
}) => {
  const first = await unusedPort()
  held.push(await holdPort(first))
  const run = ['run', '-d', '--name', 'many', '-p', `${first}-${first + 1}:80`, image]
  expect(await portside.docker(...run)).toMatchObject({ exitCode: 0 })
  expect(await portOf('many')).toBe(first + 1)
  await expect.poll(() => page(`127.0.0.1:${first + 1}`), { timeout: 120_000 }).toContain('container')
  expect(await portside.docker('restart', '-t', '0', 'many')).toMatchObject({ exitCode: 0 })
  expect(await portOf('many')).toBe(first + 1)

  expect(await portside.docker('stop', '-t', '0', 'many')).toMatchObject({ exitCode: 0 })
  await expect.poll(() => page(`127.0.0.1:${first + 1}`)).toContain('ECONNREFUSED')
  held.push(await holdPort(first + 1))
  const refused = await portside.docker('start', 'many')
  expect(refused.stderr).toContain(`Portside: none of the 2 ports from ${first} to ${first + 1} is free;`)
  await visit(window, portside.url)
  await openContainers(window)
  const row = window.getByRole('row', { name: /many/ })
  await row.getByRole('button', { name: `Use ${first + 2} instead` }).click()
  await expect.poll(() => page(`127.0.0.1:${first + 2}`), { timeout: 120_000 }).toContain('container')
  await expect(row.getByRole('link', { name: new RegExp(`localhost:${first + 2}`) })).toBeVisible()
})

test('says that ::1 alone and all of IPv4 clash, before a start and after it, and moves one', async () => {
  const port = await unusedPort()
  const all = ['run', '-d', '--name', 'all', '-p', `0.0.0.0:${port}:80`, image]
  expect(await portside.docker(...all)).toMatchObject({ exitCode: 0 })
  const alone = ['create', '--name', 'alone', '-p', `[::1]:${port}:80`, image]
  expect(await portside.docker(...alone)).toMatchObject({ exitCode: 0 })
  const conflict = async (): Promise<PortConflict | undefined> => {
    const { stdout } = await portside.command('ports', '--json')
    const { conflicts } = JSON.parse(stdout) as { readonly conflicts: readonly PortConflict[] }
    return conflicts.find(({ containerName }) => containerName === 'alone')
  }
  const clash = { kind: 'container', holder: { name: 'all' } }
  await expect.poll(conflict).toMatchObject({ ...clash, when: 'later' })
  expect(await portside.docker('start', 'alone')).toMatchObject({ exitCode: 0 })
  await expect.poll(conflict, { timeout: 90_000 }).toMatchObject({ ...clash, when: 'now' })
  const { id = '', fixes = [] } = (await conflict()) ?? {}
  const move = fixes.find(({ kind }) => kind === 'move')
  expect(await portside.command('ports', 'fix', id, move?.id ?? '')).toMatchObject({ exitCode: 0 })
  await expect
    .poll(() => page(`[::1]:${move?.kind === 'move' ? move.toPort : 0}`), { timeout: 120_000 })
    .toContain('container')
  await expect.poll(conflict, { timeout: 60_000 }).toBeUndefined()
})
