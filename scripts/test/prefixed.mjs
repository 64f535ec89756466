// An output for one of several programs that write at the same time: whole lines, each with the program's name before it.

/**
 * @param {{ write(text: string): unknown, isTTY?: boolean }} output
 * @param {string} name
 * @returns {{ isTTY: boolean | undefined, write(text: string): void, end(): void }} `end` writes what is left of a last line without an end
 */
export function prefixed(output, name) {
  let rest = ''
  return {
    isTTY: output.isTTY,
    write(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) output.write(`${name}  ${line}\n`)
    },
    end() {
      if (rest !== '') output.write(`${name}  ${rest}\n`)
      rest = ''
    },
  }
}
