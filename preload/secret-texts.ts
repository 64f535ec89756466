// Secrets inside of other texts: options of commands, assignments in them, labels, and lines of configuration.
import { looksSecret } from './secret'
import { hasSecretMark } from './secret-marks'

export interface TextSecret {
  /** Where it stands, as a person would say it: `command.requirepass`. */
  readonly subject: string
  /** What it is called there. */
  readonly name: string
  readonly value: string
}

/** What takes the secret's place; undefined leaves it as it stands. */
export type Answer = (found: TextSecret) => string | undefined

/** Both see each text once, in order. `plain` makes of the rest what it is to be. */
export interface Rewrite {
  readonly answer: Answer
  readonly plain: (text: string) => string
}

interface Span {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** `--password=x`, `-Dspring.password=x`, `PGPASSWORD=x`: looked for first, as `export A=x` would be an option with its value. */
const assignments = /(?<![\w.-])(-{0,2}[a-z][\w.-]*)=(["']?)([^\s"';&|]+)\2/gi
/** `--requirepass x`. */
const options = /(?<![\w.-])(-{0,2}[a-z][\w.-]*)\s+(?=[^\s-])(["']?)([^\s"';&|]+)\2/gi
/** `password: x`, `"password": "x"`, `password = x`, as files of configuration have it. */
const settings = /(["']?)([a-z][\w.-]*)\1[ \t]*[:=][ \t]*(["']?)([^\s"',;}]+)\3/gi
/** Short options that only these programs mean so; not far away, for long texts of anybody are looked through. */
const programs: readonly RegExp[] = [
  /\b(?:mysql\w*|mariadb[\w-]*)\b[^;&|]{0,400}?\s-p(?=[^\s])(["']?)([^\s"';&|]+)\1/g,
  /\bredis-cli\b[^;&|]{0,400}?\s-a\s+(["']?)([^\s"';&|]+)\1/g,
  /\b(?:curl|wget)\b[^;&|]{0,400}?\s(?:-[a-z]*u|--user)[ =](["']?)[^\s:"']+:([^\s"';&|]+)\1/g,
]
const addresses = /[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]{0,400}:([^/\s@]+)@/gi

/** Of the shell, or a file or folder: what it says is somewhere else. */
const isElsewhere = (value: string): boolean => /^(\$|\/|\.\/|-|<)/.test(value) || hasSecretMark(value)

const plainName = (name: string): string => name.replace(/^-+D?/, '').replace(/[.-]/g, '_')

const isSecretText = (name: string, value: string): boolean =>
  !isElsewhere(value) && looksSecret(plainName(name), value)

/** Where secrets stand in one text; they do not overlap. */
function spansIn(text: string, isFile: boolean): Span[] {
  const found: Span[] = []
  const add = (name: string, end: number, value: string): void => {
    const start = end - value.length
    if (!found.some((one) => start < one.end && end > one.start)) found.push({ name, start, end })
  }
  for (const match of text.matchAll(addresses)) {
    const [whole, value = ''] = match
    if (!isElsewhere(value)) add('password', match.index + whole.length - 1, value)
  }
  for (const program of programs)
    for (const match of text.matchAll(program)) {
      const [whole, quote = '', value = ''] = match
      if (!isElsewhere(value)) add('password', match.index + whole.length - quote.length, value)
    }
  for (const pattern of [assignments, options])
    for (const match of text.matchAll(pattern)) {
      const [whole, name = '', quote = '', value = ''] = match
      // Without a dash or a sign between them, two words of a command are only two words.
      const isOption = isFile || name.startsWith('-') || pattern === assignments
      if (isOption && isSecretText(name, value)) add(name, match.index + whole.length - quote.length, value)
    }
  for (const match of isFile ? text.matchAll(settings) : []) {
    const [whole, , name = '', quote = '', value = ''] = match
    if (isSecretText(name, value)) add(name, match.index + whole.length - quote.length, value)
  }
  for (const match of text.matchAll(/[^\s"'=,;]+/g))
    if (looksSecret('', match[0]) && !isElsewhere(match[0]))
      add('key', match.index + match[0].length, match[0])
  return found.toSorted((a, b) => a.start - b.start)
}

export function rewriteText(text: string, at: string, { answer, plain }: Rewrite, isFile: boolean): string {
  let result = ''
  let from = 0
  for (const { name, start, end } of spansIn(text, isFile)) {
    const value = text.slice(start, end)
    const given = answer({ subject: `${at}.${plainName(name)}`, name: plainName(name), value })
    if (given === undefined) continue
    result += plain(text.slice(from, start)) + given
    from = end
  }
  return result + plain(text.slice(from))
}

/** An option and its value are two words of a command. */
function rewriteWords(words: readonly unknown[], at: string, rewrite: Rewrite): unknown[] {
  return words.map((word, index) => {
    if (typeof word !== 'string') return rewriteSecrets(word, at, rewrite)
    const found = secretOfWord(word, words.slice(0, index).map(String))
    if (!found) return rewriteSecrets(word, at, rewrite)
    const { name, value } = found
    const given = rewrite.answer({ subject: `${at}.${name}`, name, value })
    const head = rewrite.plain(word.slice(0, -value.length))
    return head + (given ?? rewrite.plain(value))
  })
}

/** At the end of a word, by those before it. */
function secretOfWord(
  word: string,
  before: readonly string[],
): { readonly name: string; readonly value: string } | undefined {
  const option = before.at(-1) ?? ''
  if (/^--?[a-z][\w.-]+$/i.test(option) && isSecretText(option, word))
    return { name: plainName(option), value: word }
  const line = [...before, word].join(' ')
  for (const program of programs)
    for (const match of line.matchAll(program)) {
      const [whole, , value = ''] = match
      const isLast = match.index + whole.length === line.length && word.endsWith(value)
      if (isLast && !isElsewhere(value)) return { name: 'password', value }
    }
  return undefined
}

/** The same value again, without its secrets. Nulls go: Compose writes them for what is not there. */
export function rewriteSecrets(value: unknown, at: string, rewrite: Rewrite): unknown {
  if (typeof value === 'string') return rewriteText(value, at, rewrite, false)
  if (Array.isArray(value)) return rewriteWords(value, at, rewrite)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [key, rewriteEntry(key, one, at === '' ? key : `${at}.${key}`, rewrite)]),
  )
}

/** A label or an option of a driver says by its own name what it is. */
function rewriteEntry(key: string, value: unknown, at: string, rewrite: Rewrite): unknown {
  if (typeof value !== 'string' || !isSecretText(key, value) || looksSecret('', value))
    return rewriteSecrets(value, at, rewrite)
  return rewrite.answer({ subject: at, name: plainName(key), value }) ?? rewrite.plain(value)
}
