// The desktop app as a person has it: window, tray, menus, links, notifications; one launch for all of it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { run } from '../../../main/base/child'
import { composeFolder } from '../../support/compose'
import { expectAccessible } from '../support/accessible'
import { startDesktop, electron, type DesktopApp, type MenuLine } from '../support/desktop'
import { expect, test, watchErrors } from '../support/fixtures'
import {
  askPermissions,
  callFromFrame,
  callOverBridge,
  elsewhere,
  leave,
  runForeign,
} from '../support/hostile-page'

test.describe.configure({ mode: 'serial' })

let desktop: DesktopApp
let errors: string[]
/** On the engine itself; what it prints. */
let docker: (...args: readonly string[]) => Promise<string>
const shots = 'out/e2e/desktop'

test.beforeAll(async ({ engine }) => {
  console.log(`desktop suite on ${electron}`)
  docker = async (...args) => {
    const { exitCode, stdout, stderr } = await run('docker', ['--host', `unix://${engine.socket}`, ...args])
    expect(`${exitCode} ${stderr}`).toBe('0 ')
    return stdout.trim()
  }
  await docker('pull', '-q', 'busybox')
  const label = ['--label', 'com.docker.compose.project=shop']
  await docker(
    'run',
    '-d',
    '--name',
    'desk-web',
    ...label,
    // Nothing in it waits for an orderly end.
    ...['--stop-signal', 'SIGKILL'],
    '-p',
    '127.0.0.1:18080:80',
    'busybox',
    ...['httpd', '-f', '-p', '80'],
  )
  desktop = await startDesktop({
    engine: engine.socket,
    env: {
      PORTSIDE_TEST_CHOSEN_FILE: `${process.cwd()}/${shots}/chosen.tar`,
      // Compose as people have it.
      PATH: `${await composeFolder()}:${process.env.PATH}`,
    },
  })
  await mkdir(shots, { recursive: true })
  errors = watchErrors(desktop.page)
})
test.afterAll(() => desktop?.stop())

const flat = (menu: readonly MenuLine[]): string[] =>
  menu.flatMap(({ label, submenu }) => [label, ...flat(submenu ?? [])]).filter((label) => label)

test('shows the engine over the bridge, from its own files', async () => {
  const { page } = desktop
  await expect(page.getByText('desk-web').first()).toBeVisible()
  console.log(
    `window after ${Math.round(desktop.windowMs)} ms, with its list after ${Math.round(await listMs())} ms`,
  )
  expect(page.url()).toMatch(/^file:.*out\/renderer\/index\.html/)
  const bridge = await page.evaluate(() => Object.keys((globalThis as { portside?: object }).portside ?? {}))
  expect(bridge).toEqual(['send', 'onMessage', 'pathOf'])
  await page.screenshot({ path: `${shots}/window.png` })
  await page.reload()
  await expect(page.getByText('Engine running')).toBeVisible()
})

/** From the page's own start. */
const listMs = (): Promise<number> => desktop.page.evaluate(() => performance.now())

test('has everything in the tray, and stops and starts a container from there', async () => {
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('● shop   1 running')
  expect(flat(await desktop.menu('tray'))).toEqual(
    expect.arrayContaining([
      '● desk-web',
      'Open localhost:18080   desk-web',
      'Open Portside',
      'Quit Portside',
    ]),
  )
  const before = (await desktop.recorded()).trayUpdates
  await desktop.click('tray', 'shop', 'desk-web', 'Stop')
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('○ shop   stopped')
  expect(await docker('inspect', '-f', '{{.State.Status}}', 'desk-web')).toBe('exited')
  expect((await desktop.recorded()).trayUpdates - before).toBeLessThan(10)
  await desktop.click('tray', 'shop', 'desk-web', 'Start')
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('● shop   1 running')
  await desktop.click('tray', 'Open localhost:18080')
  expect((await desktop.recorded()).opened).toEqual(['http://localhost:18080'])
})

