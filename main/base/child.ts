// Starts programs: with a signal, bounded output, and an end that is awaited and then forced by process id.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'

const outputLimitBytes = 256 * 1024

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions extends SpawnOptions {
  readonly signal?: AbortSignal
  readonly input?: string
  /** What is kept of each output, the newest part; 256 KiB unless it says otherwise. */
  readonly limitBytes?: number
}

/** Runs a program to its end. Rejects only when it cannot be started or is aborted; read `exitCode` for the rest. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { input, limitBytes, ...spawnOptions } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions, stdio: ['pipe', 'pipe', 'pipe'] })
    const stdout = tail(child.stdout, limitBytes)
    const stderr = tail(child.stderr, limitBytes)
    child.on('error', reject)
    child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout: stdout(), stderr: stderr() }))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
  })
}

/** Keeps the newest part of what a program prints; call the result to read it. */
export function tail(stream: NodeJS.ReadableStream | null, limit = outputLimitBytes): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream?.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    while (chunks.length > 1 && size - (chunks[0]?.length ?? 0) >= limit) size -= chunks.shift()?.length ?? 0
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

/** Resolves when the child has ended; at once when it already did. */
export const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

/** Asks the child to end and, when the deadline has passed, ends it. Times in ms. */
export async function endChild(child: ChildProcess, deadlineMs: number): Promise<void> {
  if (child.pid === undefined) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
  await exited(child)
  clearTimeout(timer)
}
