// Words and commands as Windows' cmd reads them: it deals with `^`, `%` and what divides commands, and the program that
// is started takes the rest apart by the rules of Microsoft's C library.
import { mark } from './shell-marks'
import type { ShellCommand } from './shell-text'
import { dividerAt, WordSink } from './word-sink'

/** Undefined when a quote is not closed. */
export function readCmd(text: string): readonly ShellCommand[] | undefined {
  // Gathers whole commands; each is one "word" of it until the program's own rules take it apart.
  const sink = new WordSink(text)
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const [variable] = letter === '%' ? (/^(?:%[^%\s"^:]+%|%~\w+)/.exec(text.slice(at, at + 300)) ?? []) : []
    const [goesOn] = quoted ? [] : (/^\^[ \t]*\r?\n/.exec(text.slice(at, at + 300)) ?? [])
    if (goesOn !== undefined) {
      sink.add(' ')
      at += goesOn.length - 1
    } else if (variable !== undefined) {
      sink.add(mark(variable))
      at += variable.length - 1
    } else if (letter === '^' && !quoted && at + 1 < text.length) {
      at += 1
      sink.add(text[at] ?? '')
    } else if (letter === '\n') {
      sink.endCommand(at, at + 1, true)
      quoted = false
    } else if (!quoted && /[<>]/.test(letter)) {
      // The number before `2>` is of what is sent where.
      if (/\s\d$/.test(sink.word ?? '')) sink.word = sink.word?.slice(0, -1)
      at = sink.leaveRedirect(at) - 1
    } else if (!quoted && /[&|]/.test(letter)) {
      const next = dividerAt(text, at)
      sink.endCommand(at, next)
      at = next - 1
    } else {
      if (letter === '"') quoted = !quoted
      sink.add(letter)
    }
  }
  const commands = sink.end().map((command) => ({ ...command, words: wordsOf(command.words.join(' ')) }))
  return commands.some(({ words }) => words === undefined) ? undefined : (commands as ShellCommand[])
}

/** Backslashes are only themselves unless a quote follows them. Undefined when one is not closed. */
function wordsOf(line: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? ''
    const [slashes = ''] = /^\\+(?=")/.exec(line.slice(at)) ?? []
    if (slashes !== '') {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2)) + (slashes.length % 2 ? '"' : '')
      at += slashes.length - (slashes.length % 2 ? 0 : 1)
    } else if (letter === '"' && quoted && line[at + 1] === '"') {
      word = (word ?? '') + '"'
      at += 1
    } else if (letter === '"') {
      quoted = !quoted
      word ??= ''
    } else if (/\s/.test(letter) && !quoted) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  if (word !== undefined) words.push(word)
  return quoted ? undefined : words
}
