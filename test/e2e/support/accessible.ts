// Whether everybody can use what is shown: axe, by the rules of WCAG 2.0 to 2.2, or by all that it has.
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect } from './fixtures'

/** `all` adds what is only good practice, and looks at the page behind a dialog, too; others are single rules. */
export type AxeRules = 'wcag' | 'all' | readonly string[]

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds, one line for each rule. The window has no frames, so axe runs in the page that it looks at. */
export async function violations(page: Page, rules: AxeRules = 'wcag'): Promise<string[]> {
  await page.evaluate(standStill)
  // It stays with the page; half a megabyte is not sent and read again for each look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(lookAt, { rules, tags })
}

export async function expectAccessible(page: Page, rules?: AxeRules): Promise<void> {
  // What comes while axe looks may be seen on its way in; what is wrong stays wrong.
  await expect.poll(() => violations(page, rules), { timeout: 15_000 }).toEqual([])
}

/** Runs in the page: colours on their way to others are nobody's choice, and so is what is about to appear. */
async function standStill(): Promise<void> {
  // A page that is not in sight has no frames.
  const frame = (): Promise<unknown> =>
    new Promise((done) => {
      requestAnimationFrame(done)
      setTimeout(done, 100)
    })
  // What never comes to rest is looked at as it moves.
  const latest = performance.now() + 5_000
  // Another theme reaches the page with a frame, and what it changes with the next one.
  for (let still = 0; still < 2 && performance.now() < latest;) {
    await frame()
    const moving = document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && effect?.getComputedTiming().iterations !== Infinity,
      )
    still = moving.length === 0 ? still + 1 : 0
    await Promise.race([Promise.allSettled(moving.map(({ finished }) => finished)), frame()])
  }
}

/** Runs in the page. */
async function lookAt({
  rules,
  tags: ofWcag,
}: {
  readonly rules: AxeRules
  readonly tags: string[]
}): Promise<string[]> {
  if (document.querySelector('iframe, frame') !== null) throw new Error('axe does not look into frames here')
  const here = (window as unknown as { readonly axe: typeof axe }).axe
  // What lies behind a dialog was looked at before it opened.
  const shown = rules === 'all' ? null : document.querySelector('dialog[open]')
  const only =
    rules === 'all'
      ? {}
      : {
          runOnly:
            rules === 'wcag'
              ? { type: 'tag' as const, values: ofWcag }
              : { type: 'rule' as const, values: [...rules] },
        }
  const found = await here.run(shown ?? document, { ...only, resultTypes: ['violations'] })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
