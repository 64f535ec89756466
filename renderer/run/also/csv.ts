// Values that Docker takes apart at commas, where quotes hold together: `type=bind,"source=/a,b"`.

/** Undefined when a quote is not closed. */
export function splitCommas(text: string): string[] | undefined {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (letter === '"' && quoted && text[at + 1] === '"') {
      part += '"'
      at += 1
    } else if (letter === '"' && (quoted || part === '')) quoted = !quoted
    else if (letter === ',' && !quoted) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return quoted ? undefined : [...parts, part]
}

/** `name=value`; what has no `=` is a name alone. */
export function fieldsOf(text: string): readonly (readonly [name: string, value?: string])[] | undefined {
  return splitCommas(text)?.map((part) => {
    const at = part.indexOf('=')
    return at < 0 ? ([part] as const) : ([part.slice(0, at), part.slice(at + 1)] as const)
  })
}

export const pairAt = (text: string, divider: string): readonly [string, string] => {
  const at = text.indexOf(divider)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + divider.length)]
}

/** What {@link splitCommas} takes apart. */
export const joinCommas = (parts: readonly string[]): string =>
  parts.map((part) => (/[",]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part)).join(',')
