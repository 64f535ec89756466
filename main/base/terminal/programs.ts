// Which terminal program each system has, and how it is told to run something: always as arguments, never as text for
// a shell, because users and names come from images.
import { posix, win32 } from 'node:path'
import type { Environment } from '../docker-plugins'

export interface Shown {
  /** For the head of the window, as {@link plainTitle} gives it. */
  readonly title: string
  /** The program to run in it, and its arguments. */
  readonly argv: readonly string[]
}

export interface Started {
  readonly program: string
  readonly args: readonly string[]
}

/** Finds a program by its name or path; undefined when it is not there. */
export type FindProgram = (name: string) => Promise<string | undefined>

/** What no shell, terminal or title takes for more than a letter. */
export const plainTitle = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N}._ -]/gu, '')
    .replace(/^[-. ]+/, '')
    .slice(0, 64) || 'container'

type Dialect = (shown: Shown) => readonly string[]

const xterm: Dialect = ({ title, argv }) => ['-T', title, '-e', ...argv]
/** `-e` takes all that follows: what Debian's policy asks of each `x-terminal-emulator`. */
const plain: Dialect = ({ argv }) => ['-e', ...argv]

/** Those that run arguments as they are. The ones that want a line of text instead are left out. */
const dialects: Readonly<Record<string, Dialect>> = {
  'xdg-terminal-exec': ({ argv }) => argv,
  'x-terminal-emulator': plain,
  ptyxis: ({ title, argv }) => ['--new-window', '--title', title, '--', ...argv],
  kgx: ({ argv }) => ['--', ...argv],
  'gnome-terminal': ({ title, argv }) => ['--title', title, '--', ...argv],
  konsole: ({ title, argv }) => ['-p', `tabtitle=${title}`, '-e', ...argv],
  'xfce4-terminal': ({ title, argv }) => ['--title', title, '-x', ...argv],
  'mate-terminal': ({ title, argv }) => ['--title', title, '-x', ...argv],
  terminator: ({ title, argv }) => ['-T', title, '-x', ...argv],
  alacritty: ({ title, argv }) => ['--title', title, '-e', ...argv],
  kitty: ({ title, argv }) => ['--title', title, '--', ...argv],
  foot: ({ title, argv }) => [`--title=${title}`, ...argv],
  wezterm: ({ argv }) => ['start', '--', ...argv],
  ghostty: ({ title, argv }) => [`--title=${title}`, '-e', ...argv],
  urxvt: ({ title, argv }) => ['-title', title, '-e', ...argv],
  xterm,
  uxterm: xterm,
}

/** What a desktop brings of its own goes before what may be left from another one. */
const ofDesktop: Readonly<Record<string, readonly string[]>> = {
  GNOME: ['ptyxis', 'kgx', 'gnome-terminal'],
  KDE: ['konsole'],
  XFCE: ['xfce4-terminal'],
  MATE: ['mate-terminal'],
}

/** A person's own choice, the desktop's, and then whatever is there. Undefined when nothing is. */
export async function linuxTerminal(
  shown: Shown,
  env: Environment,
  find: FindProgram,
): Promise<Started | undefined> {
  const desktops = (env.XDG_CURRENT_DESKTOP ?? '').split(':')
  const names = [
    ...(env.TERMINAL ? [env.TERMINAL] : []),
    'xdg-terminal-exec',
    ...desktops.flatMap((desktop) => (Object.hasOwn(ofDesktop, desktop) ? (ofDesktop[desktop] ?? []) : [])),
    ...Object.keys(dialects),
  ]
  for (const name of names) {
    const program = await find(name)
    if (program === undefined) continue
    const known = posix.basename(name)
    const dialect = Object.hasOwn(dialects, known) ? dialects[known] : undefined
    return { program, args: (dialect ?? plain)(shown) }
  }
  return undefined
}

/** Windows Terminal, which each user has in a folder of their own, or the console window that every Windows has. */
export async function windowsTerminal(shown: Shown, env: Environment, find: FindProgram): Promise<Started> {
  const apps = env.LOCALAPPDATA && win32.join(env.LOCALAPPDATA, 'Microsoft', 'WindowsApps', 'wt.exe')
  const program = (apps ? await find(apps) : undefined) ?? (await find('wt.exe'))
  if (program !== undefined) {
    // It cuts its line at each semicolon, in quotes too, unless there is a backslash before it.
    const argv = shown.argv.map((word) => word.replaceAll(';', '\\;'))
    return { program, args: ['--window', 'new', 'new-tab', '--title', shown.title, ...argv] }
  }
  const system = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'conhost.exe')
  return { program: system, args: shown.argv }
}

/**
 * A file that macOS opens in the terminal of the person's choice. It removes itself and its folder, so that nothing is
 * left of it, and becomes the program.
 */
export const commandFile = ({ title, argv }: Shown, without: readonly string[]): string =>
  [
    '#!/bin/sh',
    'rm -f -- "$0"',
    'rmdir -- "${0%/*}" 2>/dev/null',
    `unset ${without.join(' ')}`,
    `printf '\\033]0;%s\\007' ${shellWord(title)}`,
    'clear',
    `exec ${argv.map(shellWord).join(' ')}`,
    '',
  ].join('\n')

/** One word to any POSIX shell, whatever is in it. */
const shellWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
