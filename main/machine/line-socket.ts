// A Unix socket that speaks in lines: what the guest agent and QEMU's control channel have in common.
import { connect } from 'node:net'
import { lineSplitter } from './line-splitter'

export interface LineHandlers {
  onLine(line: string): void
  onClose(): void
}

export interface LineSocket {
  write(line: string): void
  close(): void
}

/** Resolves once connected. `onLine` gets each line without its end; `onClose` is called exactly once after that. */
export function openLineSocket(path: string, handlers: LineHandlers): Promise<LineSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.setEncoding('utf8')
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      // An error is always followed by `close`, which says all that matters here.
      socket.on('error', () => {})
      socket.once('close', () => handlers.onClose())
      resolve({ write: (line) => socket.write(`${line}\n`), close: () => socket.destroy() })
    })
    socket.on(
      'data',
      lineSplitter(handlers.onLine, () => socket.destroy()),
    )
  })
}
