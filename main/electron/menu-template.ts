// From menus as data to Electron's templates.
import { join } from 'node:path'
import { nativeImage, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import type { Command, MenuEntry, MenuItem } from '../desktop/menu-model'

type Mark = NonNullable<MenuItem['mark']>
export type MarkImages = (mark: Mark) => NativeImage

/** Marks as characters, where menus of the system take no pictures or hide them. */
const characters: Readonly<Record<Mark, string>> = {
  run: '●',
  pause: '◐',
  stop: '○',
  warn: '▲',
  fail: '◆',
}

/** On macOS and Windows menus have a place for pictures; desktops of Linux leave them out as they please. */
export function markImages(icons: string, platform: NodeJS.Platform): MarkImages | undefined {
  if (platform !== 'darwin' && platform !== 'win32') return undefined
  const known = new Map<Mark, NativeImage>()
  return (mark) => {
    const image = known.get(mark) ?? nativeImage.createFromPath(join(icons, `mark-${mark}.png`))
    known.set(mark, image)
    return image
  }
}

export const menuTemplate = (
  entries: readonly MenuEntry[],
  run: (command: Command) => void,
  images?: MarkImages,
): MenuItemConstructorOptions[] => entries.map((entry) => templateOf(entry, run, images))

function templateOf(
  entry: MenuEntry,
  run: (command: Command) => void,
  images: MarkImages | undefined,
): MenuItemConstructorOptions {
  if (entry.kind === 'line') return { type: 'separator' }
  if (entry.kind === 'role') return { role: entry.role }
  const { label, detail, mark, command, submenu, shortcut, disabled, hidden } = entry
  const character = mark === undefined || images ? undefined : characters[mark]
  return {
    label: [character, escaped(label), detail && `  ${escaped(detail)}`]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
    ...(mark !== undefined && images ? { icon: images(mark) } : {}),
    ...(submenu ? { submenu: menuTemplate(submenu, run, images) } : {}),
    ...(shortcut === undefined ? {} : { accelerator: shortcut }),
    ...(hidden ? { visible: false } : {}),
    ...(disabled || (!command && !submenu) ? { enabled: false } : {}),
    ...(command ? { click: () => run(command) } : {}),
  }
}

/** A single one would mark the letter after it as the entry's key. */
const escaped = (text: string): string => text.replaceAll('&', '&&')
