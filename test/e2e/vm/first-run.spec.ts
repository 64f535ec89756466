// The first slice from end to end on the real machine: pull, run, port, crash, restart, sleep.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../main/base/child'
import { issueCertificate } from '../../../main/machine/certificate'
import { cpuTimeMs } from '../../../main/machine/cpu-time'
import type { AppStatus, Container, Image, PortForward, ResourceReading } from '../../../preload/model'
import { holdPort, unusedPort } from '../../support/held-port'
import { testImages } from '../../support/images/storage'
import { startRegistry } from '../../support/registry'
import { openContainers } from '../support/fixtures'
import { expect, test } from '../support/machine'
import type { Portside } from '../support/portside'
import { visit } from '../support/visit'

test.describe.configure({ mode: 'serial' })

/** Where the machine finds this computer's loopback. */
const hostAlias = '192.168.127.254'

let portside: Portside
let port: number

const answer = (): Promise<string> =>
  fetch(`http://127.0.0.1:${port}`)
    .then((response) => response.text())
    .catch((error: Error) => String(error.cause))

test.beforeAll(async ({ portside: running }) => {
  portside = running
  port = await freePort()
})

test('tells its state to the command line', async () => {
  const status = JSON.parse((await portside.command('status', '--json')).stdout) as AppStatus
  expect(status.machine).toEqual({ state: 'running', driver: 'qemu', notices: [] })
  expect(status.engine.version).toMatch(/^\d+\.\d+\.\d+/)
  expect(status.engine.endpoint).toBe(`unix://${portside.home}/run/docker.sock`)
  expect(status.window.url).toBe(portside.url)
  const started = await portside.command('start', '--wait', '--json')
  expect(started.exitCode).toBe(0)
})

test('pulls the sample image and runs it on a port that answers', async ({ page }) => {
  await visit(page, portside.url)
  await openContainers(page)
  await page.getByRole('button', { name: 'Run…' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Image', { exact: true }).fill('portside/sample-web:1.0')
  await dialog.getByLabel('Name', { exact: true }).fill('sample')
  await dialog.getByRole('button', { name: 'Add a port' }).click()
  await dialog.getByLabel('Port on this computer').fill(String(port))
  await dialog.getByLabel('Port inside the container').fill('80')
  await dialog.getByRole('button', { name: 'Download and run' }).click()
  await expect(dialog).toHaveCount(0, { timeout: 60_000 })
  const row = page.getByRole('row', { name: /sample/ })
  await expect(row.getByRole('link', { name: new RegExp(`localhost:${port}`) })).toBeVisible({
    timeout: 120_000,
  })
  await expect.poll(answer, { timeout: 120_000 }).toContain('container')

  const containers = JSON.parse((await portside.command('ps', '--json')).stdout) as Container[]
  expect(containers.map(({ name, state }) => ({ name, state }))).toEqual([
    { name: 'sample', state: 'running' },
  ])
  const images = JSON.parse((await portside.command('images', '--json')).stdout) as Image[]
  expect(images.flatMap(({ tags }) => tags)).toContain('portside/sample-web:1.0')
})

test('gives the port back when the container stops, and takes it again when it starts', async ({ page }) => {
  await visit(page, portside.url)
  await openContainers(page)
  const row = page.getByRole('row', { name: /sample/ })
  await row.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeVisible({ timeout: 120_000 })
  await expect.poll(answer).toContain('ECONNREFUSED')
  await row.getByRole('button', { name: 'Start', exact: true }).click()
  await expect.poll(answer, { timeout: 120_000 }).toContain('container')
})

test('serves docker itself through the endpoint', async () => {
  const echo = await portside.docker('run', '--rm', 'busybox', 'echo', 'hello from inside')
  expect(echo.stdout).toContain('hello from inside')
  const exec = await portside.docker('exec', 'sample', 'sh', '-c', 'exit 7')
  expect(exec.exitCode).toBe(7)
})

test('pulls from a registry with a certificate of its own once its authority is added', async ({ page }) => {
  const validity = {
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 86_400_000),
  }
  const authority = await issueCertificate({ ...validity, name: 'Acme Authority', role: 'authority' })
  const own = { ...validity, name: 'registry', role: 'server', addresses: [hostAlias] } as const
  const tls = await issueCertificate(own, authority)
  const acme = await startRegistry({ storage: await testImages(), tls })
  try {
    const name = `${hostAlias}:${acme.port}`
    const reference = `${name}/library/busybox:latest`
    await visit(page, portside.url)
    await page.getByRole('button', { name: /^Images/ }).click()
    const pull = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Pull…' }).first().click()
      await page.getByRole('dialog').getByLabel('Image', { exact: true }).fill(reference)
      await page.getByRole('dialog').getByRole('button', { name: 'Pull', exact: true }).click()
    }
    await pull()
    const card = page.getByRole('alert')
    await expect(card).toContainText(`The connection to the registry ${name} is not trusted.`, {
      timeout: 60_000,
    })
    await page.screenshot({ path: 'out/pictures/registry-untrusted.png' })
    await card.getByRole('button', { name: 'Add its certificate…' }).click()
    await page.getByLabel('Registry', { exact: true }).fill(name)
    await page.getByLabel('Certificate of its authority (PEM)').fill(authority.certificate)
    await page.getByRole('button', { name: 'Trust', exact: true }).click()
    await expect(page.getByText(`The engine trusts ${name}`)).toBeVisible({ timeout: 60_000 })
    await page.screenshot({ path: 'out/pictures/registry-certificate.png' })
    await page.getByRole('button', { name: /^Images/ }).click()
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await expect(page.getByText(`Pulled ${reference}`)).toBeVisible({ timeout: 120_000 })
    // As the engine keeps it: in the machine, where it finds it again after a restart.
    const mounted = ['run', '--rm', '-v', '/etc/docker/certs.d:/c:ro', 'busybox', 'cat', `/c/${name}/ca.crt`]
    expect((await portside.docker(...mounted)).stdout.trim()).toBe(authority.certificate.trim())
  } finally {
    await acme.stop()
  }
})

