// Whether everybody can use what is shown: axe, by the rules of WCAG 2.0 to 2.2.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** What axe finds, by these rules only where they are given. `alone`: where a browser opens no second page for it. */
export async function violations(
  page: Page,
  rules?: readonly string[],
  { alone = false } = {},
): Promise<string[]> {
  // Colours on their way to others are nobody's choice.
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : [])),
    ),
  )
  // What lies behind a dialog was looked at before it opened.
  const shown = page.locator('dialog[open]')
  const axe = new AxeBuilder({ page }).setLegacyMode(alone)
  if ((await shown.count()) > 0) axe.include('dialog[open]')
  const builder = rules ? axe.withRules([...rules]) : axe.withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
  const { violations: all } = await builder.analyze()
  return all.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

export async function expectAccessible(
  page: Page,
  options: { readonly alone?: boolean } = {},
): Promise<void> {
  expect(await violations(page, undefined, options)).toEqual([])
}
