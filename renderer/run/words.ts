// Takes a line of text apart as a shell would: quotes, backslashes, lines that go on.

/** Lines that go on as in cmd and PowerShell, and paths as Windows has them: there a backslash is only itself. */
const fromWindows =
  /[\^`][ \t]*\r?\n|(?:^|[\s"'=,])(?:[a-z]:|\.{1,2}|%\w+%|\$(?:env:)?\w+|\$\{(?:env:)?\w+\})\\[\w.%$]/i

/** Undefined when a quote is not closed. Variables and patterns stay as they are written. */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = []
  const isWindows = fromWindows.test(text)
  let word: string | undefined
  const add = (letters: string): void => {
    word = (word ?? '') + letters
  }
  // A line goes on after `\` (sh), `^` (cmd) and a backtick (PowerShell).
  const line = text.replace(/[ \t]*(?:\\|\^|`)[ \t]*\r?\n[ \t]*/g, ' ')
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? ''
    if (letter === "'" || letter === '"') {
      const quoted = readQuoted(line, at, isWindows)
      if (!quoted) return undefined
      add(quoted.text)
      at = quoted.end
    } else if (letter === '\\' && !isWindows && at + 1 < line.length) {
      at += 1
      add(line[at] ?? '')
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else add(letter)
  }
  if (word !== undefined) words.push(word)
  return words
}

/** `end` is the place of the closing quote. */
function readQuoted(
  line: string,
  start: number,
  isWindows: boolean,
): { readonly text: string; readonly end: number } | undefined {
  const quote = line[start]
  let text = ''
  for (let at = start + 1; at < line.length; at += 1) {
    const letter = line[at] ?? ''
    if (letter === quote) return { text, end: at }
    const escapes = quote === '"' && letter === '\\' && (isWindows ? /"/ : /["\\$`]/).test(line[at + 1] ?? '')
    if (escapes) at += 1
    text += line[at] ?? ''
  }
  return undefined
}