test('has a menu with its keys, in the language of the window', async () => {
  const menu = await desktop.menu('application')
  expect(menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Engine', 'Help'])
  expect(menu[2]?.submenu).toContainEqual(
    expect.objectContaining({ label: 'Search or Type a Command…', accelerator: 'CmdOrCtrl+K' }),
  )
  await desktop.click('application', 'View', 'Images')
  await expect(desktop.page.getByRole('heading', { name: 'Images', exact: true })).toBeVisible()
  await setSetting('language', 'ko')
  await expect
    .poll(async () => (await desktop.menu('application')).map(({ label }) => label))
    .toContain('엔진')
  expect(flat(await desktop.menu('tray'))).toContain('Portside 종료')
  await expect(desktop.page.getByRole('heading', { name: '이미지', exact: true })).toBeVisible()
  await desktop.page.screenshot({ path: `${shots}/window-ko.png` })
  await setSetting('language', 'en')
  await expect(desktop.page.getByRole('heading', { name: 'Images', exact: true })).toBeVisible()
})

/** As a person does it in a terminal. */
async function command(...words: readonly string[]): Promise<void> {
  const env = { ...process.env, PORTSIDE_HOME: desktop.home }
  const { exitCode, stderr } = await run(process.execPath, ['out/main/portside.js', ...words], { env })
  expect(`${exitCode} ${stderr}`).toBe('0 ')
}

const setSetting = (name: string, value: string): Promise<void> => command('settings', 'set', name, value)

test('opens its panel by a click on the icon, and the window from there', async () => {
  const panel = await desktop.openPanel()
  await expect(panel.getByRole('heading', { name: 'Engine running' })).toBeVisible()
  await expect(panel.getByRole('listitem').filter({ hasText: 'shop' })).toContainText('1 running')
  await panel.evaluate(() => document.fonts.ready)
  await panel.screenshot({ path: `${shots}/tray-panel.png` })
  await expectAccessible(panel)
  const before = (await desktop.recorded()).opened.length
  await panel.getByRole('link', { name: 'Open localhost:18080' }).click()
  await expect
    .poll(async () => (await desktop.recorded()).opened.slice(before))
    .toEqual(['http://localhost:18080/'])
  const shown = (): Promise<(boolean | undefined)[]> =>
    desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.isVisible()),
    )
  expect(await shown()).toEqual([true, true])
  await panel.getByRole('button', { name: 'Settings' }).click()
  await expect(desktop.page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
  await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]?.blur())
  expect(await shown()).toEqual([true, false])
  await desktop.page.keyboard.press('Control+3')
})

test('follows high contrast and reduced motion of the system, and leaves room for its buttons', async () => {
  const { page } = desktop
  const button = page.locator('.topbar .button.primary')
  const style = (name: string): Promise<string> =>
    button.evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name)
  const motion = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--t-panel').trim())
  expect([await style('border-top-width'), await motion()]).toEqual(['0px', expect.not.stringMatching(/^0/)])
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  expect([await style('border-top-width'), await motion()]).toEqual(['1px', expect.stringMatching(/^0/)])
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' })
  const quiet = (): Promise<string> =>
    page.evaluate(() => {
      const mark = document.createElement('i')
      mark.style.color = 'var(--text-3)'
      const { color } = getComputedStyle(document.body.appendChild(mark))
      mark.remove()
      return color
    })
  const usual = await quiet()
  await page.emulateMedia({ contrast: 'more' })
  expect(await quiet()).not.toBe(usual)
  await page.emulateMedia({ contrast: 'no-preference' })
  const logo = page.locator('.sidebar-brand .logo')
  await expect(logo).toBeVisible()
  await page.evaluate(() => (document.documentElement.dataset.system = 'macos'))
  await expect(logo).toBeHidden()
  await page.evaluate(() => (document.documentElement.dataset.system = 'linux'))
})

