// Words and commands as `sh`, `bash` and `zsh` read them.
import { mark, workedOut } from './shell-marks'
import type { ShellCommand } from './shell-text'
import { WordSink } from './word-sink'

/** Undefined when a quote is not closed. */
export function readPosix(text: string): readonly ShellCommand[] | undefined {
  const sink = new WordSink(text)
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const [goesOn] = letter === '\\' ? (/^\\[ \t]*\r?\n/.exec(text.slice(at)) ?? []) : []
    if (goesOn !== undefined) {
      // Strictly the word would go on; whoever leaves out the space before means another one.
      sink.endWord()
      at += goesOn.length - 1
    } else if (letter === '\\' && at + 1 < text.length) {
      at += 1
      sink.add(text[at] ?? '')
    } else if (letter === "'" || letter === '"') {
      const quoted = readQuoted(text, at)
      if (!quoted) return undefined
      sink.add(quoted.text)
      at = quoted.end
    } else if (letter === '$' && /['"]/.test(text[at + 1] ?? '')) {
      // The quote that follows is read by other rules, or is one to be translated.
      const escaped = text[at + 1] === "'" ? readEscaped(text, at + 1) : undefined
      if (text[at + 1] === "'" && !escaped) return undefined
      if (escaped) sink.add(escaped.text)
      at = escaped?.end ?? at
    } else if (letter === '$' || letter === '`') {
      const end = substituted(text, at)
      // What is a comment to the shell that would run it comes to nothing: `-e PUID=1000 `#optional``.
      if (!/^(?:`|\$\()\s*#/.test(text.slice(at, end)))
        sink.add(end > at ? mark(text.slice(at, end)) : letter)
      at = Math.max(at, end - 1)
    } else at = sink.take(at) - 1
  }
  return sink.end()
}

/** The end of what the shell puts a value in place of, at `at`; `at` itself when it is only a letter. */
function substituted(text: string, at: number): number {
  if (text[at] === '$') return at + workedOut(text.slice(at))
  const end = text.indexOf('`', at + 1)
  return end < 0 ? at : end + 1
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

/** `$'a\nb'`, as bash and zsh read it. */
function readEscaped(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const [whole, inside = ''] = /^'((?:[^'\\]|\\[^])*)'/.exec(text.slice(start)) ?? []
  if (whole === undefined) return undefined
  const code = /\\(?:(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))|([0-7]{1,3})|([^]))/g
  const read = inside.replace(code, (_all, ...[x, u, long, octal, one = '']: (string | undefined)[]) => {
    const [digits, base] = octal === undefined ? [x ?? u ?? long, 16] : [octal, 8]
    return digits === undefined ? (escapes[one] ?? one) : codePoint(Number.parseInt(digits, base))
  })
  return { text: read, end: start + whole.length - 1 }
}

const codePoint = (code: number): string => (code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code))

/** `end` is the place of the closing quote. */
function readQuoted(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const quote = text[start]
  let inside = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const next = text[at + 1] ?? ''
    if (letter === quote) return { text: inside, end: at }
    if (quote === "'") inside += letter
    else if (letter === '\\' && /["\\$`]/.test(next)) {
      at += 1
      inside += next
    } else if (letter === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      at += next === '\r' ? 2 : 1
    } else if (letter === '$' || letter === '`') {
      const end = substituted(text, at)
      inside += end > at ? mark(text.slice(at, end)) : letter
      at = Math.max(at, end - 1)
    } else inside += letter
  }
  return undefined
}