test('refuses docker a port of this computer that a program has, and moves the container on a click', async ({
  page,
}) => {
  const taken = await unusedPort()
  const held = await holdPort(taken)
  try {
    // The engine in the machine sees nothing of it: only Portside can tell.
    const args = ['run', '-d', '--name', 'clash', '-p', `${taken}:80`, 'portside/sample-web:1.0']
    const refused = await portside.docker(...args)
    expect(refused.exitCode).toBe(125)
    expect(refused.stderr).toContain(`failed to bind host port 0.0.0.0:${taken}/tcp: address already in use`)
    expect(refused.stderr).toContain(
      `Portside: port ${taken} is held by python3 (PID ${held.pid}). The next free port is ${taken + 1}.`,
    )
    await visit(page, portside.url)
    await openContainers(page)
    const row = page.getByRole('row', { name: /clash/ })
    await expect(row).toContainText(`python3 (PID ${held.pid}) already uses port ${taken}`)
    await row.getByRole('button', { name: `Use ${taken + 1} instead` }).click()
    const moved = (): Promise<string> =>
      fetch(`http://127.0.0.1:${taken + 1}`)
        .then((response) => response.text())
        .catch((error: Error) => String(error.cause))
    await expect.poll(moved, { timeout: 120_000 }).toContain('container')
    await expect(row.getByRole('link', { name: new RegExp(`localhost:${taken + 1}`) })).toBeVisible()
    expect((await portside.docker('rm', '-f', 'clash')).exitCode).toBe(0)
  } finally {
    await held.end()
  }
})

