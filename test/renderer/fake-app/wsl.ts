// The WSL service of the stand-in.
import type { WslService } from '../../../preload/contract'
import type { WslLimits, WslLimitsState, WslSetup } from '../../../preload/model'
import type { WatchedValue } from './watched'

interface WslState {
  readonly wslSetup: WatchedValue<WslSetup>
  wslLimits: WslLimitsState
}

export const noWslLimits: WslLimitsState = {
  file: 'C:\\Users\\kim\\.wslconfig',
  limits: {},
  othersRunning: [],
}

export function fakeWsl(app: WslState): WslService {
  return {
    watchSetup: (options) => app.wslSetup.watch(options?.signal),
    install: async () => void (app.wslSetup.value = { state: 'asking', what: 'install', since: Date.now() }),
    update: async () => void (app.wslSetup.value = { state: 'asking', what: 'update', since: Date.now() }),
    cancelSetup: async () => void (app.wslSetup.value = { state: 'idle' }),
    getLimits: async () => app.wslLimits,
    planLimits: async ({ change }) => ({
      lines: [
        { kind: 'kept', text: '[wsl2]' },
        { kind: 'added', text: `processors=${change.processors}` },
      ],
      lowers: [],
      basis: 'basis',
    }),
    applyLimits: async ({ change }) => {
      const changed = Object.entries({ ...app.wslLimits.limits, ...change })
      const limits = Object.fromEntries(changed.filter(([, value]) => value !== null)) as WslLimits
      app.wslLimits = { ...app.wslLimits, limits }
    },
  }
}
