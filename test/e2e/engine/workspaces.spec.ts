// A workspace in the window, from its file to its answering address, in both languages; and the portside command.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { holdPort, unusedPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { explains } from '../support/explains'
import { takeLooks } from '../support/looks'
import { expectRoom } from '../support/room'
import { expect, openContainers } from '../support/fixtures'
import { test } from '../support/with-compose'

const words = {
  en: {
    section: 'Workspaces',
    path: /Path of a compose file/,
    look: 'Look at it',
    trust: 'Trust and go on',
    size: /\d [KM]B to download|Already here/,
    start: 'Start Shop',
    up: 'Shop is up.',
    compare: 'Compare with the team',
    same: 'Just as the team has it.',
    moved: (port: number) => `was ${port}`,
    runsOnly: /Runs only images from portside\./,
    fromContainers: 'Workspace Shop',
    export: 'Export as workspace…',
    exportDo: 'Choose where and export',
    exported: 'Shop is exported',
    open: /^Open http/,
    more: 'More actions for Shop',
    remove: 'Remove with data…',
    confirm: 'Remove',
    missing: 'SHOP_KEY is missing',
    paste: 'Paste…',
    value: 'Value',
    keep: 'Keep',
    secrets: 'Its secrets',
    change: 'Change SHOP_KEY…',
    newValue: 'New value for SHOP_KEY',
    forget: 'Forget SHOP_KEY…',
    forgetNow: 'Forget',
    wasMoved: 'Is this Shop, moved here?',
    sameOne: 'The same one',
    whys: {
      compose: 'What is Compose?',
      image: 'What is an image?',
      registry: 'What is a registry?',
      port: 'What does a port do?',
      reach: 'What can a workspace reach?',
    },
    run: 'Run…',
    cancel: 'Cancel',
  },
  ko: {
    section: '워크스페이스',
    path: /compose 파일이나 폴더/,
    look: '살펴보기',
    trust: '믿고 계속하기',
    size: /\d [KM]B 다운로드|이미 있음/,
    start: 'Shop 시작',
    up: /Shop.* 준비됐어요/,
    compare: '팀과 비교',
    same: '팀과 똑같아요.',
    moved: (port: number) => `원래 ${port}`,
    runsOnly: /portside의 이미지만 실행해요/,
    fromContainers: 'Shop 워크스페이스',
    export: '워크스페이스로 내보내기…',
    exportDo: '저장할 곳을 고르고 내보내기',
    exported: /^Shop.* 내보냈어요/,
    open: /열기$/,
    more: /Shop/,
    remove: '데이터까지 삭제…',
    confirm: '삭제',
    missing: 'SHOP_KEY가 없어요',
    paste: '붙여넣기…',
    value: '값',
    keep: '보관',
    secrets: '비밀 값',
    change: 'SHOP_KEY 바꾸기…',
    newValue: 'SHOP_KEY의 새 값',
    forget: 'SHOP_KEY 지우기…',
    forgetNow: '지우기',
    wasMoved: 'Shop을 여기로 옮겼나요?',
    sameOne: '같은 것',
    whys: {
      compose: 'Compose가 뭔가요?',
      image: '이미지가 뭔가요?',
      registry: '레지스트리가 뭔가요?',
      port: '포트는 무슨 일을 하나요?',
      reach: '워크스페이스는 어디까지 볼 수 있나요?',
    },
    run: '실행…',
    cancel: '취소',
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

    test('leads from the file to the answering address in three clicks', async ({ window, portside }) => {
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
      // Once with the team's port, once where a program of this computer has it.
      const holder = language === 'ko' ? await holdPort(port) : undefined
      try {
        await window.getByRole('button', { name: t.section, exact: true }).click()
        await window.getByLabel(t.path).fill(file)
        await window.getByRole('button', { name: t.look }).click()
        await expect(window.getByText('portside/sample-web:1.0')).toBeVisible()
        await window.screenshot({ path: `out/pictures/workspace-trust-${language}-${theme}.png` })
        await expectAccessible(window)
        await expectRoom(window, `workspace-trust-960-${language}`)
        await window.getByRole('button', { name: t.trust }).click()
        await expect(window.getByText(t.moved(port))).toHaveCount(holder ? 1 : 0)
        if (holder) await expect(window.getByText(new RegExp(`PID ${holder.pid}`))).toBeVisible()
        await expect(window.getByText(t.runsOnly)).toBeVisible()
        await expect(window.getByText(t.size).first()).toBeVisible({ timeout: 60_000 })
        await window.screenshot({ path: `out/pictures/workspace-ready-${language}-${theme}.png` })
        await expectAccessible(window)
        await expectRoom(window, `workspace-ready-960-${language}`)
        await window.getByRole('button', { name: t.start }).click()
        // The pointer would rest on what takes the button's place.
        await window.mouse.move(0, 0)
        await expect(window.getByRole('heading', { name: t.up })).toBeVisible({ timeout: 240_000 })
        await window.screenshot({ path: `out/pictures/workspace-up-${language}-${theme}.png` })
        await expectAccessible(window)
        await expectRoom(window, `workspace-up-960-${language}`)
        const href = await window.getByRole('link', { name: t.open }).getAttribute('href')
        expect((await fetch(href ?? '')).status).toBe(200)
        await window.getByRole('main').getByRole('button', { name: t.more }).last().click()
        await window.getByRole('menuitem', { name: t.compare }).click()
        await expect(
          holder
            ? window.getByRole('dialog').getByRole('cell', { name: String(port) })
            : window.getByRole('dialog').getByText(t.same),
        ).toBeVisible()
        await window.keyboard.press('Escape')
        // From its containers back to it.
        await openContainers(window)
        await window.getByRole('button', { name: t.fromContainers }).click()
        await expect(window.getByRole('heading', { name: t.up })).toBeVisible()
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
        await holder?.end()
        await rm(place, { recursive: true, force: true })
      }
    })

    test('asks whether a folder is the one that was moved', async ({ window, portside }) => {
      const t = words[language]
      const place = await mkdtemp(join(tmpdir(), 'psws-'))
      const look = async (folder: string): Promise<void> => {
        await window.getByRole('button', { name: t.section, exact: true }).click()
        await window.getByLabel(t.path).fill(folder)
        await window.getByRole('button', { name: t.look }).click()
        await expect(window.getByText('portside/sample-web:1.0')).toBeVisible()
      }
      await mkdir(join(place, 'shop'))
      const text = `name: moved${language}\nx-portside: { version: 1, name: Shop }\nservices: { web: { image: "portside/sample-web:1.0" } }\n`
      await writeFile(join(place, 'shop', 'compose.yaml'), text)
      const ids = async (): Promise<string[]> => {
        const { stdout } = await portside.command('workspace', '--json')
        return (JSON.parse(stdout) as { id: string; project: string }[])
          .filter(({ project }) => project.startsWith(`moved${language}`))
          .map(({ id }) => id)
      }
      try {
        await look(join(place, 'shop'))
        await window.getByRole('button', { name: t.trust }).click()
        await expect(window.getByText(t.runsOnly)).toBeVisible()
        const before = await ids()
        await rename(join(place, 'shop'), join(place, 'moved'))
        await window.getByRole('main').getByRole('button').first().click()
        await look(join(place, 'moved'))
        await expect(window.getByRole('heading', { name: t.wasMoved })).toBeVisible()
        await expect(window.getByRole('button', { name: t.trust })).toBeDisabled()
        await takeLooks(window, portside, `workspace-moved-${language}`)
        await expectAccessible(window)
        await expectRoom(window, `workspace-moved-960-${language}`)
        await window.getByRole('button', { name: t.sameOne }).click()
        await window.getByRole('button', { name: t.trust }).click()
        await expect(window.getByText(t.runsOnly)).toBeVisible()
        expect([before.length, await ids()]).toEqual([1, before])
        await portside.command('workspace', 'remove', before[0] ?? '')
      } finally {
        await rm(place, { recursive: true, force: true })
      }
    })

    test('keeps a secret, changes and forgets it, and shows it nowhere', async ({ window, portside }) => {
      const t = words[language]
      const place = await mkdtemp(join(tmpdir(), 'psws-'))
      const press = (name: string) => window.getByRole('button', { name, exact: true }).click()
      const type = async (value: string): Promise<void> => {
        const field = window.getByRole('dialog').getByLabel(t.value, { exact: true })
        await expect(field).toHaveAttribute('type', 'password')
        await expect(field).toHaveValue('')
        await field.fill(value)
        await press(t.keep)
        await expect(window.getByRole('dialog')).toHaveCount(0)
      }
      try {
        await writeFile(join(place, 'compose.yaml'), hushed)
        await press(t.section)
        const why = (what: keyof typeof t.whys): Locator =>
          window.getByRole('main').getByRole('button', { name: t.whys[what], exact: true })
        await explains(window, why('compose'), `why-compose-960-${language}`)
        await window.getByLabel(t.path).fill(place)
        await press(t.look)
        for (const what of ['image', 'registry', 'port'] as const)
          await explains(window, why(what), `why-trust-${what}-960-${language}`)
        await press(t.trust)
        await expect(window.getByText(t.missing)).toBeVisible()
        await explains(window, why('reach'), `why-reach-960-${language}`)
        await press(t.run)
        const form = window.getByRole('dialog')
        await explains(
          window,
          form.getByRole('button', { name: t.whys.image, exact: true }),
          `why-run-image-960-${language}`,
        )
        await form.getByRole('button', { name: t.cancel, exact: true }).click()
        const card = window.getByRole('region', { name: t.secrets })
        await expect(card).toHaveCount(0)
        await press(t.paste)
        await type('hush-one')
        await expect(card).toContainText('SHOP_KEY')
        await card.scrollIntoViewIfNeeded()
        await window.screenshot({ path: `out/pictures/workspace-secrets-${language}-${theme}.png` })
        await expectAccessible(window)
        await expectRoom(window, `workspace-secrets-960-${language}`)
        await press(t.change)
        await expect(window.getByRole('heading', { name: t.newValue })).toBeVisible()
        await window.screenshot({ path: `out/pictures/workspace-secret-change-${language}-${theme}.png` })
        await expectAccessible(window)
        await expectRoom(window, `workspace-secret-change-960-${language}`)
        await type('hush-two')
        const told = await portside.command('workspace', 'secrets', 'hushed', '--json')
        expect(JSON.parse(told.stdout)).toMatchObject({ secrets: [{ name: 'SHOP_KEY', known: true }] })
        expect(await window.locator('html').innerHTML()).not.toContain('hush-')
        await press(t.forget)
        const question = window.getByRole('alertdialog')
        await window.screenshot({ path: `out/pictures/workspace-secret-forget-${language}-${theme}.png` })
        await expectRoom(window, `workspace-secret-forget-960-${language}`)
        await question.getByRole('button', { name: t.forgetNow, exact: true }).click()
        await expect(window.getByText(t.missing)).toBeVisible()
        await expect(card).toHaveCount(0)
        const output = await readFile(join(portside.home, 'output.log'), 'utf8')
        expect(output + told.stdout).not.toContain('hush-')
      } finally {
        await portside.command('workspace', 'remove', 'hushed')
        await rm(place, { recursive: true, force: true })
      }
    })
  })

