// Whether everybody can use what is shown: axe, by the rules of WCAG 2.0 to 2.2.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** `alone`: where a browser opens no second page to put the findings together. */
export async function expectAccessible(page: Page, { alone = false } = {}): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .setLegacyMode(alone)
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}
