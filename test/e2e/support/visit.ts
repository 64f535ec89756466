// Opens the window in a browser on a computer whose network changes all the time.
import type { Page } from '@playwright/test'

/** Chromium gives up what is under way when an engine, this one or another's, adds an interface to this computer. */
export const networkChanged = 'net::ERR_NETWORK_CHANGED'

/** Goes to the address, and again as long as the network changed before the page was there with all its parts. */
export async function visit(page: Page, url: string): Promise<void> {
  while (!(await arrives(page, url)));
}

async function arrives(page: Page, url: string): Promise<boolean> {
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
    await page.goto(url)
    // What is loaded once the page rests may be lost, too, and the browser would not ask for it again.
    const all = page.waitForFunction(() => document.documentElement.dataset.parts === 'loaded')
    await Promise.race([all, lost])
    all.catch(() => {})
    return !changed
  } catch (error) {
    if (String(error).includes(networkChanged)) return false
    throw error
  } finally {
    page.off('requestfailed', failed)
  }
}
