// Takes the text of a field apart as a shell would: quotes and backslashes, and nothing that a value is put in place of.

/** Undefined when a quote is not closed. Variables, patterns and what divides commands stay as they are written. */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (letter === "'" || letter === '"') {
      const quoted = readQuoted(text, at)
      if (!quoted) return undefined
      word = (word ?? '') + quoted.text
      at = quoted.end
    } else if (letter === '\\' && at + 1 < text.length) {
      at += 1
      word = (word ?? '') + (text[at] ?? '')
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  if (word !== undefined) words.push(word)
  return words
}

/** `end` is the place of the closing quote. */
function readQuoted(
  line: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const quote = line[start]
  let text = ''
  for (let at = start + 1; at < line.length; at += 1) {
    const letter = line[at] ?? ''
    if (letter === quote) return { text, end: at }
    if (quote === '"' && letter === '\\' && /["\\$`]/.test(line[at + 1] ?? '')) at += 1
    text += line[at] ?? ''
  }
  return undefined
}
