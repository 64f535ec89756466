// Words that somebody else chose, in every place of the window where they are shown: they are text, and nothing more.
import { spawn } from 'node:child_process'
import { access, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { composeFolder } from '../../support/compose'
import { buildxFolder } from '../../support/engine-programs'
import { unusedPort } from '../../support/held-port'
import { expect, openContainers, test } from '../support/fixtures'

const markup = '<img src=x onerror=globalThis.taken=1>'
/** Red, another title for the window, and a link, as terminals understand them. */
const ansi = '\u001b[31mred\u001b]0;taken\u0007\u001b]8;;http://taken.test\u0007here\u001b]8;;\u0007\u001b[0m'
/** Turns the order of what follows. */
const turned = '\u202Egnp.exe'
const hostile = `${markup}${ansi}${turned}`
const long = 'x'.repeat(1024 * 1024)
const tools = new URL('../../../out/tools/', import.meta.url).pathname
const shots = 'out/pictures/hostile'

let folder: string
test.beforeAll(async ({ engine }) => {
  // Where a package carries them; the checkout has them only as a test's download.
  for (const [name, source] of [
    ['docker-compose', composeFolder],
    ['docker-buildx', buildxFolder],
  ] as const)
    await access(join(tools, name)).catch(async () => copyFile(join(await source(), name), join(tools, name)))
  folder = await mkdtemp(join(tmpdir(), 'pshostile-'))
  await fill((method, path, body) => ask(engine.socket, method, path, body))
})
test.afterAll(async ({ engine }) => {
  const all = (method: string, path: string): Promise<Answer> => ask(engine.socket, method, path)
  await all('DELETE', '/containers/hostile?force=1&v=1')
  await all('DELETE', '/images/hostile-image?force=1')
  await all('DELETE', '/volumes/hostile-volume')
  await all('DELETE', `/networks/${encodeURIComponent(markup)}`)
  await rm(folder, { recursive: true, force: true })
})

type Answer = { readonly status: number; readonly text: string }

/** Of the engine itself: labels of this length fit on no command line. */
function ask(socketPath: string, method: string, path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const call = request({ socketPath, method, path, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    call.on('error', reject)
    call.end(body && JSON.stringify(body))
  })
}

type Ask = (method: string, path: string, body?: object) => Promise<Answer>

const script = `
mkdir -p /words && cd /words && printf '%s' "$1" > "$0" && : > "$(printf 'a\\033[31m\\342\\200\\256b')"
head -c 1048576 /dev/zero | tr '\\0' x > long
printf '%s\\n' "$1"; head -c 1048576 /dev/zero | tr '\\0' x; echo
printf '{"level":"error","msg":"%s"}\\n' "$0"
echo last; sleep 3600; :`

async function fill(engine: Ask): Promise<void> {
  const made = async (path: string, body: object): Promise<void> => {
    const { status, text } = await engine('POST', path, body)
    expect(`${status} ${status < 300 ? '' : text}`).toMatch(/^20\d $/)
  }
  const labels = { [markup]: hostile, note: hostile, long }
  await made('/images/create?fromImage=busybox&tag=latest', {})
  await made('/volumes/create', { Name: 'hostile-volume', Labels: labels })
  await made('/networks/create', { Name: markup, Labels: labels })
  await made('/containers/create?name=hostile', {
    Image: 'busybox',
    Cmd: ['sh', '-c', script, markup, hostile],
    Env: [`WORDS=${hostile}`, `${markup}=1`],
    Labels: { ...labels, 'com.docker.compose.project': hostile, 'com.docker.compose.service': markup },
    Healthcheck: { Test: ['CMD', 'sh', '-c', 'printf %s "$WORDS"; exit 1'], Interval: 1e9, Retries: 1 },
    HostConfig: {
      NetworkMode: markup,
      Mounts: [{ Type: 'volume', Source: 'hostile-volume', Target: `/data/${markup}` }],
    },
  })
  await made('/containers/hostile/start', {})
  const words = new URLSearchParams({ container: 'hostile', repo: 'hostile-image', comment: hostile })
  await made(`/commit?${words}`, { Labels: labels, Cmd: ['echo', hostile], Env: [`WORDS=${hostile}`] })
}

/** Nothing ran, nothing was loaded, nothing else is called by it, and the window still answers. */
async function expectHarmless(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${shots}/${name}.png` })
  const begun = performance.now()
  expect(
    await page.evaluate(() => ({
      elements: document.querySelectorAll('img, script:not([src]), iframe, object, a[href*="taken"]').length,
      ran: 'taken' in globalThis,
      title: document.title,
      across: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    })),
    name,
  ).toEqual({ elements: 0, ran: false, title: 'Portside', across: 0 })
  expect(performance.now() - begun, `${name} answers`).toBeLessThan(3_000)
}

const section = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).click()

test('in the list of containers and in each part of their details', async ({ window }) => {
  await expect(window.getByRole('row', { name: /hostile/ }).getByText('busybox')).toBeVisible()
  await expect(window.getByText(markup).first()).toBeVisible()
  await expectHarmless(window, 'containers')
  await window.getByRole('row', { name: /hostile.*busybox/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of hostile' })
  const shown: Readonly<Record<string, string | RegExp>> = {
    Logs: 'last',
    Terminal: /\$|#/,
    Files: 'words',
    Stats: 'CPU',
    Inspect: markup,
    Environment: markup,
    Processes: markup,
    Data: markup,
  }
  for (const tab of await details.getByRole('tab').all()) {
    const name = await tab.innerText()
    await tab.click()
    await expect(details.getByRole('tabpanel'), name).toContainText(shown[name] ?? 'no such tab', {
      useInnerText: true,
    })
    await expectHarmless(window, `details-${name.toLowerCase()}`)
  }
})

test('in logs, from one end to the other', async ({ window }) => {
  await window.getByRole('row', { name: /hostile.*busybox/ }).click()
  await window.keyboard.press('Enter')
  const log = window.getByRole('log').first()
  await expect(log).toContainText('last')
  await expectHarmless(window, 'log-end')
  await log.evaluate((list) => list.scrollTo(0, 0))
  await expect(log).toContainText(markup)
  await expect(log).toContainText('red')
  // Sequences of terminals are understood or left out, and never printed.
  expect(await log.innerText()).not.toMatch(/\p{Cc}(?<![\n\t])|\]0;|\]8;/u)
  await expectHarmless(window, 'log-start')
  await window.keyboard.press('Escape')
  await expect(window.getByRole('complementary', { name: 'Details of hostile' })).toHaveCount(0)
  await window.getByRole('button', { name: /^More actions for <img/ }).click()
  await expectHarmless(window, 'project-menu')
  await window.getByRole('menuitem', { name: /^Logs of <img.* together/ }).click()
  await expect(window.getByRole('log').first()).toContainText('last')
  await expectHarmless(window, 'project-log')
})

test('in the files of a container, and in what stands in them', async ({ window }) => {
  await window.getByRole('row', { name: /hostile.*busybox/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of hostile' })
  await details.getByRole('tab', { name: 'Files' }).click()
  await details.getByRole('button', { name: 'words', exact: true }).click()
  await expect(details.getByRole('button', { name: markup, exact: true })).toBeVisible()
  await expectHarmless(window, 'files')
  await details.getByRole('button', { name: markup, exact: true }).click()
  await expect(details.getByRole('group', { name: /^What is in / })).toContainText(markup)
  await expectHarmless(window, 'file-preview')
  await details.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(details.getByRole('textbox')).toHaveValue(hostile)
  await expectHarmless(window, 'file')
  await details.getByRole('button', { name: 'Back to the folder' }).click()
  await details.getByRole('button', { name: 'long', exact: true }).click()
  await expect(details.getByText(/^The first 64 KB of 1\.05 MB\./)).toBeVisible()
  await expectHarmless(window, 'file-long-preview')
  await details.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect.poll(async () => (await details.getByRole('textbox').inputValue()).length).toBe(long.length)
  await expectHarmless(window, 'file-long')
})

test('in images, volumes, networks, ports and the first page', async ({ window }) => {
  await section(window, 'Images')
  await window.getByRole('row', { name: /hostile-image/ }).click()
  await expect(window.getByRole('complementary', { name: /^Image hostile-image/ })).toContainText(markup)
  await expectHarmless(window, 'image')
  await window.keyboard.press('Escape')
  await section(window, 'Volumes')
  await expect(window.getByRole('row', { name: /hostile-volume/ })).toBeVisible()
  await expectHarmless(window, 'volumes')
  await section(window, 'Networks')
  await expect(window.getByText(markup).first()).toBeVisible()
  await expectHarmless(window, 'networks')
  await section(window, 'Home')
  await expectHarmless(window, 'home')
  await window.keyboard.press('Control+k')
  await window.getByRole('combobox', { name: 'Search or type a command' }).fill('img src')
  await expect(window.getByRole('option', { name: /<img src=x/ }).first()).toBeVisible()
  await expectHarmless(window, 'palette')
})

test('in the names of programs that hold a port', async ({ window }) => {
  const port = await unusedPort()
  // The system keeps 15 letters of the name that a program gives itself.
  const name = '<img src=x on=>'
  const program = `open('/proc/self/comm', 'w').write('${name}')
import socket, time
held = socket.socket(); held.bind(('0.0.0.0', ${port})); held.listen(); time.sleep(3600)`
  const holder = spawn('python3', ['-c', program, markup, hostile], { stdio: 'ignore' })
  try {
    await section(window, 'Ports')
    await window.getByRole('button', { name: 'Table' }).click()
    await window.getByRole('searchbox').fill(String(port))
    await expect(window.getByRole('row', { name: new RegExp(`^${port}/tcp`) })).toContainText(name)
    await expectHarmless(window, 'ports-table')
    await window.getByRole('button', { name: 'Map' }).click()
    await expect(window.getByText(name).first()).toBeVisible()
    await expectHarmless(window, 'ports-map')
  } finally {
    holder.kill('SIGKILL')
  }
})

test('in compose files, and in what is said of them', async ({ window, portside }) => {
  const place = join(folder, 'composed')
  await mkdir(place)
  const text = `# ${markup}\u202E\nservices:\n  web: { image: "busybox", command: ["${markup}"], labels: { a: "${markup}" } }\n  bad: { image: "${markup}" }\n# ${long.slice(0, 900_000)}\n`
  await writeFile(join(place, 'compose.yaml'), text)
  await section(window, 'Projects')
  await expect(window.getByText(markup).first()).toBeVisible()
  await expectHarmless(window, 'projects')
  await window.getByRole('button', { name: 'Open compose file…' }).first().click()
  await window.getByLabel('Path of the file or its folder').fill(place)
  await window.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'composed' })).toBeVisible()
  await expectHarmless(window, 'project')
  await window.getByRole('tab', { name: 'Files' }).click()
  await expect(window.getByRole('textbox', { name: /compose\.yaml/ })).toContainText(markup)
  await expectHarmless(window, 'compose-file')
  expect((await portside.command('compose', 'forget', 'composed')).exitCode).toBe(0)
})

