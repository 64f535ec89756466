// Takes pictures of every scene in light and dark, English and Korean, to hold beside the design's ones; runs axe.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium, type Browser, type Page } from '@playwright/test'
import { panelSize } from '../../../main/desktop/panel-place'
import { startLoopbackServer } from '../../../main/ipc/loopback-server'
import { silentLog } from '../../../main/base/log'
import type { Computer } from '../../../main/readiness/computer'
import { createReadiness } from '../../../main/readiness/readiness'
import type { Language, ReadinessCheck } from '../../../preload/model'
import { macos, oldWsl, windows, wsl } from '../../readiness/computers'
import type { FakeApp } from '../fake-app/fake-app'
import { twoToFix } from '../fake-app/fake-readiness'
import { shopReadiness, shopWorkspace } from '../fake-app/fake-workspaces'
import { scene, type SceneName } from './scene'

const out = resolve(process.argv[2] ?? 'out/shots')
const only = process.argv[3]

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Shot {
  readonly name: string
  readonly scene: SceneName
  readonly language?: Language
  readonly theme?: 'light' | 'dark'
  readonly size?: readonly [number, number]
  /** More of the address: which system, which page. */
  readonly view?: Readonly<Record<string, string>>
  readonly act?: (page: Page) => Promise<void>
  /** Changes what the app says before the page opens. */
  readonly before?: (app: FakeApp) => void
}

/** In the order of the sidebar. */
const sections = [
  ...(['home', 'containers', 'images', 'volumes', 'networks', 'projects', 'builds', 'workspaces'] as const),
  ...(['ports', 'resources', 'settings'] as const),
]
const openSection = (page: Page, section: (typeof sections)[number]): Promise<void> =>
  page.locator('.sidebar-item').nth(sections.indexOf(section)).click()

const select = async (page: Page): Promise<void> => {
  await openSection(page, 'containers')
  await page
    .getByRole('row', { name: /shop-cache-1/ })
    .getByRole('checkbox')
    .click()
  await page
    .getByRole('row', { name: /shop-worker-1/ })
    .getByRole('checkbox')
    .click()
  await page.getByRole('row', { name: /shop-api-1/ }).click({ position: { x: 700, y: 20 } })
}
const openRun = async (page: Page): Promise<void> => {
  await openSection(page, 'containers')
  await page.locator('.topbar .button.primary').click()
  await page.locator('.run-fields input').first().fill('mysql:8.4')
  await page.locator('.suggestion .button').waitFor()
}
const openImages = async (page: Page): Promise<void> => {
  await openSection(page, 'images')
  await page.locator('.image-grid.body').first().waitFor()
}
const openNetworkMap = async (page: Page): Promise<void> => {
  await openSection(page, 'networks')
  await page.locator('.segmented button').nth(1).click()
  await page.getByRole('button', { name: /shop-worker-1/ }).focus()
}
const openPorts = async (page: Page): Promise<void> => {
  await openSection(page, 'ports')
  await page.locator('.conflict-card').first().waitFor()
}
const openSettings =
  (tab: number) =>
  async (page: Page): Promise<void> => {
    await openSection(page, 'settings')
    await page.getByRole('tab').nth(tab).click()
  }
const everyFeature = (app: FakeApp): void => {
  const { value } = app.machine
  app.machine.value = {
    ...value,
    features: [...value.features, 'shared-folders', 'saved-state'],
    resumeMs: 27,
  }
  app.settings.value = {
    ...app.settings.value,
    proxyMode: 'manual',
    sharedFolders: [
      { path: '/home/user', writable: true },
      {
        path: '/data/a-folder-with-a-very-long-name/that-goes-on/and-on/and-on/until-it-does-not-fit',
        writable: false,
      },
    ],
  }
  app.pendingSettings.value = { names: ['cpus', 'memoryBytes'], engine: false }
}
const somebodyNew = (app: FakeApp): void => {
  const { value } = app.machine
  app.machine.value = { ...value, state: 'absent', features: [...value.features, 'shared-folders'] }
  app.settings.value = { ...app.settings.value, welcomeSeen: false }
  const checks = twoToFix.filter(({ state }) => state !== 'bad')
  app.readiness.value.value = { checking: false, checkedAt: 1, checks }
}
/** As the real checks find it on a computer of another system, whose answers are made up. */
const checksOf = async (computer: Computer): Promise<readonly ReadinessCheck[]> =>
  (await createReadiness(computer, silentLog).service.check()).checks
