// What still stands between the form and a container: one problem per field, in the order of the form.
import { bytesOf } from '../../preload/amounts'
import type { PortCheck } from '../../preload/model'
import {
  addressOf,
  hostOf,
  nameOf,
  portNumber,
  type EnvRow,
  type MoreForm,
  type PortRow,
  type PortsForm,
  type RunForm,
} from './form'
import { isLabelName } from './label-name'
import { missingVariables } from './required-variables'
import { splitWords } from './words'

export type Problem =
  | { readonly field: 'image'; readonly kind: 'missing' | 'bad' | 'absent' }
  | { readonly field: 'name'; readonly kind: 'bad' | 'taken' }
  | PortProblem
  | { readonly field: 'env'; readonly key: number; readonly kind: 'bad' | 'twice' | 'missing' | 'asked' }
  | { readonly field: 'data'; readonly path: string; readonly kind: 'bad' }
  | { readonly field: 'file'; readonly key: number; readonly kind: 'missing' }
  | { readonly field: 'more'; readonly part: MorePart; readonly kind: 'bad' }

export interface PortProblem {
  readonly field: 'port'
  readonly key: number
  readonly kind: 'bad-host' | 'bad-container' | 'twice' | 'held'
}

export type MorePart = 'folders' | 'memory' | 'cpus' | 'entrypoint' | 'command' | 'workingDir' | 'labels'

/** The key of what has no row yet. */
const noRow = -1

export type PortAnswer = PortCheck | 'checking' | undefined

export interface FormContext {
  readonly takenNames: ReadonlySet<string>
  readonly answer: (row: PortRow) => PortAnswer
  /** The image is not here, and nothing may be downloaded. */
  readonly absent?: boolean
}

/** Docker's own rule for names of containers and volumes. */
const nameRule = /^[A-Za-z0-9][A-Za-z0-9_.-]+$/
const envRule = /^[A-Za-z_][A-Za-z0-9_.-]*$/

const label = '[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*'
const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*'
/** distribution/reference: an optional registry, a path, a tag, a digest; or the id of an image. */
const referenceRule = new RegExp(
  `^(?:${label}(?:\\.${label})*(?::\\d+)?/)?${component}(?:/${component})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
)
const idRule = /^sha256:[a-f0-9]{64}$/

export const isReference = (text: string): boolean =>
  text.length <= 512 && (idRule.test(text) || referenceRule.test(text))

export const isName = (text: string): boolean => nameRule.test(text)

export function problemsOf(form: RunForm, context: FormContext): Problem[] {
  return [
    ...imageProblems(form, context),
    ...nameProblems(form, context),
    ...portProblems(form, context),
    ...envProblems(form),
    ...missingVariables(form).map((): Problem => ({ field: 'env', key: noRow, kind: 'missing' })),
    ...form.data
      .filter((row) => row.keep && !isName(row.volume.trim()))
      .map((row): Problem => ({ field: 'data', path: row.path, kind: 'bad' })),
    ...form.files.map(({ key }): Problem => ({ field: 'file', key, kind: 'missing' })),
    ...moreProblems(form.more),
  ]
}

/** What the engine starts a container with at least, in bytes. */
export const leastMemory = 6 * 1024 ** 2

/** A path from the root: of Linux and macOS, of a drive, of another computer. */
const isWhole = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)

function moreProblems(more: MoreForm): Problem[] {
  const { folders, memory, cpus, entrypoint, command, workingDir, labels } = more
  const bad: readonly (readonly [MorePart, boolean])[] = [
    ['folders', folders.some(({ source, path }) => !isWhole(source.trim()) || !path.startsWith('/'))],
    ['memory', memory.trim() !== '' && (bytesOf(memory) ?? 0) < leastMemory],
    ['cpus', cpus.trim() !== '' && !(Number(cpus) > 0)],
    ['entrypoint', splitWords(entrypoint) === undefined],
    ['command', splitWords(command) === undefined],
    ['workingDir', !/^(?:\/|$)/.test(workingDir.trim())],
    ['labels', labels.some(isBadLabel)],
  ]
  return bad.filter(([, is]) => is).map(([part]) => ({ field: 'more', part, kind: 'bad' }))
}

/** A row that nothing was typed into is none yet. */
const isBadLabel = (row: EnvRow): boolean =>
  nameOf(row) === '' ? row.value !== '' : !isLabelName(row.name.trim()) && row.name !== row.given

function imageProblems(form: RunForm, { absent = false }: FormContext): Problem[] {
  const image = form.image.trim()
  if (image === '') return [{ field: 'image', kind: 'missing' }]
  if (!isReference(image)) return [{ field: 'image', kind: 'bad' }]
  return absent ? [{ field: 'image', kind: 'absent' }] : []
}

function nameProblems(form: RunForm, { takenNames }: FormContext): Problem[] {
  const name = form.name.trim()
  if (name === '') return []
  if (!isName(name)) return [{ field: 'name', kind: 'bad' }]
  return takenNames.has(name) ? [{ field: 'name', kind: 'taken' }] : []
}

const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** A port can be had once for IPv4 and once for IPv6, and once at each of several addresses. */
const isSamePlace = (one: string, other: string): boolean =>
  one === other || everywhere.has(one) || everywhere.has(other)

/** `ranges`: whether one of a range will do. */
export function portProblems(
  form: PortsForm,
  { answer }: Pick<FormContext, 'answer'>,
  ranges = true,
): PortProblem[] {
  const seen = new Map<string, string[]>()
  return form.ports.flatMap((row): PortProblem[] => {
    const { key, protocol, address = addressOf(form) } = row
    if (portNumber(row.container) === undefined) return [{ field: 'port', key, kind: 'bad-container' }]
    if (row.host.trim() === '') return []
    const host = hostOf(row.host)
    if (host === undefined || (host.hostRange && !ranges)) return [{ field: 'port', key, kind: 'bad-host' }]
    const id = `${protocol}/${host.hostPort}`
    // Of two that are for one of a range each gets another one.
    const others = seen.get(id) ?? []
    if (!host.hostRange && others.some((other) => isSamePlace(other, address)))
      return [{ field: 'port', key, kind: 'twice' }]
    seen.set(id, [...others, address])
    const said = answer(row)
    return said !== undefined && said !== 'checking' && said.state === 'held'
      ? [{ field: 'port', key, kind: 'held' }]
      : []
  })
}

function envProblems(form: RunForm): Problem[] {
  const seen = new Set<string>()
  return form.env.flatMap((row): Problem[] => {
    const name = nameOf(row)
    if (name === '' && row.value === '') return []
    if (!envRule.test(name) && name !== row.given) return [{ field: 'env', key: row.key, kind: 'bad' }]
    if (seen.has(name)) return [{ field: 'env', key: row.key, kind: 'twice' }]
    seen.add(name)
    return row.asked !== undefined && row.value === '' ? [{ field: 'env', key: row.key, kind: 'asked' }] : []
  })
}
