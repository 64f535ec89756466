// Reads the colours that programs write into their output; every other escape sequence is left out.

export interface Span {
  readonly text: string
  /** Class names: `ansi-1` to `ansi-15`, `ansi-bold`, `ansi-dim`, `ansi-italic`, `ansi-underline`. */
  readonly classes: string
}

/** CSI sequences, OSC sequences up to BEL or ST, two-character escapes, and lone control characters. */
const escapes =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /\u001b\[([0-9;:?<=>]*)([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000b-\u001f\u007f]/g

export interface Style {
  color: number | undefined
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
}

const plain = (): Style => ({ color: undefined, bold: false, dim: false, italic: false, underline: false })

/** What a line leaves switched on for the next one; undefined for nothing. */
export function styleAfter(line: string, before: Style | undefined): Style | undefined {
  if (!line.includes('\u001b')) return before
  const style = { ...(before ?? plain()) }
  for (const match of line.matchAll(escapes)) if (match[2] === 'm') applySgr(style, match[1] ?? '')
  return classesOf(style) === '' ? undefined : style
}

/** Splits one line into runs of one style. A carriage return shows what a terminal would: the last version. */
export function parseAnsi(line: string, before?: Style): Span[] {
  const shown = afterCarriageReturns(line)
  const spans: Span[] = []
  const style = { ...(before ?? plain()) }
  let from = 0
  const add = (to: number): void => {
    if (to > from) spans.push({ text: shown.slice(from, to), classes: classesOf(style) })
  }
  for (const match of shown.matchAll(escapes)) {
    add(match.index)
    from = match.index + match[0].length
    if (match[2] === 'm') applySgr(style, match[1] ?? '')
  }
  add(shown.length)
  return spans
}

/** The line without any escape, for searching. */
export const plainText = (line: string): string => afterCarriageReturns(line).replace(escapes, '')

function afterCarriageReturns(line: string): string {
  const trimmed = line.replace(/\r+$/, '')
  const last = trimmed.lastIndexOf('\r')
  return last < 0 ? trimmed : trimmed.slice(last + 1)
}

/** Select Graphic Rendition, ECMA-48 section 8.3.117; 38;5;n and 38;2;r;g;b as terminals do. */
function applySgr(style: Style, parameters: string): void {
  const codes = parameters.split(/[;:]/).map(Number)
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const mode = codes[index + 1]
      if (code === 38 && mode === 5) style.color = indexedColor(codes[index + 2] ?? 0)
      index += mode === 5 ? 2 : mode === 2 ? 4 : 0
    } else {
      applyCode(style, code)
    }
  }
}

function applyCode(style: Style, code: number): void {
  if (code === 0) Object.assign(style, plain())
  else if (code === 1) style.bold = true
  else if (code === 2) style.dim = true
  else if (code === 3) style.italic = true
  else if (code === 4) style.underline = true
  else if (code === 22) {
    style.bold = false
    style.dim = false
  } else if (code === 23) style.italic = false
  else if (code === 24) style.underline = false
  else if (code >= 30 && code <= 37) style.color = code - 30
  else if (code === 39) style.color = undefined
  else if (code >= 90 && code <= 97) style.color = code - 90 + 8
}

/** Of the 256 colours the first 16 have names in the theme; the others become the nearest of them. */
function indexedColor(index: number): number | undefined {
  if (index < 16) return index
  if (index >= 232) return index < 244 ? 8 : 7
  const cube = index - 16
  const bit = (level: number): number => (level >= 3 ? 1 : 0)
  const named = bit(Math.floor(cube / 36)) + 2 * bit(Math.floor(cube / 6) % 6) + 4 * bit(cube % 6)
  return named === 0 ? 8 : named
}

function classesOf(style: Style): string {
  const classes = [
    style.color === undefined ? '' : `ansi-${style.color}`,
    style.bold ? 'ansi-bold' : '',
    style.dim ? 'ansi-dim' : '',
    style.italic ? 'ansi-italic' : '',
    style.underline ? 'ansi-underline' : '',
  ]
  return classes.filter((name) => name !== '').join(' ')
}
