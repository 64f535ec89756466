// Finds the words of a language that get a colour. Its grammars are larger than the rest of the files: loaded on demand.
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import nginx from 'highlight.js/lib/languages/nginx'
import properties from 'highlight.js/lib/languages/properties'
import { common, createLowlight } from 'lowlight'

export interface Piece {
  readonly text: string
  /** What kind of word it is, for the style sheet. */
  readonly kind?: string
}

const lowlight = createLowlight({ ...common, dockerfile, nginx, properties })

interface Node {
  readonly type: string
  readonly value?: string
  readonly properties?: { readonly className?: unknown }
  readonly children?: readonly Node[]
}

/** In their order, all of the text; the innermost word says what a piece is. */
export function piecesOf(language: string, text: string): readonly Piece[] {
  const pieces: Piece[] = []
  // No recursion: words within words can be as deep as the text is long.
  const left: { readonly node: Node; readonly kind: string | undefined }[] = [
    { node: lowlight.highlight(language, text) as Node, kind: undefined },
  ]
  for (let next = left.pop(); next; next = left.pop()) {
    const { node, kind } = next
    if (node.value !== undefined) pieces.push({ text: node.value, ...(kind === undefined ? {} : { kind }) })
    const [name] = (node.properties?.className as readonly string[] | undefined) ?? []
    const own = name === undefined ? kind : name.replace(/^hljs-/, '')
    for (const child of (node.children ?? []).toReversed()) left.push({ node: child, kind: own })
  }
  return pieces
}
