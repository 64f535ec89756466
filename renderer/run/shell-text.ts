// Takes a pasted text apart as the shell that it was written for: into commands, and those into words.
import { readCmd } from './cmd-words'
import { readPosix } from './posix-words'
import { readPower } from './power-words'
import { withoutMarks } from './shell-marks'

export interface ShellCommand {
  readonly words: readonly string[]
  /** As it was written. */
  readonly text: string
  /** The next one stands on another line, and not behind `;`, `&&` or `|`. */
  readonly endsLine: boolean
}

/** `windows` is what may be either of its shells. */
export type Shell = 'posix' | 'powershell' | 'cmd' | 'windows'

/** What stands before a command on a screen. */
const prompts = [
  /^[ \t]*PS [^>\n]*>[ \t]*/gm,
  /^[ \t]*[A-Za-z]:\\[^>\n]*>[ \t]*/gm,
  /^[ \t]*[^\s'"`]*[$#%>❯➜][ \t]+(?=(?:sudo[ \t]+)?(?:docker|podman|nerdctl)\b)/gm,
]

const windowsPath = /(?:^|[\s"'=,])(?:[a-z]:|\.{1,2}|\\\\[\w.-]+|\$(?:env:)?\w+|\$\{(?:env:)?\w+\})\\[\w.%$]/i
const windowsVariable = /(?:^|[\s"'=,:])(?:%\w+%|%~\w+)/

/** How its lines go on tells it, and how it writes paths and variables. */
export function shellOf(text: string): Shell {
  const [, goesOn] = /(\\|(?<=[ \t])[`^])[ \t]*\r?\n/.exec(text) ?? []
  if (goesOn !== undefined) return goesOn === '\\' ? 'posix' : goesOn === '^' ? 'cmd' : 'powershell'
  if (/\$env:\w/i.test(text)) return 'powershell'
  return windowsPath.test(text) || windowsVariable.test(text) ? 'windows' : 'posix'
}

/** Undefined when a quote is not closed. */
export function readShell(pasted: string): readonly ShellCommand[] | undefined {
  const text = prompts.reduce((rest, prompt) => rest.replace(prompt, ''), withoutMarks(pasted))
  const shell = shellOf(text)
  const commands =
    shell === 'posix'
      ? readPosix(text)
      : shell === 'cmd'
        ? readCmd(text)
        : readPower(text, shell === 'windows')
  return commands?.filter(({ words }) => words.length > 0)
}