const foreign = {
  windows: await checksOf(
    windows({
      wsl: wsl({
        version: () => Promise.reject(oldWsl),
        getLimits: async () => ({ memoryBytes: 2 * 1024 ** 3 }),
      }),
      interfaces: () => ['이더넷', 'Cisco AnyConnect'],
      portHolder: async (port) => (port === 3306 ? { name: 'mysqld.exe (PID 4312)', next: 3307 } : undefined),
      remoteTime: async () => 1_000_000 + 3 * 3_600_000,
    }),
  ),
  macos: await checksOf(
    macos({
      run: async () => ({ exitCode: 0, stdout: '0\n' }),
      freeBytes: async () => 6e9,
      proxy: async () => 'http://proxy.example:3128',
      terminalPath: async () => '/usr/bin:/bin:/usr/sbin:/sbin',
    }),
  ),
}
const onSystem =
  (system: keyof typeof foreign) =>
  (app: FakeApp): void => {
    app.machine.value = { ...app.machine.value, state: 'absent' }
    app.settings.value = { ...app.settings.value, welcomeSeen: false }
    app.readiness.value.value = { checking: false, checkedAt: 1, checks: foreign[system] }
  }
const withoutPorts = (app: FakeApp): void => {
  app.workspaces.upsert(shopWorkspace)
  app.workspaceReadiness = {
    ...{ ...shopReadiness, moves: [], missingFolders: ['/srv/team/pictures'] },
    blocked: [
      { service: 'web', port: 8080, holder: 'node (PID 71)' },
      { service: 'db', port: 5432, holder: '' },
    ],
  }
}
const openWorkspace = async (page: Page): Promise<void> => {
  await openSection(page, 'workspaces')
  await page.locator('.workspace-list button').first().click()
  await page.locator('.workspace-columns').waitFor()
}
const onWsl = (app: FakeApp): void => {
  app.machine.value = { ...app.machine.value, driver: 'wsl2', features: ['exec', 'console', 'wsl'] }
  app.wslLimits = {
    ...app.wslLimits,
    limits: { memoryBytes: 4 * 1024 ** 3 },
    inEffect: { processors: 8, memoryBytes: 8 * 1024 ** 3 },
    networkingMode: 'nat',
    othersRunning: ['Ubuntu-24.04', 'Debian'],
  }
  const one = { running: true, version: 2, integrated: false, dockerMissing: false }
  app.wslDistributions = {
    distributions: [
      { ...one, name: 'Ubuntu-24.04', integrated: true, dockerMissing: true },
      { ...one, name: 'Debian' },
      { ...one, name: 'Legacy', version: 1 },
    ],
    needsRestart: true,
  }
}
const openWslChange = async (page: Page): Promise<void> => {
  await openSettings(1)(page)
  await page.getByRole('slider').first().press('ArrowLeft')
  await page.locator('.settings-card .row button').first().click()
  await page.locator('.settings-card pre').waitFor()
}
const openLogs = async (page: Page): Promise<void> => {
  await openSection(page, 'containers')
  await page.getByRole('row', { name: /shop-api-1/ }).click({ position: { x: 700, y: 20 } })
  await page.keyboard.press('l')
  await page.locator('.log-line').first().waitFor()
}
const openRemove = async (page: Page): Promise<void> => {
  await openSection(page, 'containers')
  await page
    .getByRole('row', { name: /^.*minio/ })
    .last()
    .click({ position: { x: 700, y: 20 } })
  await page.keyboard.press('Delete')
}

const blockedPort = (app: FakeApp): void => {
  const binding = { hostAddress: '0.0.0.0', hostPort: 3306, containerPort: 3306, protocol: 'tcp' as const }
  app.conflicts.upsert({
    ...{ id: 'tcp-3306-shop-db-1', kind: 'process', when: 'now', wantedBy: 'container', binding, since: 0 },
    ...{ containerId: 'shop-db-1', containerName: 'shop-db-1', containerUp: true },
    holder: { kind: 'process', name: 'mysqld', pid: 4312, address: '127.0.0.1' },
    fixes: [
      { id: 'move-3307', kind: 'move', toPort: 3307 },
      { id: 'stop-4312', kind: 'stop-process', pid: 4312, name: 'mysqld' },
    ],
  })
}
const asOnMac = async (page: Page): Promise<void> => {
  await page.evaluate(() => (document.documentElement.dataset.shell = 'electron'))
  await select(page)
}
const trayPanel = {
  scene: 'running',
  size: [panelSize.width, panelSize.height],
  view: { system: 'win32', view: 'tray' },
  before: blockedPort,
} satisfies Partial<Shot>

