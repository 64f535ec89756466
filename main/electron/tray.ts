// The icon beside the clock: shows what the model says, and is changed only when that changes.
import { join } from 'node:path'
import { Menu, nativeImage, nativeTheme, Tray, type NativeImage } from 'electron'
import type { Command } from '../desktop/menu-model'
import type { Rectangle } from '../desktop/window-place'
import type { TrayModel } from '../desktop/tray-menu'
import { markImages, menuTemplate } from './menu-template'

export interface TrayOptions {
  /** Folder of the icons, one for each state. */
  readonly icons: string
  readonly platform: NodeJS.Platform
  readonly run: (command: Command) => void
  /** Where a click does not open the menu by itself. */
  readonly onClick: (icon: Rectangle) => void
}

export interface ShownTray {
  show(model: TrayModel): void
  destroy(): void
}

/**
 * macOS colours a template image itself; Windows and Linux get one for a light and one for a dark bar.
 * Names: `<state>Template.png`, `<state>-light.png`, `<state>-dark.png`, each with `@2x`.
 */
function imageOf(icons: string, state: TrayModel['icon'], platform: NodeJS.Platform): NativeImage {
  if (platform === 'darwin') {
    const image = nativeImage.createFromPath(join(icons, `${state}Template.png`))
    image.setTemplateImage(true)
    return image
  }
  // The bar is the system's: it stays as it is when somebody wants the window in another colour.
  const isDark = platform === 'linux' || nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
  const bar = isDark ? 'dark' : 'light'
  return nativeImage.createFromPath(join(icons, `${state}-${bar}.png`))
}

export function createTray({ icons, platform, run, onClick }: TrayOptions): ShownTray {
  const images = markImages(icons, platform)
  let tray: Tray | undefined
  let shown: TrayModel | undefined
  const open = (model: TrayModel): Tray => {
    const opened = new Tray(imageOf(icons, model.icon, platform))
    // The right button opens the menu; on macOS both do.
    if (platform !== 'darwin') opened.on('click', () => onClick(opened.getBounds()))
    return opened
  }
  /** The bar changed its colour. */
  const repaint = (): void => {
    if (tray && shown && platform === 'win32') tray.setImage(imageOf(icons, shown.icon, platform))
  }
  nativeTheme.on('updated', repaint)
  return {
    show: (model) => {
      const before = shown
      shown = model
      if (!tray) tray = open(model)
      else if (before?.icon !== model.icon) tray.setImage(imageOf(icons, model.icon, platform))
      if (before?.tooltip !== model.tooltip) tray.setToolTip(model.tooltip)
      if (platform === 'darwin' && before?.count !== model.count)
        tray.setTitle(model.count > 0 ? ` ${model.count}` : '')
      tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(model.menu, run, images)))
    },
    destroy: () => {
      nativeTheme.off('updated', repaint)
      tray?.destroy()
      tray = undefined
    },
  }
}
