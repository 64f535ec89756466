// A pseudo-terminal that speaks in lines: how the guest agent is reached where its channel is a terminal.
import { constants, openSync } from 'node:fs'
import { ReadStream, WriteStream } from 'node:tty'
import { run } from '../base/child'
import { lineSplitter } from './line-splitter'
import type { LineHandlers, LineSocket } from './line-socket'

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
  const split = lineSplitter(handlers.onLine, close)
  input.setEncoding('utf8')
  input.on('data', (text) => split(String(text)))
  input.once('close', () => handlers.onClose())
  const write = (line: string): void => void output.write(`${line}\n`)
  write('')
  return { write, close }
}

/** Echo and line editing would change what is said. Node's own raw mode still turns each \n into \r\n. */
async function makeRaw(path: string): Promise<void> {
  const file = process.platform === 'darwin' ? '-f' : '-F'
  const { exitCode, stderr } = await run('stty', [file, path, 'raw', '-echo'])
  if (exitCode !== 0) throw new Error(`stty ${path}: ${stderr.trim()}`)
}
