// Values that nobody is to see: typed at a terminal without being shown, or the lines of standard input.
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  /** Where the questions stand: beside what the command prints. */
  readonly output: { write(text: string): unknown }
}

/**
 * One value for each label, in order. At a terminal each is asked for by its label; elsewhere each is a line, and a
 * single one all that there is, so that a key of many lines can be handed over. Values that nobody gave are missing at
 * the end. Never as arguments: other programs of this computer and the shell's history can read those.
 * @throws an AbortError when the person ends it
 */
export type AskHidden = (labels: readonly string[]) => Promise<readonly string[]>

export const canAsk = (): boolean => process.stdin.isTTY === true

export const askHidden =
  ({ input, output }: Terminal = { input: process.stdin, output: process.stderr }): AskHidden =>
  async (labels) => {
    if (labels.length === 0) return []
    if (input.isTTY !== true && labels.length === 1) {
      const all = withoutLineEnd(await text(input))
      return all === '' ? [] : [all]
    }
    return input.isTTY === true
      ? typed(input, output, labels)
      : (await text(input)).split(/\r?\n/).slice(0, labels.length)
  }

const withoutLineEnd = (all: string): string => all.replace(/\r?\n$/, '')

/** What a terminal would show of the typing goes nowhere. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

async function typed(
  input: Terminal['input'],
  output: Terminal['output'],
  labels: readonly string[],
): Promise<readonly string[]> {
  const lines = createInterface({ input, output: nowhere(), terminal: true, historySize: 0 })
  let ended = false
  lines.once('SIGINT', () => {
    ended = true
    lines.close()
  })
  try {
    const values: string[] = []
    const each = lines[Symbol.asyncIterator]()
    for (const label of labels) {
      output.write(`${label}: `)
      const { value, done } = (await each.next()) as IteratorResult<string, undefined>
      output.write('\n')
      if (ended) throw new DOMException('Nothing was done.', 'AbortError')
      if (done === true) break
      values.push(value)
    }
    return values
  } finally {
    lines.close()
  }
}