test('in builds: files, steps and what they print', async ({ window }) => {
  const place = join(folder, 'built')
  await mkdir(place)
  const steps = `FROM busybox AS base\nRUN echo '${markup}' && printf '\\033[31mred\\033]0;taken\\007 \\342\\200\\256gnp\\n' && head -c 1048576 /dev/zero | tr '\\0' x\n`
  await writeFile(join(place, 'Dockerfile'), steps)
  await section(window, 'Builds')
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(place)
  await expect(dialog.getByText(/^1 file,/)).toBeVisible()
  await dialog.getByLabel('Name of the image').fill('hostile/built:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  const card = window.getByRole('region', { name: 'Built hostile/built:1' })
  await expect(card).toContainText(markup)
  await expect(card.getByLabel('Output')).toContainText('red')
  expect(await card.getByLabel('Output').innerText()).not.toMatch(/\p{Cc}(?<![\n\t])|\]0;/u)
  await expectHarmless(window, 'build')
})

test('in workspace files: reviewed, refused for their length, and opened', async ({ window, portside }) => {
  const place = join(folder, 'shared')
  await mkdir(place)
  const block = (description: string): string => `name: hostile-space
x-portside:
  version: 1
  name: "${markup}"
  author: "\\e[31m${markup}\\u202e gnp.exe"
  description: "${description}"
  ports: [{ service: web, port: 80, meaning: "${markup}", url: "http://localhost:{port}/" }]
  seeds: [{ id: first, title: "${markup}", description: "${markup}", service: web, command: ["true"] }]
  secrets: [{ name: TOKEN, title: "${markup}", description: "${markup}", optional: true }]
  notes: { java: "${markup}" }
services:
  web: { image: busybox, command: [sleep, "60"], ports: ["80"] }
`
  await writeFile(join(place, 'compose.yaml'), block(long))
  const look = async (): Promise<void> => {
    await section(window, 'Workspaces')
    await window.getByLabel(/Path of a compose file/).fill(place)
    await window.getByRole('button', { name: 'Look at it' }).click()
  }
  await look()
  await expect(window.getByRole('alert').first()).toBeVisible()
  await expectHarmless(window, 'workspace-refused')
  await writeFile(join(place, 'compose.yaml'), block(`${markup}\\e]0;taken\\a\\u202e`))
  await look()
  await expect(window.getByRole('heading', { level: 1, name: markup })).toBeVisible()
  await expectHarmless(window, 'workspace-review')
  await window.getByRole('button', { name: 'Trust and go on' }).click()
  await expect(window.getByRole('heading', { name: markup, exact: true })).toBeVisible()
  // What was said by whom stays in its order.
  expect(await window.locator('main').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  await expectHarmless(window, 'workspace')
  await section(window, 'Home')
  await expect(window.getByText(markup).first()).toBeVisible()
  await expectHarmless(window, 'home-workspace')
  const removed = await portside.command('workspace', 'remove', markup)
  expect(`${removed.exitCode} ${removed.stderr}`).toBe('0 ')
  await openContainers(window)
})
