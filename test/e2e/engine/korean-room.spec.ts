// Korean at the smallest window: no text of any section is cut off or leaves its place.
import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

test.use({ locale: 'ko-KR', viewport: { width: 960, height: 600 } })

const sections = [
  ...['홈', '컨테이너', '이미지', '볼륨', '네트워크', '프로젝트'],
  ...['빌드', '워크스페이스', '포트', '리소스', '설정'],
]

/** Texts that are wider than what shows them. Names that are meant to be cut at their end are not among them. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!parent || text === '' || !/[가-힣]/.test(text)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      if (box.width === 0 || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        continue
      // Up to what cuts or scrolls: a text may lie outside of a smaller box only where everything shows it.
      for (let at: HTMLElement | null = parent; at; at = at.parentElement) {
        const style = getComputedStyle(at)
        const place = at.getBoundingClientRect()
        // Kept for screen readers only.
        if (place.width <= 1 || style.clip !== 'auto') break
        const isButton = at.tagName === 'BUTTON' || at.getAttribute('role') === 'tab'
        const cuts = style.overflowX === 'hidden' || style.overflowX === 'clip'
        if (style.textOverflow === 'ellipsis' && !isButton) break
        if (style.overflowX === 'auto' || style.overflowX === 'scroll') break
        if ((isButton || cuts) && (box.right > place.right + 1 || box.left < place.left - 1))
          found.push(`${at.tagName.toLowerCase()}.${at.className}: ${text}`)
        if (cuts) break
      }
      if (box.right > window.innerWidth + 1 && !parent.closest('[tabindex="0"], pre, table, [role="grid"]'))
        found.push(`outside of the window: ${text}`)
    }
    return [...new Set(found)]
  })

test('has room for Korean in every section at 960 × 600', async ({ window, engine }) => {
  test.setTimeout(180_000)
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' })
  docker('pull', '-q', 'busybox')
  const project = [
    '--label',
    'com.docker.compose.project=payments',
    '--label',
    'com.docker.compose.service=api',
  ]
  docker(
    'run',
    '-d',
    '--init',
    '--name',
    'room-runs',
    ...project,
    '-v',
    'room-data:/data',
    'busybox',
    'sleep',
    '600',
  )
  docker('run', '--name', 'room-failed', 'busybox', 'true')
  try {
    const found: Record<string, string[]> = {}
    for (const section of sections) {
      await window.getByRole('button', { name: section, exact: true }).first().click()
      await expect(window.locator('.page h1')).toBeVisible()
      found[section] = await overflowing(window)
      if (section === '홈') await window.screenshot({ path: 'out/pictures/korean-room.png' })
    }
    expect(found).toEqual(Object.fromEntries(sections.map((section) => [section, []])))

    // The test itself sees what is too long: a label that is squeezed is found.
    await window
      .getByRole('banner')
      .getByRole('button', { name: '실행…' })
      .evaluate((button) => {
        button.style.width = '12px'
        button.style.overflow = 'hidden'
        button.style.padding = '0'
      })
    expect(await overflowing(window)).not.toEqual([])
  } finally {
    docker('rm', '-f', '-v', 'room-runs', 'room-failed')
    docker('volume', 'rm', 'room-data')
  }
})
