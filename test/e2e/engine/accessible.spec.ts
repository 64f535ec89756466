// Everybody can use every section, dialog, menu and drawer: axe finds nothing in light and dark, and the focus is seen.
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { violations } from '../support/accessible'
import { sections, walkEverywhere } from '../support/everywhere'
import { makeSomethingOfEach } from '../support/something-of-each'

test('has no violation of axe anywhere, in light and dark', async ({ window, engine }) => {
  test.setTimeout(900_000)
  const some = makeSomethingOfEach(engine.host)
  try {
    const found: string[] = []
    const grounds = new Set<string>()
    const places = await walkEverywhere(
      window,
      {
        drawers: {
          [sections.containers]: { row: some.running, key: 'Enter' },
          [sections.images]: { row: 'busybox' },
        },
        pages: { [sections.projects]: some.project },
        selected: some.running,
      },
      async (place) => {
        for (const colorScheme of ['dark', 'light'] as const) {
          await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          grounds.add(await window.evaluate(() => getComputedStyle(document.body).backgroundColor))
          // What the themes differ in is their colours.
          const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined
          for (const one of await violations(window, rules)) found.push(`${place}, ${colorScheme}: ${one}`)
        }
      },
    )
    expect(found).toEqual([])
    expect(grounds.size).toBe(2)
    expect(places).toBeGreaterThan(45)
  } finally {
    some.remove()
  }
})

test('shows where the focus is, wherever the Tab key leads to', async ({ window, engine }) => {
  const some = makeSomethingOfEach(engine.host)
  try {
    for (const name of ['Containers', 'Settings']) {
      await window
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .first()
        .click()
      await expect(window.locator('.page h1')).toBeVisible()
      const unseen: string[] = []
      const passed = new Set<string>()
      for (let step = 0; step < 40; step++) {
        await window.keyboard.press('Tab')
        const { id, seen } = await focused(window)
        passed.add(id)
        if (!seen) unseen.push(id)
      }
      expect(unseen).toEqual([])
      expect(passed.size).toBeGreaterThan(12)
    }
  } finally {
    some.remove()
  }
})

/** What has the focus, and whether it differs from itself without: an outline, a shadow or a border around it or its field. */
const focused = (window: Page): Promise<{ readonly id: string; readonly seen: boolean }> =>
  window.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return { id: 'body', seen: true }
    const id = `${element.tagName} ${element.className} ${element.getAttribute('aria-label') ?? element.textContent}`
    const looks = (): string =>
      [element, element.parentElement, element.parentElement?.parentElement]
        .map((one) => {
          if (!one) return ''
          const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(one)
          return `${outlineStyle === 'none' ? '' : outlineWidth} ${boxShadow} ${borderColor}`
        })
        .join('|')
    const having = looks()
    element.blur()
    const without = looks()
    element.focus()
    return { id: id.slice(0, 120), seen: having !== without }
  })
