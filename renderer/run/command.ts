// The `docker run` that does the same as the form, in pieces that can be coloured; and as text to copy.
import { writeAddress } from '../../preload/port-range'
import { bindingOf, type MoreForm, type PortRow, type RunForm, type Switch } from './form'
import { willBeSecret } from '../../preload/secret'
import type { Problem } from './validate'
import { splitWords } from './words'

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

/** One line per argument, the image last; `extra` are flags that the form has no field for. */
export function commandOf(
  form: RunForm,
  problems: readonly Problem[],
  extra: readonly CommandLine[] = [],
): CommandLine[] {
  const name = form.name.trim()
  const lines: CommandLine[] = [[plain('docker run -d')]]
  if (name !== '') lines.push([plain('--name '), value(shellQuote(name))])
  for (const row of form.env) {
    if (row.name.trim() === '') continue
    lines.push([plain('-e '), ...envPieces(row.name.trim(), row.value)])
  }
  for (const row of form.ports) {
    const bad = problems.some((problem) => problem.field === 'port' && problem.key === row.key)
    lines.push(portLine(form, row, bad))
  }
  for (const row of form.data) {
    if (!row.keep) continue
    lines.push([plain('-v '), value(shellQuote(row.volume.trim())), plain(`:${shellQuote(row.path)}`)])
  }
  if (form.restart !== 'no') lines.push([plain('--restart '), value(form.restart)])
  lines.push(...moreLines(form.more), ...extra)
  const { first, rest } = programOf(form.more)
  if (first !== undefined) lines.push([plain('--entrypoint '), value(shellQuote(first))])
  lines.push([{ text: shellQuote(form.image.trim() || 'image'), kind: 'image' }])
  if (rest.length > 0) lines.push([value(rest.map(shellQuote).join(' '))])
  return lines
}

const switchFlags: Readonly<Record<Switch, string>> = {
  autoRemove: '--rm',
  init: '--init',
  readOnly: '--read-only',
  privileged: '--privileged',
  tty: '-t',
  interactive: '-i',
}

function moreLines(more: MoreForm): CommandLine[] {
  const flag = (name: string, text: string): CommandLine[] =>
    text.trim() === '' ? [] : [[plain(`${name} `), value(shellQuote(text.trim()))]]
  return [
    ...more.folders.map((row): CommandLine => {
      const mode = row.readOnly ? ':ro' : ''
      return [plain('-v '), value(shellQuote(`${row.source.trim()}:${row.path.trim()}${mode}`))]
    }),
    ...more.networks.flatMap((network) => flag('--network', network)),
    ...more.labels
      .filter(({ name }) => name.trim() !== '')
      .flatMap(({ name, value: text }) => flag('--label', `${name.trim()}=${text}`)),
    ...flag('-m', more.memory),
    ...flag('--cpus', more.cpus),
    ...flag('-u', more.user),
    ...flag('-w', more.workingDir),
    ...flag('-h', more.hostname),
    ...flag('--health-cmd', more.health),
    ...[...more.on].map((name): CommandLine => [plain(switchFlags[name])]),
  ]
}

/** Docker's flag takes one word; what follows it in the entry point stands before the command. */
function programOf(more: MoreForm): { readonly first: string | undefined; readonly rest: readonly string[] } {
  const [first, ...others] = splitWords(more.entrypoint) ?? []
  return { first, rest: [...others, ...(splitWords(more.command) ?? [])] }
}

/** `NAME=value` as one shell word; only the value of a secret is hidden on screen. */
function envPieces(name: string, text: string): Piece[] {
  const quoted = shellQuote(`${name}=${text}`)
  const prefix = quoted.startsWith("'") ? `'${name}=` : `${name}=`
  const rest = quoted.slice(prefix.length)
  if (rest === '') return [plain(quoted)]
  return [plain(prefix), { text: rest, kind: willBeSecret({ name, value: text }) ? 'secret' : 'value' }]
}

function portLine(form: RunForm, row: PortRow, bad: boolean): CommandLine {
  const { hostAddress } = bindingOf(form, row)
  const address = writeAddress(hostAddress)
  const [host, container, protocol] = [row.host.trim(), row.container.trim(), row.protocol]
  const inside = `${container || '?'}${protocol === 'udp' ? '/udp' : ''}`
  if (host === '') return [plain(`-p ${address === '' ? '' : `${address}:`}`), value(inside)]
  return [plain(`-p ${address}`), { text: host, kind: bad ? 'bad' : 'value' }, plain(`:${inside}`)]
}

/** For the clipboard: real values, line breaks that a shell understands. */
export const commandText = (lines: readonly CommandLine[]): string =>
  lines.map((line) => line.map((piece) => piece.text).join('')).join(' \\\n  ')
