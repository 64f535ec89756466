// A long-running program of a test: ends with the process that started it, and its output is kept in a file.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { exited } from '../../main/base/child'
import { until } from '../../main/base/until'

export interface HeldProcess {
  readonly pid: number
  readonly running: boolean
  /** Everything it printed so far, both streams. */
  output(): string
  /** Resolves with the first answer of `ask` that is not undefined; rejects at once when the program ends before. */
  ready<T>(ask: () => Promise<T | undefined> | T | undefined, what: string, deadlineMs?: number): Promise<T>
  /**
   * Sends the signal and resolves when the program has ended; SIGKILL after the deadline in ms.
   * `to` is the process that takes the signal when the program itself does not pass it on.
   */
  end(signal: NodeJS.Signals, deadlineMs?: number, to?: number): Promise<void>
}

/** Starts a program whose output goes to `logFile`. Linux only: the kernel kills it when its parent dies. */
export function holdProcess(program: string, args: readonly string[], logFile: string): HeldProcess {
  const log = openSync(logFile, 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'SIGKILL', program, ...args], {
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  // A program that cannot be started has no pid; `ready` then says so.
  child.on('error', () => {})
  const output = (): string => readFileSync(logFile, 'utf8')
  return {
    pid: child.pid ?? -1,
    get running() {
      return isRunning(child)
    },
    output,
    ready: async (ask, what, deadlineMs = 120_000) => {
      const ended = new AbortController()
      const onExit = (): void => ended.abort()
      child.once('exit', onExit)
      if (!isRunning(child)) onExit()
      try {
        return await until(ask, { deadlineMs, everyMs: 20, waitingFor: what, signal: ended.signal })
      } catch (error) {
        const ending = isRunning(child) ? 'did not get ready' : 'ended'
        throw new Error(`${program} ${ending} (${what}):\n${output().slice(-4000)}`, { cause: error })
      } finally {
        child.off('exit', onExit)
      }
    },
    end: async (signal, deadlineMs = 10_000, to = child.pid) => {
      if (!isRunning(child) || to === undefined) return
      sendSignal(to, signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
      await exited(child)
      clearTimeout(timer)
    },
  }
}

/** A process that is gone already needs no signal. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null
