// Runs a program to its end and tells each line of its output as it comes.
import { spawn } from 'node:child_process'
import { endChild } from './child'

export interface Followed {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Asks the program to end; the answer comes when it has. */
  readonly signal: AbortSignal | undefined
  readonly onLine: (line: string) => void
  /** Of a longer line the end is told, in characters. */
  readonly longestLine?: number
}

const endMs = 10_000

/** @returns its exit code, -1 when a signal ended it. @throws the signal's reason before it begins, or that it cannot be started */
export function followProgram(
  program: string,
  args: readonly string[],
  { cwd, env, signal, onLine, longestLine = 64 * 1024 }: Followed,
): Promise<number> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const child = spawn(program, args, { cwd, env, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const stop = (): void => void endChild(child, endMs)
    signal?.addEventListener('abort', stop, { once: true })
    const cutters = [child.stdout, child.stderr].map((stream) => cutLines(stream, onLine, longestLine))
    child.on('error', reject)
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop)
      for (const end of cutters) end()
      resolve(code ?? -1)
    })
  })
}

/** Returns what tells the rest that has no line end. */
function cutLines(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
  longestLine: number,
): () => void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = (lines.pop() ?? '').slice(-longestLine)
    for (const line of lines) onLine(line)
  })
  return () => {
    if (rest !== '') onLine(rest)
  }
}