test('changes settings of the engine by form and text, names what is wrong, and undoes what it does not start with', async ({
  page,
}) => {
  test.setTimeout(480_000)
  await visit(page, portside.url)
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Docker Engine' }).click()
  const applied = page.getByText('The engine runs with the new settings.').first()
  await page.getByRole('switch', { name: 'Detailed log of the engine' }).click()
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(applied).toBeVisible({ timeout: 150_000 })
  expect((await portside.docker('info', '--format', '{{.Debug}}')).stdout.trim()).toBe('true')
  // What ran goes on running.
  await expect.poll(answer, { timeout: 120_000 }).toContain('container')

  await page.getByRole('button', { name: 'Text', exact: true }).click()
  const text = page.getByRole('textbox', { name: 'Text of daemon.json' })
  const kept = JSON.parse(await text.inputValue()) as Record<string, unknown>
  expect(kept).toMatchObject({ debug: true })
  await text.fill(JSON.stringify({ ...kept, debug: 'yes' }, undefined, 2))
  await expect(page.getByRole('list', { name: '1 problem' })).toContainText('debug')
  await expect(page.getByRole('button', { name: 'Apply and restart' })).toBeDisabled()
  // Well formed, so that only the start itself can find it out.
  await text.fill(JSON.stringify({ ...kept, 'storage-driver': 'no-such-driver' }, undefined, 2))
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await expect(page.getByRole('alert')).toContainText('did not come up with the new settings', {
    timeout: 240_000,
  })
  expect(JSON.parse(await readFile(join(portside.home, 'daemon.json'), 'utf8'))).toEqual(kept)
  expect((await portside.docker('info', '--format', '{{.Debug}}')).stdout.trim()).toBe('true')
  await expect.poll(answer, { timeout: 120_000 }).toContain('container')
})

test('says when the machine dies, starts again by one click, and data is there', async ({ page }) => {
  await portside.docker(
    'run',
    '-d',
    '--name',
    'keeper',
    '--restart',
    'always',
    // Nothing in it waits for an orderly end, here and below: a `sleep` takes the ten seconds that it is given.
    ...['--stop-signal', 'SIGKILL'],
    '-v',
    'kept:/data',
    'busybox',
    'sleep',
    '1d',
  )
  await portside.docker('exec', 'keeper', 'sh', '-c', 'echo precious > /data/file && sync')
  await visit(page, portside.url)
  await openContainers(page)
  await expect(page.getByRole('row', { name: /keeper/ })).toBeVisible()
  process.kill(Number(await readFile(join(portside.home, 'run/qemu.pid'), 'utf8')), 'SIGKILL')
  await expect(page.getByText('The virtual machine ended unexpectedly.')).toBeVisible({ timeout: 120_000 })
  const status = JSON.parse((await portside.command('status', '--json')).stdout) as AppStatus
  expect(status.machine).toMatchObject({ state: 'failed', failure: { code: 'machine.vm-died' } })
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(page.getByText('Engine running')).toBeVisible({ timeout: 150_000 })
  const kept = await portside.docker('exec', 'keeper', 'cat', '/data/file')
  expect(kept.stdout.trim()).toBe('precious')
})

