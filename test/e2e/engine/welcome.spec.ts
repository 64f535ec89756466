// The first five minutes on a fresh state folder: what was checked, a first container in one click, the tour, the way back.
import type { Locator, Page } from '@playwright/test'
import { holdPort, unusedPort, type HeldPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { expect, test as base, watchErrors } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'
import { expectRoom } from '../support/room'
import { reload, visit } from '../support/visit'

const mongoPort = 27_017

const test = base.extend<{ fresh: Portside; mongo: HeldPort }>({
  /** A program with the port of a server of the catalogue. */
  mongo: async ({}, provide) => {
    const held = await holdPort(mongoPort)
    await provide(held)
    await held.end()
  },
  fresh: async ({ engine }, provide) => {
    const fresh = await startPortside({ engine: engine.socket, welcome: true })
    await provide(fresh)
    await fresh.docker('rm', '-f', 'portside-welcome')
    await fresh.docker('volume', 'rm', '-f', 'portside-welcome-page')
    await fresh.stop()
  },
})

const words = {
  en: {
    run: 'Run it',
    runs: 'It runs',
    check: /Check this computer/,
    tour: 'Take the tour',
    next: 'Next',
    stop: 'Stop it',
    start: 'Start it',
    prove: /Change the page/,
    page: 'Still here, in a new container',
    done: 'Done',
    home: 'Home',
    again: 'The first five minutes',
    skip: 'Skip',
    doctor: /^(ok|note) /m,
    choosePort: 'Choose another port',
    mongo: 'Port for MongoDB',
    usePorts: 'Use these ports',
    hostPort: 'Port on this computer',
    removeAll: 'Remove the container and its volume',
  },
  ko: {
    run: '실행',
    runs: '실행되고 있어요',
    check: /이 컴퓨터 확인/,
    tour: '둘러보기',
    next: '다음',
    stop: '중지',
    start: '시작',
    prove: /페이지를 바꾸고/,
    page: '새 컨테이너에서도 그대로예요',
    done: '완료',
    home: '홈',
    again: '처음 5분',
    skip: '건너뛰기',
    doctor: /^(좋음|참고) /m,
    choosePort: '다른 포트 사용',
    mongo: 'MongoDB 포트',
    usePorts: '이 포트 사용',
    hostPort: '이 컴퓨터의 포트',
    removeAll: '컨테이너와 볼륨 삭제',
  },
} as const

/** A program has the port of MongoDB: a free one is typed, and everything asks for that one from then on. */
async function choosesAnotherPort(page: Page, language: 'en' | 'ko', { pid }: HeldPort): Promise<number> {
  const say = words[language]
  await page.getByRole('button', { name: say.choosePort }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel(say.mongo)
  const use = dialog.getByRole('button', { name: say.usePorts })
  await expect(dialog.getByText(new RegExp(`PID ${pid}`))).toBeVisible()
  // The next free one is offered.
  await expect(field).not.toHaveValue('')
  await expect(use).toBeEnabled()
  await field.fill(String(mongoPort))
  await expect(dialog.getByText(new RegExp(`PID ${pid}`))).toHaveCount(2)
  await expect(use).toBeDisabled()
  await page.screenshot({ path: `out/pictures/welcome-ports-${language}.png` })
  await expectAccessible(page)
  await expectRoom(page, `welcome-ports-960-${language}`)
  const free = await unusedPort()
  await field.fill(String(free))
  await expect(use).toBeEnabled()
  await use.click()
  await expect(page.getByText(`MongoDB: ${free} (${mongoPort})`)).toBeVisible()
  return free
}

/** What was chosen is in the form of the server. */
async function asksForPort(page: Page, hostPort: string, port: number): Promise<void> {
  await page.getByRole('button', { name: 'MongoDB', exact: true }).click()
  await expect(page.getByRole('dialog').getByLabel(hostPort)).toHaveValue(String(port))
  await page.keyboard.press('Escape')
}

/** Skipped in its middle, then once more on the same container to its end, which leaves nothing behind. */
async function repeats(page: Page, language: 'en' | 'ko', fresh: Portside): Promise<void> {
  const say = words[language]
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const home = page.getByRole('heading', { name: say.home, exact: true })
  const toTour = async (): Promise<void> => {
    await expect(home).toBeVisible()
    await button(say.again).click()
    await expect(page.locator('.check-list .is-checking')).toHaveCount(0)
    await button(say.next).click()
    await expect(page.getByRole('heading', { name: say.runs })).toBeVisible()
    await button(say.tour).click()
    await button(say.next).click()
  }
  const ours = async (): Promise<string> =>
    (await fresh.docker('ps', '-aq', '--filter', 'name=portside-welcome')).stdout.trim()
  const container = await ours()
  await toTour()
  await button(say.skip).click()
  await toTour()
  await button(say.next).click()
  await button(say.next).click()
  await expect(page.getByRole('link', { name: /localhost:\d+/ })).toBeVisible()
  expect(await ours()).toBe(container)
  await button(say.removeAll).click()
  await expect(home).toBeVisible({ timeout: 60_000 })
  expect(await ours()).toBe('')
  const volumes = await fresh.docker('volume', 'ls', '-q', '--filter', 'name=portside-welcome-page')
  expect(volumes.stdout.trim()).toBe('')
}

for (const [language, theme] of [
  ['en', 'light'],
  ['ko', 'dark'],
] as const)
  test.describe(language, () => {
    test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme })

    test('leads from the checks over a first container through the tour, once', async ({
      page,
      fresh,
      mongo,
    }) => {
      test.setTimeout(480_000)
      const say = words[language]
      const errors = watchErrors(page)
      const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await visit(page, fresh.url)

      await button(say.check).click()
      await expect(page.locator('.check-list li').first()).toBeVisible()
      await expect(page.locator('.check-list .is-checking')).toHaveCount(0)
      await page.screenshot({ path: `out/pictures/welcome-check-${language}-${theme}.png` })
      await expectAccessible(page)
      await expectRoom(page, `welcome-check-960-${language}`)
      const port = await choosesAnotherPort(page, language, mongo)
      await button(say.next).click()

      await button(say.run).click()
      await expect(page.getByRole('heading', { name: say.runs })).toBeVisible({ timeout: 60_000 })
      await page.screenshot({ path: `out/pictures/welcome-run-${language}-${theme}.png` })
      await expectAccessible(page)
      await expectRoom(page, `welcome-run-960-${language}`)
      await button(say.tour).click()
      await expect(page.getByText('nginx:1.28-alpine').first()).toBeVisible()
      await button(say.next).click()
      await button(say.stop).click()
      await button(say.start).click({ timeout: 60_000 })
      await expect(button(say.stop)).toBeVisible({ timeout: 60_000 })
      await button(say.next).click()
      const address = await page.getByRole('link', { name: /localhost:\d+/ }).getAttribute('href')
      await button(say.next).click()
      await page.screenshot({ path: `out/pictures/welcome-tour-${language}-${theme}.png` })
      await expectAccessible(page)
      await expectRoom(page, `welcome-tour-960-${language}`)
      await button(say.prove).click()
      await expect(button(say.prove)).toBeEnabled({ timeout: 60_000 })
      const answered = page.getByRole('link', { name: /localhost:\d+/ })
      await expect(answered).toBeVisible()
      const url = (await answered.getAttribute('href')) ?? address ?? ''
      await expect
        .poll(() => fetch(url).then((answer) => answer.text(), String), { timeout: 30_000 })
        .toContain(say.page)

      await button(say.done).click()
      await expect(page.getByRole('heading', { name: say.home, exact: true })).toBeVisible()
      await reload(page)
      await expect(page.getByRole('heading', { name: say.home, exact: true })).toBeVisible()
      await asksForPort(page, say.hostPort, port)
      await button(say.again).click()
      await expect(page.locator('.check-list li').first()).toBeVisible()
      await button(say.skip).click()
      await repeats(page, language, fresh)
      expect(errors).toEqual([])

      await fresh.command('doctor', 'fix', 'ports', 'use-usual-ports')
      const pair = `${mongoPort}=${port}`
      const again = await fresh.command('doctor', 'fix', 'ports', 'choose-ports', pair, '--json')
      expect(again.stdout).toContain(`MongoDB: ${port} (${mongoPort})`)
      const doctor = await fresh.command('doctor', '--json')
      const found = JSON.parse(doctor.stdout) as { ready: boolean; checks: { id: string; title: string }[] }
      expect(found.ready).toBe(true)
      expect(found.checks.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['disk', 'memory', 'ports', 'clock']),
      )
      await fresh.command('settings', 'set', 'language', language)
      expect((await fresh.command('doctor')).stdout).toMatch(say.doctor)
    })
  })
