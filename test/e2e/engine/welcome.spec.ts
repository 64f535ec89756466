// The first five minutes on a fresh state folder: what was checked, a first container in one click, the tour, the way back.
import { expectAccessible } from '../support/accessible'
import { expect, test as base, watchErrors } from '../support/fixtures'
import { startPortside, type Portside } from '../support/portside'
import { visit } from '../support/visit'

const test = base.extend<{ fresh: Portside }>({
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
  },
} as const

for (const [language, theme] of [
  ['en', 'light'],
  ['ko', 'dark'],
] as const)
  test.describe(language, () => {
    test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme })

    test('leads from the checks over a first container through the tour, once', async ({ page, fresh }) => {
      test.setTimeout(240_000)
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
      await button(say.next).click()

      await button(say.run).click()
      await expect(page.getByRole('heading', { name: say.runs })).toBeVisible({ timeout: 60_000 })
      await page.screenshot({ path: `out/pictures/welcome-run-${language}-${theme}.png` })
      await expectAccessible(page)
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
      await page.reload()
      await expect(page.getByRole('heading', { name: say.home, exact: true })).toBeVisible()
      await button(say.again).click()
      await expect(page.locator('.check-list li').first()).toBeVisible()
      await button(say.skip).click()
      await expect(page.getByRole('heading', { name: say.home, exact: true })).toBeVisible()
      expect(errors).toEqual([])

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