test('gives the machine more by its sliders and a restart, less at once, and keeps every forward', async ({
  page,
}) => {
  test.setTimeout(900_000)
  await portside.docker('update', '--restart', 'always', 'sample')
  await portside.docker('start', 'sample')
  const first = await unusedPort()
  const wanted = [`${first}:80`, `127.0.0.1:${first + 1}:80`, `${first + 2}:53/udp`]
  const publish = wanted.flatMap((one) => ['-p', one])
  const ofMany = ['run', '-d', '--name', 'many', '--restart', 'always', ...publish]
  expect((await portside.docker(...ofMany, 'portside/sample-web:1.0')).exitCode).toBe(0)
  const opened = [`tcp/0.0.0.0:${first}`, `tcp/127.0.0.1:${first + 1}`, `udp/0.0.0.0:${first + 2}`]
  const allOpen = (): Promise<void> =>
    expect
      .poll(() => forwardsOf(first, 3), { timeout: 90_000 })
      .toEqual(opened.map((one) => `${one} open ${one.startsWith('tcp') ? 'reached' : 'not-listening'}`))
  await allOpen()

  expect((await portside.command('pause')).exitCode).toBe(0)
  expect((await portside.command('resume')).exitCode).toBe(0)
  await allOpen()

  await visit(page, portside.url)
  await page.getByRole('button', { name: 'Resources', exact: true }).click()
  const cpus = page.getByRole('slider', { name: 'CPU' })
  // In one that runs: an emulated processor takes several seconds to start another.
  const inside = async (): Promise<number> =>
    Number((await portside.docker('exec', 'keeper', 'nproc')).stdout.trim())
  const before = await inside()
  await expect(page.locator('.level-chart').first()).toBeVisible()
  await page.screenshot({ path: 'out/pictures/resources-machine-en-light.png' })
  expect(before).toBe(1)
  await cpus.focus()
  await page.keyboard.press('End')
  const most = Number(await cpus.getAttribute('max'))
  const pending = page.getByText(/applies when the engine restarts/)
  if (most > before) {
    await expect(pending).toBeVisible()
    await expect(page.getByText(/running containers stop then/)).toBeVisible()
  }
  const swap = async (): Promise<number> => {
    const { stdout } = await portside.docker('exec', 'keeper', 'grep', 'SwapTotal', '/proc/meminfo')
    return Number(/\d+/.exec(stdout)?.[0])
  }
  expect(await swap()).toBe(0)
  await page.getByRole('slider', { name: 'Swap' }).press('ArrowRight')
  await expect.poll(swap, { timeout: 150_000 }).toBe(512 * 1024 - 4)

  await portside.command('stop')
  expect(await answer()).toContain('ECONNREFUSED')
  const docker = await portside.docker('ps')
  expect(docker.stderr).toContain('Portside')
  expect((await portside.command('start', '--wait')).exitCode).toBe(0)
  await expect.poll(answer, { timeout: 120_000 }).toContain('container')
  await expect.poll(inside, { timeout: 120_000 }).toBe(most)
  await expect.poll(swap, { timeout: 150_000 }).toBe(512 * 1024 - 4)
  await expect(pending).toHaveCount(0)
  await cpus.focus()
  await page.keyboard.press('Home')
  await expect.poll(inside, { timeout: 150_000 }).toBe(1)
  await allOpen()
  await page.emulateMedia({ colorScheme: 'dark' })
  await portside.command('settings', 'set', 'language', 'ko')
  await page.screenshot({ path: 'out/pictures/resources-machine-ko-dark.png' })
  await portside.command('settings', 'reset', 'language', 'swapBytes')
  expect((await portside.docker('rm', '-f', 'many')).exitCode).toBe(0)
  await expect.poll(() => forwardsOf(first, 3), { timeout: 60_000 }).toEqual([])
})

test('keeps a container from a folder that is not shared, shares it by a click, and takes it back by a restart', async ({
  page,
}) => {
  test.setTimeout(600_000)
  expect((await portside.command('start', '--wait')).exitCode).toBe(0)
  const folder = await mkdtemp(join(tmpdir(), 'pse2e-shared-'))
  await writeFile(join(folder, 'from-here'), 'seen')
  const inside = 'cat /data/from-here; echo back >/data/from-inside; exec sleep 1000'
  const fast = ['--stop-signal', 'SIGKILL']
  const mounted = ['run', '-d', '--name', 'project', ...fast, '-v', `${folder}:/data`]
  const args = [...mounted, 'busybox', 'sh', '-c', inside]
  const refused = await portside.docker(...args)
  expect(refused.exitCode).toBe(125)
  expect(refused.stderr).toContain(`Portside: containers cannot see ${folder}, which is not shared.`)

  await visit(page, portside.url)
  await openContainers(page)
  const row = page.getByRole('row', { name: /project/ })
  await row.getByRole('button', { name: 'Start', exact: true }).click()
  const share = page.getByRole('button', { name: `Share ${folder} and restart` })
  await expect(share).toBeVisible()
  await page.screenshot({ path: 'out/pictures/folder-not-shared-en-light.png' })
  await share.click()
  await expect(share).toHaveCount(0, { timeout: 150_000 })
  expect((await portside.docker('start', 'project')).exitCode).toBe(0)
  const written = (): Promise<string> => readFile(join(folder, 'from-inside'), 'utf8').catch(() => '')
  await expect.poll(written, { timeout: 60_000 }).toBe('back\n')
  expect((await portside.docker('exec', 'project', 'cat', '/data/from-here')).stdout).toBe('seen')

  // Taken off the list while it is used: it stays until the restart, which is said.
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Shared folders' }).click()
  await page.getByRole('button', { name: `Stop sharing ${folder}` }).click()
  await expect(page.getByText(/applies when the engine restarts/)).toBeVisible()
  expect((await portside.docker('exec', 'project', 'cat', '/data/from-here')).stdout).toBe('seen')
  await page.getByRole('button', { name: 'Restart now' }).click()
  await expect(page.getByText(/applies when the engine restarts/)).toHaveCount(0, { timeout: 150_000 })
  expect((await portside.command('start', '--wait')).exitCode).toBe(0)
  expect((await portside.docker('start', 'project')).stderr).toContain('which is not shared')
  expect((await portside.docker('rm', '-f', 'project')).exitCode).toBe(0)
  await rm(folder, { recursive: true })
})