test('is there once: a second start hands over its link and ends', async () => {
  expect(await desktop.again('portside://container/desk-web/logs')).toBe(0)
  await expect(desktop.page.getByRole('tab', { name: 'Logs', selected: true })).toBeVisible()
  await desktop.page.keyboard.press('Escape')
  expect(await desktop.again('portside://run?image=a%20--privileged')).toBe(0)
  await expect(desktop.page.getByText('Portside does not understand this link.')).toBeVisible()
})

test('takes a folder that is dropped on it', async () => {
  const folder = join(desktop.home, 'api')
  await mkdir(folder)
  // Chromium knows the path of what is dropped; the emulator has to be told what it would know.
  await desktop.electron.evaluate(async ({ BrowserWindow }, path) => {
    const [window] = BrowserWindow.getAllWindows() as unknown as {
      webContents: { _droppedPaths?(paths: string[]): unknown }
    }[]
    await window?.webContents._droppedPaths?.([path])
  }, folder)
  const session = await desktop.page.context().newCDPSession(desktop.page)
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
  await expect(desktop.page.getByRole('textbox', { name: 'Folder' })).toHaveValue(folder)
  await desktop.page.keyboard.press('Escape')
})

test('looks with care at a compose file that is opened with it: who made it, and nothing outside of its folder', async () => {
  const { page } = desktop
  const place = join(desktop.home, 'sent')
  await mkdir(place)
  const file = join(place, 'compose.yaml')
  const service = 'services: { idle: { image: busybox'
  await writeFile(file, `name: desk-sent\nx-portside: { version: 1, name: Sent office }\n${service} } }\n`)
  for (const what of [file, place]) {
    expect(await desktop.again(what)).toBe(0)
    await expect(page.getByText('Do you trust Sent office?')).toBeVisible()
    await page.getByRole('button', { name: 'Do not open' }).click()
  }
  await writeFile(file, `name: desk-sent\n${service}, env_file: ../outside.env } }\n`)
  expect(await desktop.again(file)).toBe(0)
  await expect(
    page.getByText('compose.yaml reads something outside its folder: ../outside.env'),
  ).toBeVisible()
  await writeFile(file, `name: desk-sent\n${service} } }\n`)
  expect(await desktop.again(file)).toBe(0)
  await expect(page.getByRole('heading', { name: 'desk-sent' })).toBeVisible()
  await command('compose', 'forget', 'desk-sent')
})

test('does everything by name in the command palette', async () => {
  const { page } = desktop
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search or type a command' })
  await field.fill('stop desk')
  await expect(page.getByRole('option').first()).toHaveText(/^Stop desk-web/)
  await page.screenshot({ path: `${shots}/palette.png` })
  const before = (await desktop.recorded()).opened.length
  await field.fill('open 18080')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await desktop.recorded()).opened.length).toBe(before + 1)
  await page.keyboard.press('Control+k')
  const usedLast = page.getByRole('group', { name: 'Used last' })
  await expect(usedLast.getByRole('option').first()).toHaveText(/^Open localhost:18080/)
  await field.fill('18080')
  await expect(page.getByRole('option', { name: /^Port 18080: / })).toBeVisible()
  await page.keyboard.press('Escape')
})

