// Has Windows install or update WSL: one question for permission, then the work, shown while it lasts.
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AppError } from '../../../preload/errors'
import type { WslSetup } from '../../../preload/model'
import type { Log } from '../../base/log'
import { leave } from '../../base/leave'
import { elevate } from './elevate'
import type { WindowsPrograms } from './windows-programs'

export type SetupKind = 'install' | 'update'

export interface Setup {
  readonly store: StoreApi<WslSetup>
  /**
   * Joins one of the same kind that is under way, and withdraws one of the other.
   * @throws machine.wsl-not-allowed, machine.wsl-setup-failed, or the abort reason
   */
  run(kind: SetupKind, signal?: AbortSignal): Promise<void>
  cancel(): void
}

/** Parts of Windows only, no distribution of anybody's; that of an update is WSL itself. */
const commands: Readonly<Record<SetupKind, readonly string[]>> = {
  install: ['--install', '--no-distribution'],
  update: ['--update'],
}
/** ERROR_SUCCESS_REBOOT_REQUIRED of Windows Installer: done, and a restart is due, which the next start finds out. */
const restartExit = 3010

interface Current {
  readonly kind: SetupKind
  readonly abort: AbortController
  readonly done: Promise<void>
}

export function createSetup(programs: WindowsPrograms, log: Log): Setup {
  const store = createStore<WslSetup>(() => ({ state: 'idle' }))
  let current: Current | undefined

  const work = async (what: SetupKind, signal: AbortSignal): Promise<void> => {
    const enter = (state: 'asking' | 'working'): void =>
      store.setState({ state, what, since: Date.now() }, true)
    enter('asking')
    const command = [programs.wsl, ...commands[what]]
    const { allowed, exitCode, said } = await elevate(programs.powershell, command, {
      signal,
      onAllowed: () => {
        if (!signal.aborted) enter('working')
      },
    })
    log.info('setup ended', { what, allowed, exitCode })
    if (!allowed) throw new AppError('machine.wsl-not-allowed', { detail: said })
    if (exitCode !== 0 && exitCode !== restartExit)
      throw new AppError('machine.wsl-setup-failed', {
        params: { command: `wsl ${commands[what].join(' ')}`, code: exitCode },
      })
  }
  const begin = (kind: SetupKind): Current => {
    const abort = new AbortController()
    const done = work(kind, abort.signal).finally(() => {
      if (current?.abort !== abort) return
      current = undefined
      store.setState({ state: 'idle' }, true)
    })
    done.catch(() => {})
    return { kind, abort, done }
  }
  return {
    store,
    run: async (kind, signal) => {
      signal?.throwIfAborted()
      if (current?.kind !== kind) {
        current?.abort.abort()
        current = begin(kind)
      }
      await leave(current.done, signal)
    },
    cancel: () => current?.abort.abort(),
  }
}
