// Which program shows a file: its folder is opened, and never the file itself.
import { expect, it } from 'vitest'
import { revealCommand } from '../../../main/base/file-manager'

it.each([
  ['darwin', '/Users/kim/a b.app', ['open', ['-R', '/Users/kim/a b.app']]],
  ['win32', 'C:\\Users\\kim\\a b.exe', ['explorer.exe', ['/select,C:\\Users\\kim\\a b.exe']]],
  ['linux', '/home/kim/a b.desktop', ['xdg-open', ['/home/kim']]],
] as const)('on %s', (platform, path, command) => {
  expect(revealCommand(path, platform)).toEqual(command)
})