test('shows hostile words as text, in the window and in the tray', async () => {
  const { page } = desktop
  const markup = '<img src=x onerror=taken=1>'
  const script = `printf '${markup}\\n\\033[31mred\\033]0;title\\007\\n\\342\\200\\256turned\\n'; head -c 1000000 /dev/zero | tr '\\0' x; echo; echo last; sleep 3600`
  await docker(
    ...[
      'run',
      '-d',
      '--name',
      'desk-hostile',
      '--label',
      `com.docker.compose.project=${markup}\u202E\u001b[31m`,
    ],
    ...['--label', `note=${markup}${'y'.repeat(100_000)}`, 'busybox', 'sh', '-c', script],
  )
  await page.getByRole('button', { name: /^Containers/ }).click()
  await expect(page.getByText('desk-hostile').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or type a command' }).fill('logs desk-hostile')
  await expect(page.getByRole('option').first()).toHaveText(/desk-hostile/)
  await page.keyboard.press('Enter')
  const log = page.getByRole('log').first()
  await expect(log).toContainText('last')
  await log.evaluate((list) => list.scrollTo(0, 0))
  await expect(log).toContainText(markup)
  await expect(log).toContainText('red')
  await page.getByRole('tab', { name: 'Inspect' }).click()
  await expect(page.getByText(markup).first()).toBeVisible()
  await page.screenshot({ path: `${shots}/hostile.png` })
  await page.keyboard.press('Escape')
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain(`● ${markup}[31m   1 running`)
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).toBe('Portside')
  expect(await page.evaluate(() => 'taken' in globalThis)).toBe(false)
})

test('saves an image to the chosen file, and loads it again', async () => {
  const { page } = desktop
  await docker('commit', 'desk-web', 'desk-copy')
  await page.keyboard.press('Control+3')
  await page.getByRole('row', { name: /desk-copy/ }).click()
  await page.getByRole('button', { name: 'Save to a file…' }).click()
  await expect(page.getByText('Saved desk-copy:latest')).toBeVisible()
  await docker('image', 'rm', '-f', 'desk-copy')
  await expect(page.getByRole('row', { name: /desk-copy/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'More for images' }).click()
  await page.getByRole('menuitem', { name: 'Load from a file…' }).click()
  await expect(page.getByText('Loaded chosen.tar')).toBeVisible()
})

test('takes a workspace down and up from the tray', async () => {
  const place = await mkdtemp(join(tmpdir(), 'psdw-'))
  await writeFile(
    join(place, 'compose.yaml'),
    `name: desk-office
x-portside: { version: 1, name: Desk office, author: acme/office }
services:
  idle: { image: busybox, command: [sleep, "3600"], stop_signal: SIGKILL }
`,
  )
  const running = (): Promise<string> =>
    docker('ps', '-q', '--filter', 'label=com.docker.compose.project=desk-office')
  await command('workspace', 'open', place)
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('● Desk office')
  expect(await running()).not.toBe('')
  await desktop.click('tray', 'Desk office', 'Down')
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('○ Desk office   stopped')
  expect(await running()).toBe('')
  // Its containers are stopped a moment before Compose has ended; the start waits for that.
  await desktop.click('tray', 'Desk office', 'Up')
  await expect.poll(async () => flat(await desktop.menu('tray'))).toContain('● Desk office')
  expect(await running()).not.toBe('')
  await command('workspace', 'remove', 'Desk office')
  await expect.poll(async () => flat(await desktop.menu('tray'))).not.toContain('● Desk office')
  await rm(place, { recursive: true })
})

test('hides when it is closed, says so once, and keeps its place and zoom', async ({ engine }) => {
  const close = (): Promise<void> =>
    desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const visible = (): Promise<boolean | undefined> =>
    desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await desktop.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 30, width: 1100, height: 700 }),
  )
  await desktop.click('application', 'View', 'Zoom In')
  await close()
  expect(await visible()).toBe(false)
  expect(await desktop.again()).toBe(0)
  await expect.poll(visible).toBe(true)
  await close()
  await burstWhileHidden(engine.socket)
  expect((await desktop.recorded()).notifications).toEqual([
    { title: 'Portside keeps running', body: expect.stringContaining('Your containers go on.') as unknown },
  ])
  expect(errors).toEqual([])
  const { home } = desktop
  await desktop.quit()
  desktop = await startDesktop({ engine: engine.socket, home, args: ['portside://ports'] })
  await expect(desktop.page.getByRole('heading', { name: 'Ports', exact: true })).toBeVisible()
  const place = () =>
    desktop.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return { ...window?.getBounds(), zoom: window?.webContents.getZoomLevel() }
    })
  // Its page may be there before the window is shown.
  await expect.poll(place).toEqual({ x: 60, y: 30, width: 1100, height: 700, zoom: 0.5 })
})

