// From menus as data to Electron's templates.
import type { MenuItemConstructorOptions } from 'electron'
import type { Command, MenuEntry, MenuItem } from '../desktop/menu-model'

/** Marks as characters: menus of the system take no shapes of ours. */
const marks: Readonly<Record<NonNullable<MenuItem['mark']>, string>> = {
  run: '●',
  pause: '◐',
  stop: '○',
  warn: '▲',
  fail: '◆',
}

export const menuTemplate = (
  entries: readonly MenuEntry[],
  run: (command: Command) => void,
): MenuItemConstructorOptions[] => entries.map((entry) => templateOf(entry, run))

function templateOf(entry: MenuEntry, run: (command: Command) => void): MenuItemConstructorOptions {
  if (entry.kind === 'line') return { type: 'separator' }
  if (entry.kind === 'role') return { role: entry.role }
  const { label, detail, mark, command, submenu, shortcut, disabled, hidden } = entry
  return {
    label: [mark === undefined ? undefined : marks[mark], escaped(label), detail && `  ${escaped(detail)}`]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
    ...(submenu ? { submenu: menuTemplate(submenu, run) } : {}),
    ...(shortcut === undefined ? {} : { accelerator: shortcut }),
    ...(hidden ? { visible: false } : {}),
    ...(disabled || (!command && !submenu) ? { enabled: false } : {}),
    ...(command ? { click: () => run(command) } : {}),
  }
}

/** A single one would mark the letter after it as the entry's key. */
const escaped = (text: string): string => text.replaceAll('&', '&&')
