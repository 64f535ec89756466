// Which strings a program can have at run time, as its types tell: literals, and templates whose parts are known.
import { resolve, sep } from 'node:path'
import { SyntaxKind, type Node } from 'typescript/unstable/ast'
import { API, type Type } from 'typescript/unstable/sync'

const root = resolve(import.meta.dirname, '../..')

/**
 * Every string that stands in the sources of these folders of the checkout, and every one that a template in them can
 * become: `` `pending.${kind}` `` gives one for each kind. A template of any text gives none. `without` leaves out files,
 * such as the tables whose keys are looked for.
 */
export function stringsInUse(folders: readonly string[], without: RegExp): ReadonlySet<string> {
  const api = new API({ cwd: root })
  try {
    const configs = [
      ...new Set(folders.map((folder) => resolve(root, folder.split('/')[0] ?? '', 'tsconfig.json'))),
    ]
    const snapshot = api.updateSnapshot({ openProjects: configs })
    const used = new Set<string>()
    for (const { program, checker } of snapshot.getProjects())
      for (const name of program.getSourceFileNames()) {
        if (!folders.some((folder) => name.startsWith(resolve(root, folder) + sep)) || without.test(name))
          continue
        const file = program.getSourceFile(name)
        if (!file) continue
        const templates = collect(file, used)
        for (const type of templates.length > 0 ? checker.getTypeAtLocation(templates) : [])
          for (const text of literalsOf(type)) used.add(text)
      }
    return used
  } finally {
    api.close()
  }
}

function collect(file: Node, used: Set<string>): Node[] {
  const templates: Node[] = []
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.TemplateExpression) templates.push(node)
    if (node.kind === SyntaxKind.StringLiteral || node.kind === SyntaxKind.NoSubstitutionTemplateLiteral)
      used.add((node as Node & { readonly text: string }).text)
    node.forEachChild(visit)
  }
  visit(file)
  return templates
}

function literalsOf(type: Type | undefined): string[] {
  if (!type) return []
  const parts = type.isUnionType() ? type.getTypes() : [type]
  return parts.flatMap((part) => (part.isStringLiteralType() ? [part.value] : []))
}