test('refuses everything that a page which was taken over tries', async () => {
  const { page } = desktop
  const away = await elsewhere()
  const opened = (await desktop.recorded()).opened.length
  const address = page.url()
  const { taken, ...ran } = await runForeign(page, away.url)
  expect(taken).toBe('nothing')
  for (const [name, how] of Object.entries(ran)) expect(how, name).toMatch(/^refused/)
  for (const [name, how] of Object.entries(await askPermissions(page))) expect(how, name).toBe('denied')
  await leave(page, away.url)
  const refused = 'internal.invalid-call'
  expect(
    await callOverBridge(page, {
      'no such service': ['__proto__', 'toString', '{}'],
      'no such method': ['settings', 'constructor', '{}'],
      'a value that is none': ['settings', 'update', '{"change":{"theme":"evil"}}'],
      'a name that is none': ['settings', 'update', '{"change":{"evil":true}}'],
      'another type': ['containers', 'stop', '{"id":{"toString":"x"}}'],
      'no arguments': ['containers', 'stop', 'null'],
      'a prototype': ['settings', 'update', '{"change":{"__proto__":{"evil":true}}}'],
      'a constructor': ['settings', 'update', '{"change":{"constructor":{"prototype":{"evil":true}}}}'],
      '50 MB': ['settings', 'importSettings', '{"text":{"$size":50000000}}'],
      'a fair one': ['app', 'getStatus', '{}'],
    }),
  ).toEqual({
    'no such service': refused,
    'no such method': refused,
    'a value that is none': refused,
    'a name that is none': refused,
    'another type': refused,
    'no arguments': refused,
    'a prototype': 'internal.message-too-large',
    'a constructor': refused,
    '50 MB': 'internal.message-too-large',
    'a fair one': 'answered',
  })
  expect(await desktop.electron.evaluate(() => ({}) as { evil?: true })).toEqual({})
  const theme = (): Promise<string> => desktop.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
  for (const from of ['other frame', 'no frame', 'other page'] as const)
    await callFromFrame(desktop, from, 'dark')
  // Comes after those, so they were dropped when it counts.
  await callFromFrame(desktop, 'window', 'light')
  await expect.poll(theme).toBe('light')
  expect(await readFile(join(desktop.home, 'settings.json'), 'utf8')).not.toContain('dark')
  expect(page.url()).toBe(address)
  await expect.poll(() => page.context().pages().length).toBe(1)
  expect((await desktop.recorded()).opened.slice(opened)).toEqual([])
  expect(away.asked).toEqual([])
  away.close()
})

/** What happened meanwhile is in the window when it is shown again. */
async function burstWhileHidden(socketPath: string): Promise<void> {
  const engine = new Docker({ socketPath })
  // A page of the emulator counts as visible also when its window is hidden.
  const hide = (hidden: boolean): Promise<void> =>
    desktop.page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        get: () => (now ? 'hidden' : 'visible'),
      })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, n) => engine.createContainer({ Image: 'busybox', name: `hid-${n}` })),
  )
  const rename = async (one: Docker.Container, n: number): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await one.rename({ name: `hid-${n}-${turn}` })
  }
  await Promise.all(made.map(rename))
  await Promise.all(made.slice(0, 5).map((one) => one.remove()))
  await hide(false)
  expect(await desktop.again('portside://containers')).toBe(0)
  const names = desktop.page.getByRole('row').locator('.list-name b')
  const listed = async (): Promise<string[]> =>
    (await docker('ps', '-a', '--format', '{{.Names}}')).split('\n')
  await expect.poll(async () => (await names.allTextContents()).sort()).toEqual((await listed()).sort())
  expect(await listed()).toContain('hid-9-49')
  await Promise.all(made.slice(5).map((one) => one.remove()))
}
