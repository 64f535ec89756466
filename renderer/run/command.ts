// The `docker run` that does the same as the form, in pieces that can be coloured; and as text to copy.
import { writeAddress } from '../../preload/port-range'
import { bareFlags, bareText, beforeSecret, writtenValue, type AlsoFlag } from './also/flags'
import { networkNameOf } from './also/networks'
import {
  alsoOf,
  bindingOf,
  inOwnWords,
  nameOf,
  type MoreForm,
  type PortRow,
  type RunForm,
  type Switch,
} from './form'
import { willBeSecret } from '../../preload/secret'
import { hideInText, hideInWords } from '../details/secret'
import { goesOn, quoters, type ShownShell } from './quote'
import type { Problem } from './validate'
import { splitWords } from './words'

export interface Piece {
  readonly text: string
  readonly kind: 'plain' | 'value' | 'image' | 'bad' | 'secret'
}

export type CommandLine = readonly Piece[]

const plain = (text: string): Piece => ({ text, kind: 'plain' })
const value = (text: string): Piece => ({ text, kind: 'value' })

/** A flag, or the image and its arguments, before they are quoted: each word is in pieces. */
interface Line {
  readonly flag: string
  readonly words: readonly (readonly Piece[])[]
}

/** One line per argument, the image last. */
export function commandOf(
  form: RunForm,
  problems: readonly Problem[],
  shell: ShownShell = 'posix',
): CommandLine[] {
  const quote = quoters[shell]
  return linesOf(form, problems).map(({ flag, words }) => [
    ...(flag === '' ? [] : [plain(flag)]),
    ...words.flatMap((word, at) => [
      ...(flag === '' && at === 0 ? [] : [plain(' ')]),
      ...quotedPieces(word, quote),
    ]),
  ])
}

/** What is asked for in doubt of the shell: its words without quotes. */
export const commandWords = (form: RunForm): string[] =>
  linesOf(form, []).flatMap(({ words }) => words.map((word) => word.map(({ text }) => text).join('')))

function linesOf(given: RunForm, problems: readonly Problem[]): Line[] {
  const form = inOwnWords(given)
  const name = form.name.trim()
  const also = alsoOf(form)
  const { first, rest } = programOf(form.more)
  const restarts = form.restart === 'no' || also.some((flag) => flag.name === 'restart')
  const of = (flag: string, text: string): Line => ({ flag, words: [[value(text)]] })
  return [
    { flag: 'docker run -d', words: [] },
    ...(name === '' ? [] : [of('--name', name)]),
    ...form.files.map(({ flag, path }) =>
      of(`--${flag}`, flag === 'security-opt' ? `seccomp=${path}` : path),
    ),
    ...form.env
      .filter((row) => nameOf(row) !== '')
      .map((row): Line => ({
        flag: '-e',
        words: [row.unset ? [plain(nameOf(row))] : envPieces(nameOf(row), row.value)],
      })),
    ...form.ports.map((row): Line => {
      const bad = problems.some((problem) => problem.field === 'port' && problem.key === row.key)
      return { flag: '-p', words: [portPieces(form, row, bad)] }
    }),
    ...form.data
      .filter((row) => row.keep)
      .map(({ volume, path, readOnly }): Line => ({
        flag: '-v',
        words: [[value(volume.trim()), plain(`:${path}${readOnly ? ':ro' : ''}`)]],
      })),
    ...(restarts ? [] : [of('--restart', form.restart)]),
    ...moreLines(form.more, also),
    ...also.filter((flag) => flag.name !== 'network').map(alsoLine),
    ...(first === undefined ? [] : [of('--entrypoint', first)]),
    { flag: '', words: [[{ text: form.image.trim() || 'image', kind: 'image' }]] },
    ...(rest.length === 0 ? [] : [{ flag: '', words: wordPieces(rest) }]),
  ]
}

function alsoLine(flag: AlsoFlag): Line {
  if (bareFlags.has(flag.name)) return { flag: bareText(flag), words: [] }
  const before = beforeSecret(flag)
  const word: Piece[] =
    before === undefined
      ? [value(writtenValue(flag))]
      : [plain(before), { text: flag.value.slice(before.length), kind: 'secret' }]
  return { flag: `--${flag.name}`, words: [word] }
}

