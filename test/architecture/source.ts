// Reads the source tree as data: files, imports with their kind, and lengths of functions.
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from '@babel/parser'

export const fileLimit = 400
export const functionLimit = 80

export interface Import {
  /** Path from the root for our own files, package name otherwise. */
  readonly path: string
  readonly kind: 'type' | 'value'
}

interface Node {
  readonly type: string
  readonly loc?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } }
  readonly [key: string]: unknown
}

const roots = ['main', 'renderer', 'preload']

export function sourceFiles(kind: 'ts' | 'css' = 'ts'): string[] {
  const wanted = kind === 'ts' ? /(?<!\.d)\.tsx?$/ : /\.css$/
  return roots
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)),
    )
    .filter((file) => wanted.test(file))
    .toSorted()
}

export function importsOf(file: string): Import[] {
  const found: Import[] = []
  walk(syntaxOf(file), (node) => {
    const source = sourceOf(node)
    if (source === undefined) return
    const kind =
      node.importKind === 'type' || node.exportKind === 'type' || onlyTypes(node) ? 'type' : 'value'
    found.push({ path: resolveImport(file, source), kind })
  })
  return found
}

/** `file:line name lines` of every function over the limit. */
export function largeFunctions(file: string): string[] {
  const found: string[] = []
  walk(syntaxOf(file), (node) => {
    if (!/Function|ClassMethod|ClassPrivateMethod|ObjectMethod/.test(node.type) || !node.loc) return
    const { start, end } = node.loc
    const lines = end.line - start.line + 1
    if (lines > functionLimit) found.push(`${file}:${start.line} has ${lines} lines`)
  })
  return found
}

function syntaxOf(file: string): Node {
  const code = readFileSync(file, 'utf8')
  return parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] }) as unknown as Node
}

function sourceOf(node: Node): string | undefined {
  if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) return textOf(node.source)
  if (node.type === 'ImportExpression' || node.type === 'TSImportType')
    return textOf(node.source ?? node.argument)
  const callee = node.callee as Node | undefined
  if (node.type === 'CallExpression' && callee?.type === 'Import')
    return textOf((node.arguments as Node[])[0])
  return undefined
}

const textOf = (node: unknown): string | undefined => {
  const value = (node as Node | null | undefined)?.value
  return typeof value === 'string' ? value : undefined
}

/** `import { type A, type B }` brings no value. */
function onlyTypes(node: Node): boolean {
  const specifiers = (node.specifiers as Node[] | undefined) ?? []
  return specifiers.length > 0 && specifiers.every((s) => s.importKind === 'type' || s.exportKind === 'type')
}

function resolveImport(file: string, source: string): string {
  if (!source.startsWith('.'))
    return source
      .split('/')
      .slice(0, source.startsWith('@') ? 2 : 1)
      .join('/')
  const path = join(dirname(file), source)
  const endings = ['', '.ts', '.tsx', '/index.ts']
  return (
    endings.map((ending) => path + ending).find((full) => /\.\w+$/.test(full) && existsSync(full)) ?? path
  )
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit))
  if (typeof node !== 'object' || node === null) return
  if ('type' in node && typeof node.type === 'string') visit(node as Node)
  for (const [key, child] of Object.entries(node)) if (key !== 'loc') walk(child, visit)
}
