// The `docker run` that does the same as the form, in pieces that can be coloured; and as text to copy.
import { addressOf, type RunForm } from './form'
import { isSecretName, type Problem } from './validate'

export interface Piece {
  readonly text: string
  readonly kind: 'plain' | 'value' | 'image' | 'bad' | 'secret'
}

export type CommandLine = readonly Piece[]

/** Quotes a word for a POSIX shell when it needs it. */
export const shellQuote = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

const plain = (text: string): Piece => ({ text, kind: 'plain' })
const value = (text: string): Piece => ({ text, kind: 'value' })

/** One line per argument, the image last. */
export function commandOf(form: RunForm, problems: readonly Problem[]): CommandLine[] {
  const name = form.name.trim()
  const lines: CommandLine[] = [[plain('docker run -d')]]
  if (name !== '') lines.push([plain('--name '), value(shellQuote(name))])
  for (const row of form.env) {
    if (row.name.trim() === '') continue
    lines.push([plain('-e '), ...envPieces(row.name.trim(), row.value)])
  }
  for (const row of form.ports) {
    const bad = problems.some((problem) => problem.field === 'port' && problem.key === row.key)
    lines.push(portLine(form, row.host.trim(), row.container.trim(), row.protocol, bad))
  }
  for (const row of form.data) {
    if (!row.keep) continue
    lines.push([plain('-v '), value(shellQuote(row.volume.trim())), plain(`:${shellQuote(row.path)}`)])
  }
  if (form.restart !== 'no') lines.push([plain('--restart '), value(form.restart)])
  lines.push([{ text: shellQuote(form.image.trim() || 'image'), kind: 'image' }])
  return lines
}

/** `NAME=value` as one shell word; only the value of a secret is hidden on screen. */
function envPieces(name: string, text: string): Piece[] {
  const quoted = shellQuote(`${name}=${text}`)
  const prefix = quoted.startsWith("'") ? `'${name}=` : `${name}=`
  const rest = quoted.slice(prefix.length)
  if (rest === '') return [plain(quoted)]
  return [plain(prefix), { text: rest, kind: isSecretName(name) ? 'secret' : 'value' }]
}

function portLine(
  form: RunForm,
  host: string,
  container: string,
  protocol: string,
  bad: boolean,
): CommandLine {
  const address = addressOf(form) === '127.0.0.1' ? '127.0.0.1:' : ''
  const inside = `${container || '?'}${protocol === 'udp' ? '/udp' : ''}`
  if (host === '') return [plain(`-p ${address === '' ? '' : `${address}:`}`), value(inside)]
  return [plain(`-p ${address}`), { text: host, kind: bad ? 'bad' : 'value' }, plain(`:${inside}`)]
}

/** For the clipboard: real values, line breaks that a shell understands. */
export const commandText = (lines: readonly CommandLine[]): string =>
  lines.map((line) => line.map((piece) => piece.text).join('')).join(' \\\n  ')
