// A driver whose steps wait until the test lets them go on, for tests of the state machine alone.
import { AppError } from '../../preload/errors'
import type { Driver, StartContext, UnexpectedEnd } from '../../main/machine/driver'

export interface ScriptedDriver extends Driver {
  /** What was called, in order. */
  readonly calls: string[]
  /** Lets the present start succeed. */
  succeed(): void
  fail(error: Error): void
  /** What `pause` and `resume` do from now on. */
  onHold(work: () => Promise<void>): void
  /** The machine ends by itself. */
  die(code?: 'machine.vm-died' | 'machine.wsl-holder-ended'): void
}

export function scriptedDriver(initial: { readonly exists: boolean }): ScriptedDriver {
  let options = initial
  const calls: string[] = []
  let shape = { cpus: 2, memoryBytes: 1e9 }
  const listeners = new Set<(end: UnexpectedEnd) => void>()
  let settle: { resolve(): void; reject(error: Error): void } | undefined
  let hold = async (): Promise<void> => {}
  const work = ({ signal }: { signal: AbortSignal }): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  return {
    calls,
    name: 'qemu',
    features: new Set(),
    steps: ['vm'],
    shape: () => shape,
    exists: async () => options.exists,
    create: async () => {
      calls.push('create')
    },
    start: async (context: StartContext) => {
      calls.push('start')
      await context.step('vm', 'Linux', work)
    },
    stop: async () => {
      calls.push('stop')
    },
    pausable: {
      pause: async () => {
        calls.push('pause')
        await hold()
      },
      resume: async () => {
        calls.push('resume')
        await hold()
      },
    },
    saveable: {
      save: async () => {
        calls.push('save')
        await hold()
      },
    },
    adjustable: {
      adjust: async ({ cpus }) => {
        shape = { ...shape, cpus }
        return new Set(['cpus'])
      },
    },
    kill: async () => {},
    repair: async () => {
      calls.push('repair')
    },
    delete: async () => {
      calls.push('delete')
      options = { exists: false }
    },
    onExit: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dial: async () => {
      calls.push('dial')
      throw new AppError('machine.not-running')
    },
    usage: async () => undefined,
    console: async () => 'last words',
    succeed: () => settle?.resolve(),
    onHold: (next) => (hold = next),
    fail: (error) => settle?.reject(error),
    die: (code = 'machine.vm-died') => {
      for (const listener of listeners)
        listener({ error: new AppError(code, { params: { program: 'q', reason: 'signal SIGKILL' } }) })
    },
  }
}
