// Texts of a folder, whatever Windows saved them as.

/** PowerShell's `>` and the Notepad of older Windows write UTF-16, in which no program of Linux finds a word. */
export const isUtf16 = (content: Uint8Array): boolean => encodingOf(content) !== undefined

const encodingOf = (content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const [first, second] = content
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

/** Without the mark at its beginning. */
export const decodeText = (content: Uint8Array): string =>
  new TextDecoder(encodingOf(content) ?? 'utf-8').decode(content)
