// Writes words so that a shell hands them on as they are. Which one: that of the computer, unless another is chosen.

export const shells = ['posix', 'powershell', 'cmd'] as const
export type ShownShell = (typeof shells)[number]

/** Quotes a word for a POSIX shell when it needs it. */
export const shellQuote = (word: string): string =>
  // zsh takes `=ls` for where ls is.
  /^(?!=)[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** PowerShell takes apart what looks like a flag at its first point or colon, and takes typographic quotes for quotes. */
function powerQuote(word: string): string {
  const plain = /^[A-Za-z0-9_%+=:./\\-]+$/.test(word) && !/^-.*[.:]/.test(word) && word !== '--%'
  return plain ? word : `'${word.replace(/['\u2018-\u201B]/g, '$&$&')}'`
}

/**
 * First as the started program takes it apart. cmd does not know of `\"`, so that where something means more to it than
 * itself, each such letter is marked, quotes included. A line break cannot be written at all.
 */
function cmdQuote(word: string): string {
  if (/^[A-Za-z0-9_@+=:,./\\-]+$/.test(word)) return word
  const quoted = `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\*$/, '$&$&')}"`
  return /[%!^&|<>()"]/.test(word) ? quoted.replace(/[%!^&|<>()"]/g, '^$&') : quoted
}

export const quoters: Readonly<Record<ShownShell, (word: string) => string>> = {
  posix: shellQuote,
  powershell: powerQuote,
  cmd: cmdQuote,
}

/** What stands before the end of a line that goes on. */
export const goesOn: Readonly<Record<ShownShell, string>> = { posix: '\\', powershell: '`', cmd: '^' }

/** What the shell cannot be told with these words, or only with a newer one. */
export type Doubt = 'lines' | 'old-power' | 'long'

/** Letters of one command: what cmd reads, and what Windows starts a program with. */
const longest: Readonly<Record<ShownShell, number>> = { posix: Infinity, powershell: 32_766, cmd: 8191 }

export function doubtOf(shell: ShownShell, words: readonly string[]): Doubt | undefined {
  if (words.map(quoters[shell]).join(' ').length > longest[shell]) return 'long'
  if (shell === 'cmd' && words.some((word) => /[\r\n]/.test(word))) return 'lines'
  // Before 7.3 quotes within a word and words without a letter get lost on the way to the program.
  // A backslash at the end would hide the quote that is put around a word with spaces.
  return shell === 'powershell' &&
    words.some((word) => word === '' || word.includes('"') || /\s.*\\$/s.test(word))
    ? 'old-power'
    : undefined
}
