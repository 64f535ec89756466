// Words and commands as PowerShell reads them; `lenient` also takes what only cmd knows, where a text may be of either.
import { mark, workedOut } from './shell-marks'
import type { ShellCommand } from './shell-text'
import { WordSink } from './word-sink'

/** Typographic ones are quotes, too. */
const single = /['\u2018-\u201B]/
const double = /["\u201C-\u201E]/

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' }

/** Undefined when a quote is not closed. */
export function readPower(text: string, lenient: boolean): readonly ShellCommand[] | undefined {
  const sink = new WordSink(text)
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const [goesOn] = '`\\^'.includes(letter) ? (/^.[ \t]*\r?\n/.exec(text.slice(at)) ?? []) : []
    const value = valueAt(text, at, lenient)
    if (goesOn !== undefined) {
      sink.endWord()
      at += goesOn.length - 1
    } else if (letter === '`' && at + 1 < text.length) {
      at += 1
      sink.add(escapes[text[at] ?? ''] ?? text[at] ?? '')
    } else if (single.test(letter) || double.test(letter)) {
      const quoted = readQuoted(text, at, lenient)
      if (!quoted) return undefined
      sink.add(quoted.text)
      at = quoted.end
    } else if (value > 0) {
      sink.add(mark(text.slice(at, at + value)))
      at += value - 1
    } else at = sink.take(at) - 1
  }
  return sink.end()
}

/** The length of what a value is put in place of. */
function valueAt(text: string, at: number, lenient: boolean): number {
  const rest = text.slice(at)
  if (text[at] === '$') return workedOut(rest)
  return lenient && text[at] === '%' ? (/^(?:%\w+%|%~\w+)/.exec(rest)?.[0].length ?? 0) : 0
}

/** `end` is the place of the closing quote; a quote that is doubled is itself. */
function readQuoted(
  text: string,
  start: number,
  lenient: boolean,
): { readonly text: string; readonly end: number } | undefined {
  const isDouble = double.test(text[start] ?? '')
  const quote = isDouble ? double : single
  let inside = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const next = text[at + 1] ?? ''
    const value = isDouble ? valueAt(text, at, lenient) : 0
    if (quote.test(letter) && quote.test(next)) {
      at += 1
      inside += letter
    } else if (quote.test(letter)) return { text: inside, end: at }
    else if (isDouble && letter === '`') {
      at += 1
      inside += escapes[next] ?? next
    } else if (lenient && isDouble && letter === '\\' && next === '"') {
      at += 1
      inside += '"'
    } else if (value > 0) {
      inside += mark(text.slice(at, at + value))
      at += value - 1
    } else inside += letter
  }
  return undefined
}
