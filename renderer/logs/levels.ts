// Recognises how serious a log line is, from the words that programs write for it.

export type Level = 'error' | 'warn' | 'info' | 'debug'

export const levels: readonly Level[] = ['error', 'warn', 'info', 'debug']

const names: Readonly<Record<string, Level>> = {
  fatal: 'error',
  panic: 'error',
  emerg: 'error',
  alert: 'error',
  crit: 'error',
  critical: 'error',
  severe: 'error',
  err: 'error',
  error: 'error',
  exception: 'error',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  notice: 'info',
  info: 'info',
  inf: 'info',
  information: 'info',
  log: 'info',
  debug: 'debug',
  dbg: 'debug',
  trace: 'debug',
  trc: 'debug',
  verbose: 'debug',
}
const words = Object.keys(names).join('|')

/** A level stands near the start; what comes later is about something else. In UTF-16 units. */
const searched = 200
const named = new RegExp(`"?\\b(?:level|severity|lvl|loglevel)"?\\s*[=:]\\s*"?(${words}|[1-6]0)\\b`, 'i')
/** `[warn]`, `WARN:`, `<error>`, ` ERROR `: in brackets or before a colon in any case, otherwise only in capitals. */
const bracketed = new RegExp(`[\\[(<|](${words})[\\])>|]|(?:^|\\s)(${words})(?:\\[\\d+\\])?:`, 'i')
const capital = new RegExp(`(?:^|[\\s:])(${words.toUpperCase()})(?=[\\s:,]|$)`)
/** `error [reports] no answer`: the first word, at most after a time, in small letters as no sentence begins. */
const leading = /^(?:[\d:.,TZ/+-]+ {1,2}){0,2}(fatal|error|warn|info|debug|trace)\s+\S/
const thrown =
  /^(?:Traceback \(most recent call last\)|panic:|Uncaught |(?:[\w.]+\.)?\w*(?:Exception|Error)(?::|$))/
const numbers: Readonly<Record<string, Level>> = {
  10: 'debug',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'error',
}

/** Undefined when the line says nothing about it. */
export function levelOf(plain: string): Level | undefined {
  const text = plain.slice(0, searched)
  const found = named.exec(text)?.[1]
  if (found !== undefined) return numbers[found] ?? names[found.toLowerCase()]
  if (thrown.test(text)) return 'error'
  const match = leading.exec(text) ?? bracketed.exec(text) ?? capital.exec(text)
  const word = match?.[1] ?? match?.[2]
  return word === undefined ? undefined : names[word.toLowerCase()]
}

/** Indented lines and causes belong to the line before them, as in a stack trace. */
export const continues = (plain: string): boolean => /^(?:\s+\S|Caused by: |\.\.\. \d+ more)/.test(plain)
