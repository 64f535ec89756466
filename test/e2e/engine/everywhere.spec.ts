// Every section, dialog, menu and drawer: axe finds nothing in light and dark, no Korean text is cut or out of place, and
// a dialog begins at its first field.
import type { Page } from '@playwright/test'
import { violations } from '../support/accessible'
import { sections, walkEverywhere } from '../support/everywhere'
import { expect, test } from '../support/fixtures'
import type { Portside } from '../support/portside'
import { overflowing } from '../support/room'
import { makeSomethingOfEach, type SomethingOfEach } from '../support/something-of-each'
import { visit } from '../support/visit'

let some: SomethingOfEach
// Once the window is there: a computer that gets a network meanwhile would keep it from loading.
test.beforeEach(({ window: _window, engine }) => {
  some = makeSomethingOfEach(engine.host)
})
test.afterEach(() => {
  some.remove()
})

/** @returns what is wrong, with the place where it is */
async function walk(window: Page): Promise<string[]> {
  // What cannot be pressed is told, and not waited for as long as all of it may take.
  window.setDefaultTimeout(60_000)
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
      // What is asked for when a dialog opens, e.g. its values, may come a little later.
      await expect.poll(() => beginsRight(window), { message: `the focus in ${place}` }).toBe(true)
      if (place === '홈') await window.screenshot({ path: 'out/pictures/korean-room.png' })
      for (const text of await overflowing(window)) found.push(`${place}: ${text}`)
      for (const colorScheme of ['dark', 'light'] as const) {
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        grounds.add(await window.evaluate(() => getComputedStyle(document.body).backgroundColor))
        // What the themes differ in is their colours.
        const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined
        for (const one of await violations(window, rules)) found.push(`${place}, ${colorScheme}: ${one}`)
      }
    },
  )
  expect(grounds.size).toBe(2)
  // Most of the dialogs are reached from here; fewer would mean that nobody looked.
  expect(places).toBeGreaterThan(45)
  return found
}

/** Whether the focus of the dialog that is open, if any, is where it should begin: on what it names, or its first field. */
const beginsRight = (window: Page): Promise<boolean> =>
  window.evaluate(() => {
    const dialog = [...document.querySelectorAll('dialog[open]')].at(-1)
    const { activeElement: active } = document
    if (!dialog) return true
    const named = dialog.querySelector('[data-autofocus]')
    const passed = ['checkbox', 'radio', 'range', 'file', 'hidden']
    const field = [...dialog.querySelectorAll('input, textarea, select')].find(
      (one) => one.matches(':enabled') && !passed.includes(one.getAttribute('type') ?? ''),
    )
    const wanted = named ?? field
    return wanted ? active === wanted : active !== dialog && dialog.contains(active)
  })

/** What opens at the icon beside the clock, as wide as it is there, with containers in it. */
async function lookAtPanel(window: Page, portside: Portside): Promise<void> {
  const panel = await window.context().newPage()
  await panel.setViewportSize({ width: 360, height: 600 })
  await visit(panel, `${portside.url}&view=tray`)
  await expect(panel.getByRole('button', { name: 'Portside 열기' })).toBeVisible()
  await expect(panel.getByRole('listitem').first()).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await panel.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await panel.screenshot({ path: `out/pictures/tray-ko-${colorScheme}.png` })
    expect(await violations(panel)).toEqual([])
  }
  expect(await overflowing(panel)).toEqual([])
  await panel.close()
}

test.describe('in Korean, at the smallest window', () => {
  test.use({ locale: 'ko-KR', viewport: { width: 960, height: 600 } })

  test('everybody can use everything, and every text has room', async ({ window, portside }) => {
    test.setTimeout(900_000)
    expect(await walk(window)).toEqual([])
    await lookAtPanel(window, portside)

    // The test itself sees what nobody can read, and what is too long: a title gets pale, and a label is squeezed.
    await window.locator('.page h1').evaluate((title) => {
      title.style.color = '#c0c0c0'
    })
    expect(await violations(window, ['color-contrast'])).not.toEqual([])
    await window
      .getByRole('banner')
      .getByRole('button', { name: '실행…' })
      .evaluate((button) => {
        button.style.width = '12px'
        button.style.overflow = 'hidden'
        button.style.padding = '0'
      })
    expect(await overflowing(window)).not.toEqual([])
  })
})

// The same places with other words: `npm run test:long`.
test('everybody can use everything in English, too', { tag: '@long' }, async ({ window }) => {
  test.setTimeout(900_000)
  expect(await walk(window)).toEqual([])
})

test('shows where the focus is, wherever the Tab key leads to', async ({ window }) => {
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
