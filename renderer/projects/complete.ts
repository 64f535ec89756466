// What may be written at a place of a compose file, read from the schema of the Compose Specification.
// compose-schema.json is the one that Docker Compose 2.26.1 carries (compose-go, Apache-2.0).
import workspaceSchema from '../../assets/workspace.schema.json'
import schema from './compose-schema.json'

export interface Choice {
  readonly label: string
  readonly detail?: string
  readonly type: string
  /** What is written; the label alone when absent. */
  readonly apply?: string
}

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
}

/** Compose lets anything stand under `x-…`; what Portside reads there has a schema of its own. */
const block = 'x-portside'
const root: Schema = {
  ...(schema as unknown as Schema),
  properties: {
    ...(schema.properties as unknown as Schema['properties']),
    [block]: workspaceSchema as unknown as Schema,
  },
}
const definitions = schema.definitions as unknown as Readonly<Record<string, Schema>>

/** `above`: the lines before; `start`: the present line as far as the word that is being written. */
export function completionsAt(above: readonly string[], start: string): Choice[] {
  const value = /^(\s*)(?:- +)*([\w.-]+): +$/.exec(start)
  if (value) return valuesOf(at([...pathTo(above, (value[1] ?? '').length), value[2] ?? '']))
  if (!/^\s*(- +)*$/.test(start)) return []
  return keysOf(at(pathTo(above, start.replace(/- +$/, '').length)))
}

/** The keys that a line with this indentation is under. */
export function pathTo(above: readonly string[], indent: number): string[] {
  const path: string[] = []
  let room = indent
  for (const line of above.toReversed()) {
    if (room === 0) break
    const [, space = '', key] =
      /^(\s*)(?:- +)?(?:"|')?([^\s"'#:-][^:"']*)(?:"|')?:\s*(?:[&#].*)?$/.exec(line) ?? []
    if (key === undefined || space.length >= room) continue
    path.unshift(key.trim())
    room = space.length
  }
  return path
}

const alternatives = (one: Schema): Schema[] => {
  const plain = one.$ref === undefined ? one : (definitions[one.$ref.split('/').at(-1) ?? ''] ?? {})
  return [plain, ...[...(plain.oneOf ?? []), ...(plain.anyOf ?? [])].flatMap(alternatives)]
}

function at(path: readonly string[]): Schema[] {
  let here = alternatives(root)
  for (const key of path)
    here = here.flatMap((one) => {
      const own = one.properties?.[key]
      if (own) return alternatives(own)
      const likes = Object.entries(one.patternProperties ?? {})
      const like = likes.find(([pattern]) => !pattern.startsWith('^x-') && new RegExp(pattern).test(key))
      if (like) return alternatives(like[1])
      const { additionalProperties: rest } = one
      return typeof rest === 'object' ? alternatives(rest) : []
    })
  return here.flatMap((one) => (one.items ? [one, ...alternatives(one.items)] : [one]))
}

const keysOf = (all: readonly Schema[]): Choice[] => {
  const found = new Map<string, Choice>()
  for (const { properties = {} } of all)
    for (const [label, one] of Object.entries(properties)) {
      const [first] = alternatives(one).filter(({ type }) => type !== undefined)
      const detail = one.description ?? (Array.isArray(first?.type) ? first.type.join(', ') : first?.type)
      found.set(label, {
        label,
        type: 'property',
        apply: `${label}: `,
        ...(detail ? { detail: String(detail) } : {}),
      })
    }
  return [...found.values()]
}

const valuesOf = (all: readonly Schema[]): Choice[] =>
  all.flatMap(({ enum: values = [], type }) =>
    ([type].flat().includes('boolean') ? ['true', 'false'] : values.map(String)).map((label) => ({
      label,
      type: 'constant',
    })),
  )