/** Only what needs no quotes keeps all of its pieces; of others a name before `=` stays readable. */
function quotedPieces(word: readonly Piece[], quote: (text: string) => string): readonly Piece[] {
  const text = word.map((piece) => piece.text).join('')
  const quoted = quote(text)
  if (quoted === text) return word
  const [head, ...others] = word
  const kind = others.find((one) => one.kind !== 'plain')?.kind ?? head?.kind ?? 'plain'
  const at = head?.kind === 'plain' && others.length > 0 ? quoted.indexOf(head.text) : -1
  const end = at < 0 ? 0 : at + (head?.text.length ?? 0)
  const rest: Piece = { text: quoted.slice(end), kind: kind === 'plain' ? 'value' : kind }
  return end === 0 ? [rest] : [plain(quoted.slice(0, end)), rest]
}

const switchFlags: Readonly<Record<Switch, string>> = {
  autoRemove: '--rm',
  init: '--init',
  readOnly: '--read-only',
  privileged: '--privileged',
  tty: '-t',
  interactive: '-i',
}

function moreLines(more: MoreForm, also: readonly AlsoFlag[]): Line[] {
  const flag = (name: string, text: string): Line[] =>
    text.trim() === '' ? [] : [{ flag: name, words: [[value(text.trim())]] }]
  const asked = new Map(
    also.filter(({ name }) => name === 'network').map((one) => [networkNameOf(one.value), one.value]),
  )
  return [
    ...more.folders.flatMap((row) =>
      flag('-v', `${row.source.trim() || row.asked || ''}:${row.path.trim()}${row.readOnly ? ':ro' : ''}`),
    ),
    ...more.networks.flatMap((network) => flag('--network', asked.get(network) ?? network)),
    ...more.labels
      .filter((row) => nameOf(row) !== '')
      .map((row): Line => ({ flag: '--label', words: [envPieces(nameOf(row), row.value)] })),
    ...flag('-m', more.memory),
    ...flag('--cpus', more.cpus),
    ...flag('-u', more.user),
    ...flag('-w', more.workingDir),
    ...flag('-h', more.hostname),
    ...(more.health.trim() === ''
      ? []
      : [
          { flag: '--health-cmd', words: [hiddenPieces(more.health.trim(), hideInText(more.health.trim()))] },
        ]),
    ...[...more.on].map((name): Line => ({ flag: switchFlags[name], words: [] })),
  ]
}

/** Docker's flag takes one word; what follows it in the entry point stands before the command. */
function programOf(more: MoreForm): { readonly first: string | undefined; readonly rest: readonly string[] } {
  const [first, ...others] = splitWords(more.entrypoint) ?? []
  return { first, rest: [...others, ...(splitWords(more.command) ?? [])] }
}

/** What stands before a secret in it is shown. */
function hiddenPieces(text: string, hidden: string): Piece[] {
  if (text === hidden) return [value(text)]
  let at = 0
  while (text[at] === hidden[at]) at += 1
  return [...(at === 0 ? [] : [plain(text.slice(0, at))]), { text: text.slice(at), kind: 'secret' }]
}

function wordPieces(words: readonly string[]): Piece[][] {
  const hidden = hideInWords(words)
  return words.map((word, index) => hiddenPieces(word, hidden[index] ?? word))
}

/** Only the value of a secret is hidden on screen. */
const envPieces = (name: string, text: string): Piece[] => [
  plain(`${name}=`),
  ...(text === ''
    ? []
    : [{ text, kind: willBeSecret({ name, value: text }) ? ('secret' as const) : ('value' as const) }]),
]

function portPieces(form: RunForm, row: PortRow, bad: boolean): Piece[] {
  const { hostAddress } = bindingOf(form, row)
  const address = writeAddress(hostAddress)
  const [host, container, protocol] = [row.host.trim(), row.container.trim(), row.protocol]
  const inside = `${container || '?'}${protocol === 'udp' ? '/udp' : ''}`
  const before = address === '' ? [] : [plain(address)]
  if (host === '') return [...(address === '' ? [] : [plain(`${address}:`)]), value(inside)]
  return [...before, { text: host, kind: bad ? 'bad' : 'value' }, plain(`:${inside}`)]
}

/** For the clipboard: real values, line breaks that the shell understands. */
export const commandText = (lines: readonly CommandLine[], shell: ShownShell = 'posix'): string =>
  lines.map((line) => line.map((piece) => piece.text).join('')).join(` ${goesOn[shell]}\n  `)
