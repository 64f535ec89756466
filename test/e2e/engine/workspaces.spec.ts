// A workspace in the window, from its file to its answering address, in both languages; and the portside command.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { composeFolder } from '../../support/compose'
import { unusedPort } from '../../support/held-port'
import { startPortside } from '../support/portside'
import { expectAccessible } from '../support/accessible'
import { expect, test as base } from '../support/fixtures'

/** Compose as people have it: along PATH. */
const test = base.extend<object, object>({
  portside: [
    async ({ engine }, provide) => {
      const PATH = `${await composeFolder()}:${process.env.PATH}`
      const portside = await startPortside({ engine: engine.socket, env: { PATH } })
      await provide(portside)
      await portside.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

const words = {
  en: {
    section: 'Workspaces',
    path: /Path of a compose file/,
    look: 'Look at it',
    trust: 'Trust and go on',
    start: 'Start Shop',
    up: 'Shop is up.',
    export: 'Export as workspace…',
    exportDo: 'Choose where and export',
    exported: 'Shop is exported',
    open: /^Open http/,
    more: 'More actions for Shop',
    remove: 'Remove with data…',
    confirm: 'Remove',
  },
  ko: {
    section: '워크스페이스',
    path: /compose 파일이나 폴더/,
    look: '살펴보기',
    trust: '믿고 계속하기',
    start: 'Shop 시작',
    up: /Shop.* 준비됐어요/,
    export: '워크스페이스로 내보내기…',
    exportDo: '저장할 곳을 고르고 내보내기',
    exported: /^Shop.* 내보냈어요/,
    open: /열기$/,
    more: /Shop/,
    remove: '데이터까지 삭제…',
    confirm: '삭제',
  },
} as const

/** Chooses in the dialog, waits for the proof, and looks at what the browser got. */
async function exportIt(window: Page, t: (typeof words)[keyof typeof words], to: string): Promise<void> {
  await window.getByRole('main').getByRole('button', { name: t.more }).last().click()
  await window.getByRole('menuitem', { name: t.export }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog.getByText('SHOP_PASSWORD')).toBeVisible()
  await window.screenshot({
    path: `out/pictures/workspace-export-${t === words.en ? 'en-light' : 'ko-dark'}.png`,
  })
  await expectAccessible(window)
  const [download] = await Promise.all([
    window.waitForEvent('download', { timeout: 240_000 }),
    dialog.getByRole('button', { name: t.exportDo }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Shop.portside')
  await expect(window.getByRole('status').filter({ hasText: t.exported })).toBeVisible({ timeout: 240_000 })
  await download.saveAs(to)
  const text = execFileSync('tar', ['-xzOf', to, 'compose.yaml'], { encoding: 'utf8' })
  expect(text).toContain('portside/sample-web:1.0@sha256:')
  expect(text).toContain('${SHOP_PASSWORD}')
  expect(text).not.toContain('hush-hush')
}

for (const [language, theme] of [
  ['en', 'light'],
  ['ko', 'dark'],
] as const)
  test.describe(language, () => {
    test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme })

    test('leads from the file to the answering address', async ({ window, portside }) => {
      test.setTimeout(600_000)
      const place = await mkdtemp(join(tmpdir(), 'psws-'))
      await mkdir(join(place, 'shop'))
      const port = await unusedPort()
      const file = join(place, 'shop', 'compose.yaml')
      const text = `name: shop${language}
x-portside:
  version: 1
  name: Shop
  author: acme/shop
  ports: [{ service: web, port: 80, meaning: The shop, url: "http://localhost:{port}/" }]
services:
  web: { image: "portside/sample-web:1.0", ports: ["${port}:80"], environment: { SHOP_PASSWORD: hush-hush } }
`
      await writeFile(file, text)
      const t = words[language]
      try {
        await window.getByRole('button', { name: t.section, exact: true }).click()
        await window.getByLabel(t.path).fill(file)
        await window.getByRole('button', { name: t.look }).click()
        await expect(window.getByText('portside/sample-web:1.0')).toBeVisible()
        await window.screenshot({ path: `out/pictures/workspace-trust-${language}-${theme}.png` })
        await expectAccessible(window)
        await window.getByRole('button', { name: t.trust }).click()
        await window.getByRole('button', { name: t.start }).click()
        // The pointer would rest on what takes the button's place.
        await window.mouse.move(0, 0)
        await expect(window.getByRole('heading', { name: t.up })).toBeVisible({ timeout: 240_000 })
        await window.screenshot({ path: `out/pictures/workspace-up-${language}-${theme}.png` })
        await expectAccessible(window)
        const href = await window.getByRole('link', { name: t.open }).getAttribute('href')
        expect((await fetch(href ?? '')).status).toBe(200)
        await exportIt(window, t, join(place, 'copy.portside'))
        await window.screenshot({ path: `out/pictures/workspace-exported-${language}-${theme}.png` })
        const status = await portside.command('workspace', 'status', 'Shop', '--json')
        expect(JSON.parse(status.stdout)).toMatchObject({ workspace: { state: 'up' } })
        await window.getByRole('main').getByRole('button', { name: t.more }).last().click()
        await window.getByRole('menuitem', { name: t.remove }).click()
        await window.getByRole('alertdialog').getByRole('button', { name: t.confirm, exact: true }).click()
        await expect(window.getByLabel(t.path)).toBeVisible({ timeout: 60_000 })
        expect(await readFile(file, 'utf8')).toBe(text)
      } finally {
        await rm(place, { recursive: true, force: true })
      }
    })
  })
