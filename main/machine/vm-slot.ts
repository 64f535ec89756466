// The VM that runs now, if one does, and who wants to know when it ends by itself.
import { AppError } from '../../preload/errors'
import type { Log } from '../base/log'
import type { UnexpectedEnd } from './driver'

export interface Ending {
  /** Resolves when it ends by itself; never after `stop` or `kill`. */
  readonly unexpectedEnd: Promise<AppError>
  stop(): Promise<void>
  kill(): Promise<void>
}

export interface VmSlot<Vm extends Ending> {
  /** Undefined while none runs. */
  current(): Vm | undefined
  /** @throws machine.not-running */
  require(): Vm
  /** From now on this one runs. */
  fill(vm: Vm): void
  /** Empties the slot, then ends what was in it. Harmless when it is empty. */
  end(how: 'stop' | 'kill'): Promise<void>
  onExit(listener: (end: UnexpectedEnd) => void): () => void
}

export function createVmSlot<Vm extends Ending>(log: Log): VmSlot<Vm> {
  const listeners = new Set<(end: UnexpectedEnd) => void>()
  let vm: Vm | undefined
  const ended = (one: Vm, error: AppError): void => {
    if (vm !== one) return
    vm = undefined
    log.error('the virtual machine ended', error)
    for (const listener of listeners) listener({ error })
  }
  return {
    current: () => vm,
    require: () => {
      if (vm) return vm
      throw new AppError('machine.not-running')
    },
    fill: (fresh) => {
      vm = fresh
      void fresh.unexpectedEnd.then((error) => ended(fresh, error))
    },
    end: async (how) => {
      const one = vm
      vm = undefined
      await one?.[how]()
    },
    onExit: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
