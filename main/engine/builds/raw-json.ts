// Reads what `buildx build --progress rawjson` prints: the reports of BuildKit (moby/buildkit, client/graph.go).
import type { Trace } from './trace'

export interface RawReport {
  readonly trace: Trace
  /** Files on their way to the engine, by the step that takes them. */
  readonly sent: readonly { readonly id: string; readonly bytes: number }[]
}

interface RawStatus {
  readonly vertexes?: readonly {
    readonly digest?: string
    readonly name?: string
    readonly cached?: boolean
    readonly started?: string
    readonly completed?: string
    readonly error?: string
  }[]
  readonly statuses?: readonly { readonly id?: string; readonly vertex?: string; readonly current?: number }[]
  readonly logs?: readonly { readonly vertex?: string; readonly data?: string }[]
}

/** A report is one line, or, from buildx 0.13, an indented block of several. */
export class RawJsonReader {
  #open: string[] | undefined

  /** @returns what the line completes; `words` when it is none of a report, such as an error in plain text */
  take(line: string): RawReport | 'words' | undefined {
    if (this.#open) {
      this.#open.push(line)
      if (line !== '}') return undefined
      const block = this.#open.join('\n')
      this.#open = undefined
      return readReport(block) ?? 'words'
    }
    if (line === '{') {
      this.#open = [line]
      return undefined
    }
    return (line.startsWith('{') ? readReport(line) : undefined) ?? 'words'
  }
}

function readReport(line: string): RawReport | undefined {
  let status: RawStatus
  try {
    status = JSON.parse(line) as RawStatus
  } catch {
    return undefined
  }
  const { vertexes, statuses, logs } = status
  if (!vertexes && !statuses && !logs) return undefined
  return {
    trace: {
      vertexes: (vertexes ?? []).map(
        ({ digest = '', name = '', cached = false, error = '', started, completed }) => ({
          digest,
          name,
          cached,
          error,
          ...(started === undefined ? {} : { started: Date.parse(started) }),
          ...(completed === undefined ? {} : { completed: Date.parse(completed) }),
        }),
      ),
      logs: (logs ?? []).map(({ vertex = '', data = '' }) => ({ vertex, msg: Buffer.from(data, 'base64') })),
    },
    sent: (statuses ?? []).flatMap(({ id, vertex = '', current = 0 }) =>
      id !== undefined && /^transferring /.test(id) ? [{ id: `${vertex} ${id}`, bytes: current }] : [],
    ),
  }
}