const shots: readonly Shot[] = [
  { name: 'containers', scene: 'running', act: select },
  { name: 'containers-dark', scene: 'running', theme: 'dark', act: select },
  { name: 'containers-ko', scene: 'running', language: 'ko', act: select },
  { name: 'containers-960', scene: 'running', size: [960, 600], act: select },
  { name: 'containers-mac', scene: 'running', act: asOnMac, view: { system: 'darwin' } },
  { name: 'tray-panel', ...trayPanel },
  { name: 'tray-panel-ko-dark', ...trayPanel, language: 'ko', theme: 'dark' },
  { name: 'images', scene: 'running', act: openImages },
  { name: 'images-dark', scene: 'running', theme: 'dark', act: openImages },
  { name: 'images-ko', scene: 'running', language: 'ko', act: openImages },
  { name: 'images-960', scene: 'running', size: [960, 600], act: openImages },
  { name: 'run-dialog', scene: 'running', act: openRun },
  { name: 'run-dialog-ko', scene: 'running', language: 'ko', act: openRun },
  { name: 'run-dialog-dark', scene: 'running', theme: 'dark', act: openRun },
  { name: 'run-dialog-960', scene: 'running', size: [960, 600], act: openRun },
  { name: 'ports', scene: 'running', act: openPorts },
  { name: 'ports-dark', scene: 'running', theme: 'dark', act: openPorts },
  { name: 'ports-ko', scene: 'running', language: 'ko', act: openPorts },
  {
    name: 'ports-960-ko-dark',
    scene: 'running',
    language: 'ko',
    theme: 'dark',
    size: [960, 600],
    act: openPorts,
  },
  { name: 'network-map', scene: 'running', act: openNetworkMap },
  {
    name: 'network-map-ko-dark-960',
    scene: 'running',
    language: 'ko',
    theme: 'dark',
    size: [960, 600],
    act: openNetworkMap,
  },
  { name: 'logs', scene: 'running', act: openLogs },
  { name: 'logs-dark-960', scene: 'running', theme: 'dark', size: [960, 600], act: openLogs },
  { name: 'wsl', scene: 'running', before: onWsl, act: openWslChange },
  {
    name: 'wsl-ko-dark-960',
    scene: 'running',
    language: 'ko',
    theme: 'dark',
    size: [960, 600],
    before: onWsl,
    act: openWslChange,
  },
  ...(['general', 'machine', 'folders', 'network', 'about'] as const).flatMap((name, tab): Shot[] => [
    { name: `settings-${name}`, scene: 'running', before: everyFeature, act: openSettings(tab) },
    {
      name: `settings-${name}-ko-dark-960`,
      scene: 'running',
      language: 'ko',
      theme: 'dark',
      size: [960, 600],
      before: everyFeature,
      act: openSettings(tab),
    },
  ]),
  { name: 'remove', scene: 'running', act: openRemove },
  { name: 'welcome-start', scene: 'starting' },
  { name: 'welcome-start-ko', scene: 'starting', language: 'ko' },
  { name: 'welcome-start-dark-960', scene: 'starting', theme: 'dark', size: [960, 600] },
  { name: 'welcome-home', scene: 'stopped', before: somebodyNew },
  {
    ...{ name: 'welcome-home-ko-dark-960', scene: 'stopped', before: somebodyNew },
    ...{ language: 'ko', theme: 'dark', size: [960, 600] },
  },
  ...(['windows', 'macos'] as const).flatMap((system): Shot[] => [
    { name: `welcome-${system}`, scene: 'stopped', before: onSystem(system) },
    {
      ...{ name: `welcome-${system}-ko-dark-960`, scene: 'stopped', before: onSystem(system) },
      ...{ language: 'ko', theme: 'dark', size: [960, 600] },
    },
  ]),
  { name: 'workspace-no-port', scene: 'running', before: withoutPorts, act: openWorkspace },
  {
    ...{ name: 'workspace-no-port-ko-dark-960', scene: 'running', before: withoutPorts, act: openWorkspace },
    ...{ language: 'ko', theme: 'dark', size: [960, 600] },
  },
  { name: 'welcome-failed', scene: 'failed' },
  { name: 'welcome-stopped', scene: 'stopped' },
  { name: 'empty', scene: 'empty' },
]

async function take(browser: Browser, shot: Shot): Promise<void> {
  const app = scene(shot.scene)
  app.settings.value = {
    ...app.settings.value,
    language: shot.language ?? 'en',
    theme: shot.theme ?? 'light',
  }
  shot.before?.(app)
  const server = await startLoopbackServer({
    root: resolve('out/renderer'),
    port: 0,
    target: app.target,
    nameHolder: async () => 'another program',
  })
  const [width, height] = shot.size ?? [1280, 800]
  const context = await browser.newContext({ viewport: { width, height } })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() !== 'info') console.log(shot.name, message.type(), message.text())
  })
  page.on('pageerror', (error) => console.log(shot.name, error.message))
  try {
    const address = new URL(server.url)
    for (const [name, value] of Object.entries(shot.view ?? {})) address.searchParams.set(name, value)
    await page.goto(address.href)
    await page.locator('.window, .welcome, .tray-panel').first().waitFor({ timeout: 10_000 })
    await shot.act?.(page)
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `${out}/${shot.name}.png`, animations: 'disabled' })
    for (const violation of (await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations) {
      const nodes = violation.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`)
      console.log(shot.name, violation.id, violation.impact, nodes.slice(0, 3).join('\n  '))
    }
  } finally {
    await context.close()
    await server.close()
  }
}

mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
try {
  for (const shot of shots) if (only === undefined || shot.name.match(only)) await take(browser, shot)
} finally {
  await browser.close()
}
