// The driver for an engine that is already there: nothing is started or stopped, only reached.
import { availableParallelism, totalmem } from 'node:os'
import type { Duplex } from 'node:stream'
import { AppError } from '../../../preload/errors'
import type { Driver } from '../driver'
import { enginePing } from '../engine-dial'
import { connectUnix } from '../unix-connection'

/** `socket` is the path of a Unix socket, or of a named pipe on Windows. */
export function createNoneDriver({ socket }: { readonly socket: string }): Driver {
  const dial = (signal?: AbortSignal): Promise<Duplex> => connectUnix(socket, signal)
  let attached = false
  return {
    name: 'none',
    features: new Set(),
    steps: ['engine'],
    // Containers use this computer as it is.
    shape: () => ({ cpus: availableParallelism(), memoryBytes: totalmem() }),
    exists: async () => true,
    create: async () => {},
    start: async ({ step }) => {
      await step('engine', 'Docker Engine', async ({ signal }) => {
        if (!(await answers(dial, socket, signal))) throw notFound(socket, 'something else answers there')
      })
      attached = true
    },
    stop: async () => {
      attached = false
    },
    kill: async () => {
      attached = false
    },
    repair: async () => {},
    delete: async () => {
      attached = false
    },
    // Losing the engine is not the end of a machine; the engine service connects again.
    onExit: () => () => {},
    dial: async ({ signal, onBytes } = {}) => {
      if (!attached) throw new AppError('machine.not-running')
      return connectUnix(socket, signal, onBytes)
    },
    usage: async () => undefined,
    console: async () => '',
  }
}

/** Asked once: a wrong path does not become right by waiting. */
async function answers(
  dial: (signal?: AbortSignal) => Promise<Duplex>,
  socket: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await enginePing(dial, signal)) ?? false
  } catch (error) {
    signal.throwIfAborted()
    throw notFound(socket, error instanceof Error ? error.message : String(error), error)
  }
}

const notFound = (socket: string, detail: string, cause?: unknown): AppError =>
  new AppError('machine.engine-not-found', { params: { socket }, detail, cause })
