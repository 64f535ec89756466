// The steps of a build, and what they print, out of BuildKit's reports.
import { StringDecoder } from 'node:string_decoder'
import type { BuildLine, BuildStep } from '../../../preload/model'
import type { Trace, TraceVertex } from './trace'

export interface StepsAndLines {
  readonly steps: readonly BuildStep[]
  readonly lines: readonly BuildLine[]
}

/** A longer line is cut, in characters. */
const longestLine = 4_000

export class BuildProgress {
  readonly #steps = new Map<string, BuildStep>()
  /** Text of a step after its last line end. */
  readonly #rests = new Map<string, string>()
  readonly #decoders = new Map<string, StringDecoder>()

  /** The steps now, in the order in which they were first told of, and the lines that came to be whole. */
  take({ vertexes, logs }: Trace): StepsAndLines {
    for (const vertex of vertexes) this.#steps.set(vertex.digest, stepOf(vertex))
    const lines = logs.flatMap(({ vertex, msg }) => this.#lines(vertex, msg))
    return { steps: [...this.#steps.values()], lines }
  }

  /** Lines that were not ended. */
  rest(): readonly BuildLine[] {
    return [...this.#rests].filter(([, text]) => text !== '').map(([step, text]) => ({ step, text }))
  }

  /** Steps that were under way when the build ended did not come to theirs. */
  failed(): BuildStep | undefined {
    return [...this.#steps.values()].find(({ state }) => state === 'failed')
  }

  #lines(step: string, bytes: Uint8Array): BuildLine[] {
    const decoder = this.#decoders.get(step) ?? new StringDecoder('utf8')
    this.#decoders.set(step, decoder)
    const text = (this.#rests.get(step) ?? '') + decoder.write(Buffer.from(bytes))
    const parts = text.split(/\r?\n/)
    this.#rests.set(step, (parts.pop() ?? '').slice(0, longestLine))
    // What a carriage return writes over was never meant to stay.
    return parts.map((part) => ({ step, text: part.replace(/^.*\r/, '').slice(0, longestLine) }))
  }
}

const stepOf = ({ digest, name, cached, started, completed, error }: TraceVertex): BuildStep => ({
  id: digest,
  name,
  state: stateOf(cached, started, completed, error),
  ...(started === undefined ? {} : { startedAt: started }),
  ...(completed === undefined ? {} : { endedAt: completed }),
})

function stateOf(
  cached: boolean,
  started: number | undefined,
  completed: number | undefined,
  error: string,
): BuildStep['state'] {
  if (error !== '') return 'failed'
  if (cached) return 'cached'
  if (completed !== undefined) return 'done'
  return started === undefined ? 'waiting' : 'running'
}
