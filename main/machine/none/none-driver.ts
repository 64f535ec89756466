// The driver for an engine that is already there: nothing is started or stopped, only reached.
import { availableParallelism, totalmem } from 'node:os'
import { AppError } from '../../../preload/errors'
import type { EngineChoice } from '../../base/options'
import type { Driver } from '../driver'
import { enginePing } from '../engine-dial'
import type { ContextFolders } from './docker-context'
import { findEngine, type EnginePlace } from './engine-place'

export function createNoneDriver(choice: EngineChoice, folders: ContextFolders): Driver {
  let attached: EnginePlace | undefined
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
        // Each time: a context may lead elsewhere by now.
        const place = await findEngine(choice, folders)
        if (!(await answers(place, signal))) throw notFound(place, 'something else answers there')
        attached = place
      })
    },
    stop: async () => {
      attached = undefined
    },
    kill: async () => {
      attached = undefined
    },
    repair: async () => {},
    delete: async () => {
      attached = undefined
    },
    // Losing the engine is not the end of a machine; the engine service connects again.
    onExit: () => () => {},
    dial: async (options) => {
      if (!attached) throw new AppError('machine.not-running')
      return attached.dial(options)
    },
    usage: async () => undefined,
    console: async () => '',
  }
}

/** Asked once: a wrong path does not become right by waiting. */
async function answers(place: EnginePlace, signal: AbortSignal): Promise<boolean> {
  try {
    return (await enginePing((own) => place.dial(own ? { signal: own } : {}), signal)) ?? false
  } catch (error) {
    signal.throwIfAborted()
    throw notFound(place, error instanceof Error ? error.message : String(error), error)
  }
}

const notFound = ({ address }: EnginePlace, detail: string, cause?: unknown): AppError =>
  new AppError('machine.engine-not-found', { params: { socket: address }, detail, cause })
