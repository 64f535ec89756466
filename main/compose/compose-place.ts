// Finds where in a YAML text something stands. Compose judges the text; this only points at the line and column.
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'

export interface Place {
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
}

interface Parsed {
  readonly document: Document.Parsed
  readonly lines: LineCounter
}

function parse(text: string): Parsed {
  const lines = new LineCounter()
  return {
    document: parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' }),
    lines,
  }
}

/** The first place where the text is no YAML, and why. */
export function syntaxFault(text: string): (Place & { readonly problem: string }) | undefined {
  const { document, lines } = parse(text)
  const [error] = document.errors
  if (!error) return undefined
  const { line, col } = lines.linePos(error.pos[0])
  return { line, column: col, problem: error.message }
}

/** Of the key that a path leads to; of the deepest one that exists. Undefined when even the first does not. */
export function placeOfPath(text: string, path: readonly string[]): Place | undefined {
  const { document, lines } = parse(text)
  let node: unknown = document.contents
  let found: Node | undefined
  for (const key of path) {
    const next = step(node, key)
    if (!next) break
    found = next.at
    node = next.value
  }
  const offset = found?.range?.[0]
  if (offset === undefined) return undefined
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

function step(node: unknown, key: string): { readonly at: Node; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    return pair && isScalar(pair.key) ? { at: pair.key, value: pair.value } : undefined
  }
  if (isSeq(node)) {
    const index = Number(key)
    const item = node.items[index] as Node | undefined
    return item ? { at: item, value: item } : undefined
  }
  return undefined
}
