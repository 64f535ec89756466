// The Resources page on an engine that answers nonsense: it says so, shows what it knows, and recovers by itself.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLyingEngine } from '../../support/lying-engine'
import { expect, test, watchErrors } from '../support/fixtures'
import { startPortside } from '../support/portside'
import { visit } from '../support/visit'

test('says that the engine makes no sense, goes on measuring, and shows everything once it does', async ({
  page,
  engine,
}) => {
  test.setTimeout(180_000)
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' }).trim()
  docker('pull', '-q', 'busybox')
  docker('run', '-d', '--name', 'honest', 'busybox', 'sleep', '600')
  const folder = await mkdtemp(join(tmpdir(), 'pslie-'))
  const lying = await startLyingEngine(engine.socket, join(folder, 'docker.sock'))
  const portside = await startPortside({ engine: lying.socket })
  try {
    const errors = watchErrors(page)
    await visit(page, portside.url)
    await page.getByRole('button', { name: 'Resources', exact: true }).click()
    await expect(page.getByText('Docker Engine gave an answer that makes no sense.').first()).toBeVisible()
    const cpu = page.locator('.level-chart').filter({ has: page.getByRole('heading', { name: 'CPU' }) })
    await expect(cpu.locator('.key-computer + dd')).toContainText('%')
    await expect(page.locator('.heaviest')).toContainText('No figures of the running containers yet.')
    const refused = await portside.command('reclaim', '--dry-run')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain('Docker Engine gave an answer that makes no sense.')

    lying.lies = false
    await page.getByRole('button', { name: /^Measure/ }).click()
    await expect(page.locator('.disk-card').getByRole('row', { name: /Images/ })).toContainText(/[MG]B/)
    await expect(page.locator('.heaviest')).toContainText('honest', { timeout: 60_000 })
    expect(errors).toEqual([])
  } finally {
    await portside.stop()
    await lying.close()
    await rm(folder, { recursive: true })
    docker('rm', '-fv', 'honest')
  }
})
