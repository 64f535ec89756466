// Start at login on Linux: one file in the autostart folder of the desktop (Desktop Application Autostart Specification).
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface AutostartOptions {
  /** Program and arguments that start Portside without showing it. */
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
}

export interface Autostart {
  get(): Promise<boolean>
  set(wanted: boolean): Promise<void>
}

const name = 'portside.desktop'

export function linuxAutostart({ command, env = process.env }: AutostartOptions): Autostart {
  const folder = join(env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config'), 'autostart')
  const file = join(folder, name)
  return {
    get: async () => {
      const text = await readFile(file, 'utf8').catch(() => '')
      // Desktops switch an entry off by writing into it.
      return text !== '' && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text)
    },
    set: async (wanted) => {
      if (!wanted) return rm(file, { force: true })
      await mkdir(folder, { recursive: true })
      await writeFile(file, entry(command))
    },
  }
}

const entry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Portside',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** In quotes, `"`, backtick, `$` and backslash are escaped, and the file's own rules double each backslash; `%` is doubled. */
const quoted = (word: string): string =>
  `"${word.replace(/["`$\\]/g, (mark) => (mark === '\\' ? String.raw`\\\\` : `\\\\${mark}`)).replaceAll('%', '%%')}"`
