// Writes plain values as YAML that Compose reads.

export type YamlMap = { readonly [name: string]: Yaml }
export type Yaml = string | number | boolean | readonly Yaml[] | YamlMap

export const some = (list: readonly Yaml[]): Yaml | undefined => (list.length === 0 ? undefined : list)

export const defined = (body: Readonly<Record<string, Yaml | undefined>>): YamlMap =>
  Object.fromEntries(Object.entries(body).filter((entry): entry is [string, Yaml] => entry[1] !== undefined))

export const yamlText = (value: YamlMap): string => `${lines(value, '').join('\n')}\n`

/** What YAML takes for the end of a line or refuses, and JSON writes as it is. */
const unwritten = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

/** A JSON string is a YAML string but for a few characters, which both know by their numbers. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(unwritten, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Compose reads `$` as the beginning of a variable unless it is doubled. */
const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' ? quoted(value.replaceAll('$', '$$$$')) : String(value)

const isPlain = (value: Yaml): value is string | number | boolean => typeof value !== 'object'

/** Without quotes these are no names. */
const words = /^(?:true|false|yes|no|on|off|y|n|null)$/i

const key = (name: string): string =>
  /^[A-Za-z_][\w.-]*$/.test(name) && !words.test(name) ? name : quoted(name)

function lines(value: Exclude<Yaml, string | number | boolean>, indent: string): string[] {
  if (isList(value))
    return value.flatMap((one) => {
      if (isPlain(one)) return [`${indent}- ${scalar(one)}`]
      const [first = '', ...rest] = lines(one, `${indent}  `)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  return Object.entries(value).flatMap(([name, one]) => {
    if (isPlain(one)) return [`${indent}${key(name)}: ${scalar(one)}`]
    const inside = lines(one, `${indent}  `)
    return inside.length === 0
      ? [`${indent}${key(name)}: ${isList(one) ? '[]' : '{}'}`]
      : [`${indent}${key(name)}:`, ...inside]
  })
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value)
