// Whether the texts of a page have room, at the smallest window, too.
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** Texts that are wider than what shows them. Names that are meant to be cut at their end are not among them. */
export const overflowing = (page: Page): Promise<string[]> =>
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
      if (
        box.right > window.innerWidth + 1 &&
        !parent.closest('[tabindex="0"], pre, table, [role="grid"], [role="treegrid"]')
      )
        found.push(`outside of the window: ${text}`)
    }
    return [...new Set(found)]
  })

const smallest = { width: 960, height: 600 }

/** As a person with the smallest window sees the page; it has its size back afterwards. */
export async function expectRoom(page: Page, picture: string): Promise<void> {
  const size = page.viewportSize()
  await page.setViewportSize(smallest)
  await page.screenshot({ path: `out/pictures/${picture}.png` })
  expect(await overflowing(page)).toEqual([])
  if (size) await page.setViewportSize(size)
}
