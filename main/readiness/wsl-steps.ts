// The checks of WSL: the platform below it, its version, and what its settings let Linux have.
import { isAppError } from '../../preload/errors'
import type { ReadinessFix } from '../../preload/model'
import type { Computer, WslReadiness } from './computer'
import { memorySize, reasonOf, type Finding, type Step } from './step'

const install: ReadinessFix = { kind: 'install-wsl', elevates: true, aboutSeconds: 120 }
const update: ReadinessFix = { kind: 'update-wsl', elevates: true, aboutSeconds: 60 }
const restart: ReadinessFix = { kind: 'restart-windows', elevates: false, aboutSeconds: 120 }

const onWindows = ({ platform, wsl, ownMachine }: Computer): boolean =>
  platform === 'windows' && wsl !== undefined && ownMachine

function needed({ wsl }: Computer): WslReadiness {
  if (!wsl) throw new TypeError('there is no WSL to ask about')
  return wsl
}

export const platform: Step = {
  id: 'platform',
  blocks: true,
  applicable: onWindows,
  check: async (computer): Promise<Finding> => {
    const wsl = needed(computer)
    if (await wsl.hasPlatform()) return { state: 'ok', outcome: 'platform.ok' }
    // It is there after the restart that the next check asks for.
    return (await wsl.restartIsDue())
      ? { state: 'bad', outcome: 'wsl.restart', fixes: [restart] }
      : { state: 'bad', outcome: 'platform.missing', fixes: [install] }
  },
  fix: (computer, kind, { signal }) => mend(needed(computer), kind, signal),
}

export const wslVersion: Step = {
  id: 'wsl',
  blocks: true,
  applicable: onWindows,
  check: async (computer, signal): Promise<Finding> => {
    const wsl = needed(computer)
    if (await wsl.restartIsDue()) return { state: 'bad', outcome: 'wsl.restart', fixes: [restart] }
    try {
      return { state: 'ok', outcome: 'wsl.ok', params: { version: await wsl.version(signal) } }
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'machine.wsl-missing')
        return { state: 'bad', outcome: 'wsl.missing', fixes: [install] }
      if (error.code === 'machine.wsl-old')
        return { state: 'bad', outcome: 'wsl.old', params: error.params, fixes: [update] }
      return { state: 'bad', outcome: 'wsl.failed', params: reasonOf(error), fixes: [update] }
    }
  },
  fix: (computer, kind, { signal }) => mend(needed(computer), kind, signal),
}

async function mend(wsl: WslReadiness, kind: ReadinessFix['kind'], signal?: AbortSignal): Promise<void> {
  if (kind === 'install-wsl') await wsl.install(signal)
  if (kind === 'update-wsl') await wsl.update(signal)
  if (kind === 'restart-windows') await wsl.restartWindows()
}

const leastBytes = 3 * 1024 ** 3
const goodBytes = 8 * 1024 ** 3

export const wslMemory: Step = {
  id: 'wsl-memory',
  blocks: true,
  applicable: onWindows,
  check: async (computer): Promise<Finding> => {
    // WSL takes half of the computer's memory unless it was told otherwise.
    const limit = (await needed(computer).getLimits()).memoryBytes ?? computer.memoryBytes / 2
    const params = {
      size: memorySize(limit),
      least: memorySize(leastBytes),
      raised: memorySize(raised(computer)),
    }
    if (limit >= leastBytes || raised(computer) <= limit)
      return { state: 'ok', outcome: 'wsl-memory.ok', params }
    return {
      state: 'bad',
      outcome: 'wsl-memory.little',
      params,
      fixes: [{ kind: 'raise-wsl-memory', elevates: false, aboutSeconds: 5 }],
    }
  },
  fix: (computer) => needed(computer).setMemory(raised(computer)),
}

/** As WSL itself would choose, and no more than Portside has use for. */
const raised = ({ memoryBytes }: Computer): number => Math.min(goodBytes, Math.round(memoryBytes / 2))
