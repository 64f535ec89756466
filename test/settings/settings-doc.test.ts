// docs/settings.md is made of the table of settings; `npx vitest run --project unit -u test/settings/settings-doc` writes it.
import { expect, it } from 'vitest'
import { z } from 'zod'
import { settingNames, settingsTable } from '../../preload/settings-table'

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
}

const code = (value: unknown): string =>
  `\`${typeof value === 'string' ? value || '""' : JSON.stringify(value)}\``

/** Whole numbers of JSON Schema end here unless the table says something lower. */
const unlimited = Number.MAX_SAFE_INTEGER

function numberWords({ type, minimum, exclusiveMinimum, maximum }: Schema): string {
  const kind = type === 'integer' ? 'whole number' : 'number'
  const bounded = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < unlimited
  return [
    kind,
    ...(bounded(minimum)
      ? [`from ${minimum}`]
      : bounded(exclusiveMinimum)
        ? [`above ${exclusiveMinimum}`]
        : []),
    ...(bounded(maximum) ? [`to ${maximum}`] : []),
  ].join(' ')
}

function words(schema: Schema): string {
  if (schema.enum) return schema.enum.map(code).join(', ')
  if (schema.const !== undefined) return code(schema.const)
  if (schema.anyOf) return schema.anyOf.map(words).join(' or ')
  switch (schema.type) {
    case 'boolean':
      return '`true`, `false`'
    case 'integer':
    case 'number':
      return numberWords(schema)
    case 'array':
      return `list of ${words(schema.items ?? {})}`
    case 'object':
      return `{ ${Object.entries(schema.properties ?? {})
        .map(([name, value]) => `${name}: ${words(value)}`)
        .join('; ')} }`
    default:
      return 'text'
  }
}

const applies = {
  live: 'at once',
  engine: 'restart of the engine',
  machine: 'restart of the machine',
} as const

const page = (): string => {
  const rows = settingNames.map((name) => {
    const { accepts, fallback, applies: when, meaning } = settingsTable[name]
    const schema = z.toJSONSchema(accepts, { unrepresentable: 'any' }) as Schema
    const cells = [code(name), meaning, words(schema), code(fallback), applies[when]]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return `# Settings

Made of \`preload/settings-table.ts\`, which the window, the validation and the command use too; a test holds this page to
it. \`portside settings\` lists them with their present values, \`portside settings set NAME VALUE\` changes one. Managed
settings ([state.md](state.md)) cannot be changed.

<!-- prettier-ignore -->
| Name | Meaning | May be | Unless chosen | A change works |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

it('describes every setting: what it may be, what it is, and when a change works', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/settings.md')
})