test('falls asleep when nothing uses it, costs nothing then, and wakes for docker without losing a request', async ({
  page,
}) => {
  test.setTimeout(400_000)
  const running = (await portside.docker('ps', '-q')).stdout.split('\n').filter(Boolean)
  expect((await portside.docker('stop', '-t', '0', ...running)).exitCode).toBe(0)
  await visit(page, portside.url)
  await portside.command('settings', 'set', 'sleepAfterMinutes', '0.02')
  await expect(page.getByText('Engine asleep').first()).toBeVisible({ timeout: 60_000 })

  const pid = Number(await readFile(join(portside.home, 'run/qemu.pid'), 'utf8'))
  const before = { ms: await cpuTimeMs(pid), at: performance.now() }
  // What stands still holds the same memory whoever looks, and when.
  await expect(async () => {
    const { sample } = JSON.parse((await portside.command('resources', '--json')).stdout) as ResourceReading
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    expect(sample.machine?.memoryBytes).toBe(Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024)
  }).toPass({ timeout: 60_000 })
  await expect.poll(() => performance.now() - before.at, { timeout: 60_000 }).toBeGreaterThan(3_000)
  const share = ((await cpuTimeMs(pid)) - before.ms) / (performance.now() - before.at)
  expect(share).toBeLessThanOrEqual(0.01)

  // It sleeps between any two of them now, and some come while it falls asleep.
  await portside.command('settings', 'set', 'sleepAfterMinutes', '0.001')
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(
      ['{{.Names}}', '{{.Image}}'].map((format) => portside.docker('ps', '-a', '--format', format)),
    )
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(answers[0]?.stdout.split('\n')).toContain('sample')
  }
  const inFlight = await portside.docker('run', '--rm', 'busybox', 'sh', '-c', 'sleep 2; echo still here')
  expect(inFlight.stdout.trim()).toBe('still here')
  await portside.command('settings', 'set', 'sleepAfterMinutes', '0')
  await portside.command('resume')
  await expect(page.getByText(/woke in \d/)).toBeVisible({ timeout: 60_000 })
})

test('points a second start to the one that runs', async () => {
  const env = { ...process.env, PORTSIDE_HOME: portside.home }
  const second = await run(process.execPath, ['out/main/headless.js', '--no-open'], { env })
  expect(second.exitCode).toBe(1)
  expect(second.stderr).toContain(`already running (PID ${portside.process.pid})`)
  expect(second.stdout).toContain(portside.url)
})

/** What `portside ports` says of so many ports: whether each is open, and seen inside its container. */
async function forwardsOf(first: number, count: number): Promise<string[]> {
  const { forwards = [] } = JSON.parse((await portside.command('ports', '--json')).stdout) as {
    readonly forwards?: readonly PortForward[]
  }
  return forwards
    .filter(({ binding }) => binding.hostPort >= first && binding.hostPort < first + count)
    .map(({ id, state, reach }) => `${id} ${state} ${reach}`)
    .sort()
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: free } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return free
}
