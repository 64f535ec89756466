// How each system's terminal program is told to run something: whatever is in the words, they stay single words.
import { expect, it } from 'vitest'
import {
  linuxTerminal,
  plainTitle,
  windowsTerminal,
  type Shown,
} from '../../../../main/base/terminal/programs'

const hostile = `--user=a;b' "c" $(touch /tmp/x) \`y\` %PATH% & | > ^ \\`
const shown: Shown = { title: 'web', argv: ['/opt/docker', 'exec', hostile, 'c0ffee', 'sh'] }
const having =
  (...names: readonly string[]) =>
  async (name: string): Promise<string | undefined> =>
    names.includes(name) ? `/usr/bin/${name.replace(/^.*\//, '')}` : undefined

it.each([
  ['xterm', ['-T', 'web', '-e', ...shown.argv]],
  ['x-terminal-emulator', ['-e', ...shown.argv]],
  ['xdg-terminal-exec', shown.argv],
  ['gnome-terminal', ['--title', 'web', '--', ...shown.argv]],
  ['konsole', ['-p', 'tabtitle=web', '-e', ...shown.argv]],
  ['xfce4-terminal', ['--title', 'web', '-x', ...shown.argv]],
  ['foot', ['--title=web', ...shown.argv]],
  ['wezterm', ['start', '--', ...shown.argv]],
])('%s takes the words as they are', async (program, args) => {
  expect(await linuxTerminal(shown, {}, having(program))).toEqual({ program: `/usr/bin/${program}`, args })
})

it('takes what the person chose, then what belongs to the desktop, then anything', async () => {
  const all = having('xterm', 'konsole', 'gnome-terminal', '/opt/my-term', 'x-terminal-emulator')
  const chosen = async (env: Record<string, string>): Promise<string | undefined> =>
    (await linuxTerminal(shown, env, all))?.program
  expect(await chosen({ TERMINAL: '/opt/my-term', XDG_CURRENT_DESKTOP: 'KDE' })).toBe('/usr/bin/my-term')
  expect(await chosen({ TERMINAL: 'gone', XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' })).toBe(
    '/usr/bin/gnome-terminal',
  )
  expect(await chosen({ XDG_CURRENT_DESKTOP: 'KDE' })).toBe('/usr/bin/konsole')
  expect(await chosen({ XDG_CURRENT_DESKTOP: 'constructor' })).toBe('/usr/bin/x-terminal-emulator')
  expect(await linuxTerminal(shown, {}, having())).toBeUndefined()
})

it('uses Windows Terminal where it is, and keeps it from cutting the words apart', async () => {
  const env = { LOCALAPPDATA: 'C:\\Users\\kim\\AppData\\Local', SystemRoot: 'C:\\Windows' }
  const wt = `${env.LOCALAPPDATA}\\Microsoft\\WindowsApps\\wt.exe`
  const there = async (name: string): Promise<string | undefined> => (name === wt ? wt : undefined)
  const words = shown.argv.map((word) => word.replaceAll(';', '\\;'))
  expect(words[2]).toContain('a\\;b')
  expect(await windowsTerminal(shown, env, there)).toEqual({
    program: wt,
    args: ['--window', 'new', 'new-tab', '--title', 'web', ...words],
  })
  expect(await windowsTerminal(shown, env, having())).toEqual({
    program: 'C:\\Windows\\System32\\conhost.exe',
    args: shown.argv,
  })
})

it.each([
  ['shop-api-1', 'shop-api-1'],
  ['쇼핑몰_웹.1', '쇼핑몰_웹.1'],
  ['--help', 'help'],
  [`a;b'"$(c)\u001b]0;d\u0007\n../e`, 'abc0d..e'],
  ['…', 'container'],
])('%j is called %s in the head of a window', (name, title) => {
  expect(plainTitle(name)).toBe(title)
})
