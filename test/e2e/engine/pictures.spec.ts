// Draws the screens as a person would see them, for review and for the README: out/pictures/*.png.
import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

const label = (project: string, service: string): string[] => [
  ...['--label', `com.docker.compose.project=${project}`],
  ...['--label', `com.docker.compose.service=${service}`],
  ...['--label', `com.docker.compose.project.config_files=/home/mina/${project}/compose.yaml`],
]

test.beforeAll(({ engine }) => {
  const { host } = engine
  for (const image of ['portside/sample-web:1.0', 'portside/chatty', 'redis', 'nginx', 'busybox'])
    docker(host, 'pull', '-q', image)
  const run = (name: string, image: string, ...options: string[]): string =>
    docker(host, 'run', '-d', '--name', name, ...options, image)
  run('shop-web-1', 'nginx', ...label('shop', 'web'), '-p', '127.0.0.1:0:80')
  run('shop-api-1', 'portside/sample-web:1.0', ...label('shop', 'api'), '-p', '127.0.0.1:0:80')
  run('shop-cache-1', 'redis', ...label('shop', 'cache'), '-p', '127.0.0.1:0:6379', '-v', 'shop-cache:/data')
  run('shop-worker-1', 'portside/chatty', ...label('shop', 'worker'), '-e', 'CHATTY_INTERVAL=1')
  run('blog-web-1', 'portside/sample-web:1.0', ...label('blog', 'web'))
  docker(host, 'create', '--name', 'blog-db-1', ...label('blog', 'db'), 'redis')
  run('mailpit', 'portside/sample-web:1.0', '-p', '127.0.0.1:0:80')
  docker(host, 'create', '--name', 'load-test', 'busybox', 'true')
})
test.afterAll(({ engine }) => {
  docker(engine.host, 'rm', '-fv', ...docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean))
})

async function choose(page: Page, language: 'en' | 'ko', theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.getByRole('row', { name: /shop-web-1/ })).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
}

for (const language of ['en', 'ko'] as const)
  for (const theme of ['light', 'dark'] as const)
    test.describe(`${language} ${theme}`, () => {
      test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US' })

      test('containers, images, volumes, networks, run form, logs, and the smallest window', async ({
        window,
      }) => {
        await choose(window, language, theme)
        const picture = (name: string): Promise<unknown> =>
          window.screenshot({ path: `out/pictures/${name}-${language}-${theme}.png` })
        await window.getByRole('row', { name: /shop-api-1/ }).hover()
        await picture('containers')
        await expectAccessible(window)

        await window.keyboard.press('Control+3')
        await expect(window.getByRole('row', { name: /redis/ })).toBeVisible()
        await picture('images')
        await expectAccessible(window)

        await window.getByRole('row', { name: /redis/ }).getByRole('button').first().click()
        await expect(window.getByRole('dialog')).toBeVisible()
        await picture('run')
        await expectAccessible(window)
        await window.keyboard.press('Escape')

        await window.keyboard.press('Control+4')
        await expect(window.getByRole('row', { name: /shop-cache/ })).toContainText(/\d [KM]?B/)
        await picture('volumes')
        await expectAccessible(window)

        await window.keyboard.press('Control+5')
        await expect(window.getByRole('row', { name: /bridge/ })).toContainText('mailpit')
        await picture('networks')
        await expectAccessible(window)

        await window.keyboard.press('Control+2')
        const worker = window.getByRole('row', { name: /shop-worker-1/ })
        await worker.click()
        await window.keyboard.press('l')
        await expect(window.getByRole('log')).toContainText(/\w/)
        await picture('logs')
        await expectAccessible(window)

        await window.keyboard.press('Escape')
        await window.setViewportSize({ width: 960, height: 600 })
        await picture('containers-960')
        await expectAccessible(window)
      })
    })
