// Pictures of one place as everybody may see it: with PORTSIDE_EVERY_LOOK in both languages, both themes, and two sizes.
import type { Page } from '@playwright/test'
import type { Portside } from './portside'

const sizes = { 1280: { width: 1280, height: 800 }, 960: { width: 960, height: 600 } } as const

/** One picture otherwise: the rest costs a CI run more time than it tells it. */
export async function takeLooks(window: Page, portside: Portside, name: string): Promise<void> {
  if (process.env.PORTSIDE_EVERY_LOOK === undefined) {
    await window.screenshot({ path: `out/pictures/${name}.png` })
    return
  }
  for (const language of ['ko', 'en'])
    for (const colorScheme of ['dark', 'light'] as const)
      for (const [width, size] of Object.entries(sizes).toReversed()) {
        await portside.command('settings', 'set', 'language', language)
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await window.setViewportSize(size)
        await window.locator(`html[lang="${language}"]`).waitFor()
        await window.screenshot({ path: `out/pictures/${name}-${language}-${colorScheme}-${width}.png` })
      }
  await portside.command('settings', 'set', 'language', 'system')
  await window.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await window.setViewportSize(sizes[1280])
}
