// Reads and edits the text of .wslconfig as WSL itself reads it (configfile.cpp): what is not changed stays byte for byte.

export interface ConfigEntry {
  readonly section: string
  readonly key: string
  readonly value: string
  /** Lines of the text that it takes, from 0; more than one where lines end in a backslash. */
  readonly from: number
  readonly to: number
}

export interface ConfigChange {
  readonly section: string
  readonly key: string
  /** Undefined removes the key, which brings WSL's own default back. */
  readonly value: string | undefined
}

export interface LineChange {
  readonly kind: 'kept' | 'added' | 'removed'
  readonly text: string
}

interface ParsedConfig {
  readonly lines: readonly string[]
  readonly entries: readonly ConfigEntry[]
  /** The line of each section's head, and the last line with content before the next head. */
  readonly sections: readonly { readonly name: string; readonly head: number; readonly last: number }[]
}

const sectionHead = /^[ \t]*\[([A-Za-z][A-Za-z0-9]*)\][ \t]*(?:#.*)?$/
const keyLine = /^[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*/

/** Lines that WSL skips as invalid are skipped here, too. */
export function parseConfig(text: string): ParsedConfig {
  const lines = text.split(/\r?\n/)
  const entries: ConfigEntry[] = []
  const sections: { name: string; head: number; last: number }[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const name = sectionHead.exec(line)?.[1]
    if (name !== undefined) sections.push({ name, head: at, last: at })
    const current = sections.at(-1)
    const from = at
    const head = keyLine.exec(line)
    if (head) {
      while (continues(lines[at]) && at + 1 < lines.length) at += 1
      const raw = [line.slice(head[0].length), ...lines.slice(from + 1, at + 1)].join('\n')
      const value = readValue(raw)
      if (value !== undefined)
        entries.push({ section: current?.name ?? '', key: head[1] ?? '', value, from, to: at })
    }
    if (current && line.trim() !== '') current.last = at
  }
  return { lines, entries, sections }
}

/** A backslash at the end of a line that is not itself behind one. */
const continues = (line: string | undefined): boolean => /(?<!\\)(?:\\\\)*\\$/.test(line ?? '')

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  b: '\b',
  n: '\n',
  t: '\t',
  '\n': '',
}

/** Undefined for what WSL refuses: an escape that it does not know, or a quote that does not end. */
function readValue(raw: string): string | undefined {
  let value = ''
  let length = 0
  let quoted = false
  for (let at = 0; at < raw.length; at += 1) {
    const char = raw[at] ?? ''
    if (char === '#' && !quoted) break
    if (char === '"') quoted = !quoted
    else if (char === '\\') {
      const next = raw[(at += 1)]
      const escaped = next === undefined ? undefined : escapes[next]
      if (escaped === undefined) return undefined
      value += escaped
    } else value += char
    if (char !== ' ' && char !== '\t') length = value.length
  }
  return quoted ? undefined : value.slice(0, length)
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** WSL takes the first of several, and does not tell upper from lower case. */
export const configValue = (text: string, section: string, key: string): string | undefined =>
  parseConfig(text).entries.find((one) => same(one.section, section) && same(one.key, key))?.value

/** The text with the changes, and the lines that differ. Comments, foreign keys and line ends stay. */
export function editConfig(
  text: string,
  changes: readonly ConfigChange[],
): { readonly text: string; readonly lines: readonly LineChange[] } {
  const edited = changes.reduce(applyChange, text)
  return { text: edited, lines: compareLines(text, edited) }
}

function applyChange(text: string, { section, key, value }: ConfigChange): string {
  const { entries, sections } = parseConfig(text)
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  // With their own ends, which may be mixed.
  const raw = text.split(/(?<=\n)/)
  const of = ({ section: s, key: k }: ConfigEntry): boolean => same(s, section) && same(k, key)
  if (value === undefined) {
    // All of them: the next one of the same name would count otherwise.
    const gone = entries.filter(of)
    return raw.filter((_, at) => !gone.some(({ from, to }) => at >= from && at <= to)).join('')
  }
  const known = entries.find(of)
  if (known) {
    if (known.value === value) return text
    const { from, to } = known
    const [line, lineEnd] = splitEnd(raw[from] ?? '')
    const head = keyLine.exec(line)?.[0] ?? `${key}=`
    const comment = from === to ? (/[ \t]*#[^"]*$/.exec(line)?.[0] ?? '') : ''
    const last = from === to ? lineEnd : splitEnd(raw[to] ?? '')[1]
    return raw.toSpliced(from, to - from + 1, head + writeValue(value) + comment + last).join('')
  }
  const written = `${key}=${writeValue(value)}${end}`
  const place = sections.find(({ name }) => same(name, section))
  if (place) return withLine(raw, place.last, written, end)
  const whole = text === '' || text.endsWith('\n') ? text : text + end
  return `${whole}${whole.trim() === '' ? '' : end}[${section}]${end}${written}`
}

const splitEnd = (line: string): readonly [string, string] => {
  const [lineEnd = ''] = /\r?\n$/.exec(line) ?? []
  return [line.slice(0, line.length - lineEnd.length), lineEnd]
}

/** Puts a line behind another one, which may be the last and have no end. */
function withLine(raw: readonly string[], behind: number, put: string, end: string): string {
  const [line, lineEnd] = splitEnd(raw[behind] ?? '')
  return raw.toSpliced(behind, 1, line + (lineEnd || end), put).join('')
}

const writeValue = (value: string): string => {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return /^[\w.%:/\\+-]*$/.test(value) ? escaped : `"${escaped}"`
}

/** Longest common run of lines; files of this kind are short. */
function compareLines(before: string, after: string): LineChange[] {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/)) as [string[], string[]]
  const common: number[][] = Array.from({ length: old.length + 1 }, () =>
    Array<number>(now.length + 1).fill(0),
  )
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      (common[i] as number[])[j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const changes: LineChange[] = []
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      changes.push({ kind: 'kept', text: old[i] ?? '' })
      i += 1
      j += 1
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1)))
      changes.push({ kind: 'removed', text: old[i++] ?? '' })
    else changes.push({ kind: 'added', text: now[j++] ?? '' })
  }
  return changes
}

const units: Readonly<Record<string, number>> = { '': 0, B: 0, K: 1, M: 2, G: 3, T: 4 }

/** `8GB`, `512M` or a number of bytes; undefined for what WSL does not take. In bytes. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit] = /^\s*(\d{1,15})(?:([KMGT])B?|B)?$/i.exec(text) ?? []
  if (digits === undefined) return undefined
  const bytes = Number(digits) * 1024 ** (units[(unit ?? '').toUpperCase()] ?? 0)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** The shortest form that WSL reads as these bytes. */
export function formatSize(bytes: number): string {
  const unit = (['GB', 'MB', 'KB'] as const).find((_, n) => bytes > 0 && bytes % 1024 ** (3 - n) === 0)
  return unit === undefined
    ? String(bytes)
    : `${bytes / 1024 ** ({ GB: 3, MB: 2, KB: 1 } as const)[unit]}${unit}`
}
