// The system's own window controls over our top bar: traffic lights on macOS, caption buttons on Windows.
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'

/** As high as the top bar of the page, in pixels. */
const height = 48

/** The colours of the page's top bar, so that the buttons lie on it. */
const colors = {
  light: { color: '#ffffff', symbolColor: '#181f25' },
  dark: { color: '#15191d', symbolColor: '#e4e8ed' },
}

export const backgroundOf = (dark: boolean): string => (dark ? colors.dark : colors.light).color

export function titleBar(platform: NodeJS.Platform, dark: boolean): BrowserWindowConstructorOptions {
  if (platform === 'darwin') return { titleBarStyle: 'hiddenInset', trafficLightPosition: { x: 16, y: 17 } }
  if (platform !== 'win32') return { autoHideMenuBar: true }
  return { titleBarStyle: 'hidden', titleBarOverlay: { ...(dark ? colors.dark : colors.light), height } }
}

/** Only Windows draws its buttons in our colours. */
export function paintTitleBar(window: BrowserWindow, platform: NodeJS.Platform, dark: boolean): void {
  window.setBackgroundColor(backgroundOf(dark))
  if (platform === 'win32') window.setTitleBarOverlay({ ...(dark ? colors.dark : colors.light), height })
}
