// A pseudo-terminal that speaks in lines: how the guest agent is reached where its channel is a terminal.
import { constants, openSync } from 'node:fs'
import { ReadStream, WriteStream } from 'node:tty'
import { run } from '../base/child'
import { lineSplitter } from './line-splitter'
import type { LineHandlers, LineSocket } from './line-socket'

/**
 * What a terminal has no room for at once can be lost, so its other end sends a long line in parts, "+<number> <text>",
 * and waits for "+<number>" after each; the last part is a line as any other.
 */
const partPattern = /^\+(\d+) (.*)$/

/** Resolves once it is open, and asks the other end for its greeting: a terminal tells nobody who connects. */
export async function openLineTerminal(path: string, handlers: LineHandlers): Promise<LineSocket> {
  // Each direction owns what it opened. It must not become the controlling terminal of this app.
  const input = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY))
  const output = new WriteStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY))
  const close = (): void => {
    input.destroy()
    output.destroy()
  }
  // Errors are always followed by `close`, which says all that matters here.
  for (const stream of [input, output]) stream.on('error', close)
  await makeRaw(path).catch((error: unknown) => {
    close()
    throw error
  })
  const write = (line: string): void => void output.write(`${line}\n`)
  const onLine = joinParts(handlers.onLine, (number) => write(`+${number}`))
  const split = lineSplitter(onLine, close)
  input.setEncoding('utf8')
  input.on('data', (text) => split(String(text)))
  input.once('close', () => handlers.onClose())
  write('')
  return { write, close }
}

/** Call the result with each line that came; `onLine` gets whole ones. */
export function joinParts(
  onLine: (line: string) => void,
  acknowledge: (number: string) => void,
): (line: string) => void {
  let parts: string[] = []
  return (line) => {
    const [, number, text] = partPattern.exec(line) ?? []
    if (number !== undefined && text !== undefined) {
      parts.push(text)
      return acknowledge(number)
    }
    const whole = parts.join('') + line
    parts = []
    onLine(whole)
  }
}

/** Echo and line editing would change what is said. Node's own raw mode still turns each \n into \r\n. */
async function makeRaw(path: string): Promise<void> {
  const file = process.platform === 'darwin' ? '-f' : '-F'
  const { exitCode, stderr } = await run('stty', [file, path, 'raw', '-echo'])
  if (exitCode !== 0) throw new Error(`stty ${path}: ${stderr.trim()}`)
}
