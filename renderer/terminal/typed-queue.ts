// What was typed, on its way to a shell: in order, one piece at a time, pieces of a long paste one after another.
import { contract } from '../stores/session'

/** Bytes per message. */
const pieceBytes = 16 * 1024

export class TypedQueue {
  #waiting: Uint8Array[] = []
  #terminalId: string | undefined
  #sending = false

  /** The shell is there; what was typed before goes to it first. */
  open(terminalId: string): void {
    this.#terminalId = terminalId
    this.#send()
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#waiting.push(bytes.subarray(at, at + pieceBytes))
    }
    this.#send()
  }

  #send(): void {
    const terminalId = this.#terminalId
    if (this.#sending || terminalId === undefined || this.#waiting.length === 0) return
    this.#sending = true
    contract()
      .terminals.write({ terminalId, data: this.#next() })
      // A lost connection ends the watch of the terminal, which tells.
      .catch((error: unknown) => console.info('typed text was not taken', error))
      .finally(() => {
        this.#sending = false
        this.#send()
      })
  }

  /** Keys that came while the last ones were on their way go together. */
  #next(): Uint8Array {
    let size = 0
    let count = 0
    for (const piece of this.#waiting) {
      if (count > 0 && size + piece.length > pieceBytes) break
      size += piece.length
      count += 1
    }
    const joined = new Uint8Array(size)
    let at = 0
    for (const piece of this.#waiting.splice(0, count)) {
      joined.set(piece, at)
      at += piece.length
    }
    return joined
  }
}
