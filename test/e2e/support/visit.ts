// Opens the window in a browser on a computer whose network changes all the time.
import type { Page } from '@playwright/test'

/** Chromium gives up what is under way when an engine, this one or another's, adds an interface to this computer. */
export const networkChanged = 'net::ERR_NETWORK_CHANGED'

/** Goes to the address, and again as long as the network changed before the page was there with all its parts. */
export async function visit(page: Page, url: string): Promise<void> {
  while (!(await arrives(page, () => page.goto(url))));
}

/** The same page anew, and again as {@link visit}. */
export async function reload(page: Page): Promise<void> {
  while (!(await arrives(page, () => page.reload())));
}

async function arrives(page: Page, go: () => Promise<unknown>): Promise<boolean> {
  let changed = false
  let tell = (): void => {}
  const lost = new Promise<void>((resolve) => {
    tell = resolve
  })
  const failed = (request: { failure(): { errorText: string } | null }): void => {
    changed ||= request.failure()?.errorText === networkChanged
    if (changed) tell()
  }
  page.on('requestfailed', failed)
  try {
    await go()
    // What is loaded once the page rests may be lost, too, and the browser would not ask for it again.
    const all = page.waitForFunction(() => document.querySelector('html[data-parts=loaded]') !== null)
    await Promise.race([all, lost])
    all.catch(() => {})
    return !changed
  } catch (error) {
    // The browser's own page about it can come before the news of it.
    // A page that lost a part opens itself anew, which may come just before we do so.
    const otherwise = /chrome-error:|ERR_NETWORK_CHANGED|is interrupted by another navigation/
    if (changed || otherwise.test(String(error))) return false
    throw error
  } finally {
    page.off('requestfailed', failed)
  }
}
