// Cuts a stream of text into its lines.

/** A peer that sends more than this without a line end is broken, in characters. */
const lineLimit = 4 * 1024 * 1024

/** Call the result with each piece; `onLine` gets each line without its end, `onBroken` is for a line without one. */
export function lineSplitter(onLine: (line: string) => void, onBroken: () => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineLimit) return onBroken()
    for (const line of lines) onLine(line.replace(/\r$/, ''))
  }
}
