// Runs wsl.exe: its environment, its exit codes, its text, and the errors that come out of them.
import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../../preload/errors'
import { decodeWslOutput } from './decode'
import { wslError, wslErrorCode } from './wsl-error'

/** wsl.exe fails with -1, of which Linux, where the emulator runs, keeps only a byte. */
const failureExits: ReadonlySet<number> = new Set(process.platform === 'win32' ? [0xffffffff, -1] : [255])
const outputLimitBytes = 1024 * 1024

export interface WslResult {
  readonly exitCode: number
  /** stdout and stderr together, at most 1 MiB: errors are printed to either. */
  readonly output: string
}

export interface WslRunOptions {
  readonly signal?: AbortSignal | undefined
  readonly input?: string | Buffer | Readable
}

/** wsl.exe, and within it the one distribution that is ours; nothing here can reach another one. */
export interface Wsl {
  readonly distribution: string
  /** Any exit code is a result. @throws machine.wsl-missing when there is no such program, or the abort reason */
  run(args: readonly string[], options?: WslRunOptions): Promise<WslResult>
  /** As `run`, but only success is a result. @throws machine.wsl-* */
  demand(args: readonly string[], options?: WslRunOptions): Promise<string>
  /** Runs a program of our distribution as root; its own exit code is a result. @throws machine.wsl-* when WSL fails */
  exec(program: readonly string[], options?: WslRunOptions): Promise<WslResult>
  /** Starts a program of our distribution as root, with pipes as standard streams. */
  start(program: readonly string[]): ChildProcess
}

/** `disk` names the file with the user's data in errors that are about it. */
export function createWsl(program: string, distribution: string, disk: string): Wsl {
  const inside = (command: readonly string[]): string[] => [
    ...['--distribution', distribution, '--user', 'root', '--cd', '/', '--exec'],
    ...command,
  ]
  const launch = (args: readonly string[], signal?: AbortSignal): ChildProcess =>
    spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Added to the environment, never in its place: without SystemRoot and PATH nothing starts on Windows.
      env: { ...process.env, WSL_UTF8: '1', WSL_DISABLE_WARNINGS: '1' },
      windowsHide: true,
      ...(signal ? { signal } : {}),
    })
  const run: Wsl['run'] = async (args, { signal, input } = {}) => {
    signal?.throwIfAborted()
    return finish(launch(args, signal), input, signal)
  }
  const fail = (args: readonly string[], output: string): AppError =>
    wslError(output, `wsl ${args.slice(0, 2).join(' ')}`, disk)
  return {
    distribution,
    run,
    demand: async (args, options) => {
      const { exitCode, output } = await run(args, options)
      if (exitCode !== 0) throw fail(args, output)
      return output
    },
    exec: async (command, options) => {
      const args = inside(command)
      const result = await run(args, options)
      // A program may end with the same number, but does not close with a code of WSL's.
      if (failureExits.has(result.exitCode) && wslErrorCode(result.output) !== undefined)
        throw fail(args, result.output)
      return result
    },
    start: (command) => launch(inside(command)),
  }
}

async function finish(
  child: ChildProcess,
  input: WslRunOptions['input'],
  signal: AbortSignal | undefined,
): Promise<WslResult> {
  const chunks: Buffer[] = []
  let size = 0
  const keep = (chunk: Buffer): void => {
    if (size < outputLimitBytes) chunks.push(chunk.subarray(0, outputLimitBytes - size))
    size += chunk.length
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  const fed = feed(child, input)
  try {
    const exitCode = await ended
    await fed
    return { exitCode, output: decodeWslOutput(Buffer.concat(chunks)) }
  } catch (error) {
    signal?.throwIfAborted()
    throw asMissing(error)
  }
}

/** A program that ends before it has read everything breaks the pipe; its exit code is what counts. */
async function feed(child: ChildProcess, input: WslRunOptions['input']): Promise<void> {
  const { stdin } = child
  if (!stdin) return
  stdin.on('error', () => {})
  if (input === undefined || typeof input === 'string' || Buffer.isBuffer(input)) stdin.end(input ?? '')
  else await pipeline(input, stdin).catch(() => {})
}

const asMissing = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? new AppError('machine.wsl-missing', { detail: String(error), cause: error })
    : error
