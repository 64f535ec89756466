// A kind with options, as vfkit writes devices and bootloaders: `kind,key=value,switch`.

/**
 * @param {readonly string[]} words the kind, then its options
 * @param {Readonly<Record<string, Readonly<Record<string, 'value' | 'switch'>>>>} known options of each kind
 * @param {string} what for the words of an error
 * @returns {{ kind: string, [option: string]: string | true }}
 */
export function parsePart([kind = '', ...words], known, what) {
  const options = Object.hasOwn(known, kind) ? known[kind] : undefined
  if (!options) throw new Error(`unknown ${what} type: ${kind}`)
  const part = { kind }
  for (const word of words.filter(Boolean)) {
    const [key = '', ...rest] = word.split('=')
    const form = Object.hasOwn(options, key) ? options[key] : undefined
    if (form === undefined) throw new Error(`unknown option for ${kind}: ${key}`)
    if ((form === 'value') !== rest.length > 0)
      throw new Error(`unexpected value for ${kind} '${key}': ${word}`)
    part[key] = form === 'switch' ? true : rest.join('=').replace(/^"(.*)"$/, '$1')
  }
  return part
}

/** Cuts at commas that are not within quotation marks. @param {string} text */
export function quotedWords(text) {
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) throw new Error('mismatched "')
  return text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
}