const hushed = `name: hushed
x-portside:
  version: 1
  name: Hushed
  secrets: [{ name: SHOP_KEY, title: Key of the shop }]
services:
  web: { image: "portside/sample-web:1.0", environment: { SHOP_KEY: "\${SHOP_KEY}" } }
`

const stumbles = `name: stumbles
x-portside:
  version: 1
  name: Stumbles
  seeds: [{ id: rows, title: Rows, service: db, command: [cp, /data/go, /data/rows] }]
services:
  db: { image: busybox, init: true, command: sleep 600, volumes: ["data:/data"] }
volumes: { data: }
`

test('shows a start whose seed failed as that, rolls it back, and goes on with another one', async ({
  window,
  portside,
  engine,
}) => {
  test.setTimeout(240_000)
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' }).trim()
  const place = await mkdtemp(join(tmpdir(), 'psws-'))
  await writeFile(join(place, 'compose.yaml'), stumbles)
  const heading = (name: string) => window.getByRole('heading', { name })
  const press = (name: string) => window.getByRole('button', { name, exact: true }).click()
  const fails = async (): Promise<void> => {
    await press('Start Stumbles')
    await expect(heading('Stumbles did not come up')).toBeVisible({ timeout: 120_000 })
    await expect(window.getByText(/^Loading “Rows” failed/).first()).toBeVisible()
    // All of its services run, which makes it no less failed.
    await expect(window.getByRole('button', { name: 'Stop Stumbles' })).toBeVisible()
  }
  try {
    await window.getByRole('button', { name: 'Workspaces', exact: true }).click()
    await window.getByLabel('Path of a compose file').fill(place)
    await press('Look at it')
    await press('Trust and go on')
    await fails()
    await window.screenshot({ path: 'out/pictures/workspace-failed-en-light.png' })
    await expectAccessible(window)
    await expectRoom(window, 'workspace-failed-960-en')
    await press('Roll back')
    const question = window.getByRole('alertdialog')
    await expect(question).toContainText('is kept as a snapshot first')
    expect(docker('volume', 'ls', '-q', '--filter', 'name=stumbles')).toBe('stumbles_data')
    await question.getByRole('button', { name: 'Roll back', exact: true }).click()
    await expect(window.getByRole('button', { name: 'Start Stumbles' })).toBeVisible({ timeout: 60_000 })
    expect(docker('volume', 'ls', '-q', '--filter', 'name=stumbles')).toBe('')

    await fails()
    docker('exec', 'stumbles-db-1', 'touch', '/data/go')
    await press('Go on')
    await expect(heading('Stumbles is up.')).toBeVisible({ timeout: 120_000 })
    docker('exec', 'stumbles-db-1', 'test', '-e', '/data/rows')
  } finally {
    await portside.command('workspace', 'remove', 'stumbles')
    await rm(place, { recursive: true, force: true })
  }
})
