// Reads a workspace's compose file: YAML with the place of every mistake, and the block that is Portside's own.
import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { AppError } from '../../preload/errors'
import { isOrder } from '../base/compose-orders'
import { plainTexts } from '../base/compose-texts'
import { workspaceBlock, type WorkspaceBlock } from './workspace-schema'

export interface WorkspaceFile {
  readonly block: WorkspaceBlock
  /** Everything as plain data, the block included. */
  readonly content: Readonly<Record<string, unknown>>
  /** What is wrong with a part of the block, with its line and column. */
  readonly mistake: Mistake
}

/** In characters. A compose file is a page or two. */
export const longestFile = 1_000_000

/**
 * Only checks what can be checked without Compose, which does the rest.
 * @throws workspace.bad-file with line and column from 1, workspace.no-block, workspace.refused
 */
export function readWorkspaceFile(text: string, file: string): WorkspaceFile {
  const { document, lines, content, place } = readContent(text, file)
  if (content['x-portside'] === undefined) throw new AppError('workspace.no-block', { params: { file } })
  const parsed = workspaceBlock.safeParse(content['x-portside'])
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    if (!issue) throw parsed.error
    throw mistakeAt(document, lines, file, issue)
  }
  const mistake: Mistake = (path, problem) => place(['x-portside', ...path], `${path.join('.')}: ${problem}`)
  refuseTwice(parsed.data, mistake)
  refuseOrders(parsed.data, mistake)
  refuseVariables(parsed.data, mistake)
  // Compose reads the block as well, and refuses, or fills in, what looks like one of its variables.
  return { block: plainTexts(parsed.data) as WorkspaceBlock, content, mistake }
}

interface Content {
  readonly document: Document.Parsed
  readonly lines: LineCounter
  readonly content: Readonly<Record<string, unknown>>
  /** What is wrong at a place, or near to it. */
  readonly place: (path: readonly (string | number)[], problem: string) => AppError
}

/** @throws workspace.bad-file with line and column from 1 */
export function readContent(text: string, file: string): Content {
  const lines = new LineCounter()
  if (text.length > longestFile) throw badFile(file, 1, 1, `longer than ${longestFile} characters`)
  // Every alias is counted, so that a small file cannot unfold into an endless one.
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const [mistake] = document.errors
  if (mistake) {
    const { line, col } = lines.linePos(mistake.pos[0])
    const isDeep = mistake.message.includes('call stack')
    throw badFile(file, line, col, isDeep ? 'nested too deeply' : mistake.message)
  }
  const place: Content['place'] = (path, problem) => atPath(document, lines, file, path, problem)
  return { document, lines, content: plain(document, file), place }
}

function plain(document: Document.Parsed, file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 100 })
    if (typeof content === 'object' && content !== null && !Array.isArray(content))
      return content as Record<string, unknown>
  } catch (error) {
    throw badFile(file, 1, 1, error instanceof Error ? error.message : String(error))
  }
  throw badFile(file, 1, 1, 'not a compose file')
}

const badFile = (file: string, line: number, column: number, problem: string): AppError =>
  new AppError('workspace.bad-file', { params: { file, line, column, problem } })

function mistakeAt(
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
  issue: z.core.$ZodIssue,
): AppError {
  const path = ['x-portside', ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))]
  // An unknown key stands at its own place, not at that of the block around it.
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const shown = path.slice(1).join('.')
  const problem =
    key === undefined ? `${shown}: ${issue.message}` : `${[...path.slice(1), key].join('.')}: unknown key`
  return atPath(document, lines, file, key === undefined ? path : [...path, key], problem)
}

/** The nearest place that there is: a key that is missing has none. */
function atPath(
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
  path: readonly (string | number)[],
  problem: string,
): AppError {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length))
    if (offset === undefined) continue
    const { line, col } = lines.linePos(offset)
    return badFile(file, line, col, problem)
  }
  return badFile(file, 1, 1, problem)
}

interface Ranged {
  readonly range?: readonly [number, number, number] | null
  readonly items?: readonly { readonly key?: Ranged & { readonly value?: unknown } }[]
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number | undefined {
  const parent = (
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  ) as Ranged | null
  const last = path.at(-1)
  const key = parent?.items?.find((item) => item.key?.value === last)?.key
  const node = key ?? (document.getIn(path, true) as Ranged | undefined)
  return node?.range?.[0]
}

/** @param path inside the block */
export type Mistake = (path: readonly (string | number)[], problem: string) => AppError

function refuseTwice(block: WorkspaceBlock, mistake: Mistake): void {
  const ids = (block.seeds ?? []).map(({ id }) => id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) throw mistake(['seeds', twice, 'id'], `${ids[twice]} stands twice`)
}

/** What somebody types in would tell Compose, or a program that it runs, what to do. */
function refuseOrders({ secrets = [] }: WorkspaceBlock, mistake: Mistake): void {
  const at = secrets.findIndex(({ name }) => isOrder(name) || /^COMPOSE_/i.test(name))
  if (at >= 0)
    throw mistake(['secrets', at, 'name'], `${secrets[at]?.name} means something to Compose itself`)
}

/** Compose fills them in before anybody else reads them: with nothing, or with what this computer has by that name. */
function refuseVariables(value: unknown, mistake: Mistake, path: readonly (string | number)[] = []): void {
  if (typeof value === 'string') {
    const [name] = /\$(?:\{[^}]*\}?|[a-z_][a-z0-9_]*)/i.exec(value.replaceAll('$$', '')) ?? []
    if (name !== undefined) throw mistake(path, `${name} is filled in by Compose: write $${name}`)
  } else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value)
    for (const [key, one] of Object.entries(value))
      refuseVariables(one, mistake, [...path, isList ? Number(key) : key])
  }
}
