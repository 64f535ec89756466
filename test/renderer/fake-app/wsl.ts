// The WSL service of the stand-in.
import type { WslService } from '../../../preload/contract'
import type { WslDistributions, WslLimits, WslLimitsState, WslSetup } from '../../../preload/model'
import type { WatchedValue } from './watched'

interface WslState {
  readonly wslSetup: WatchedValue<WslSetup>
  wslLimits: WslLimitsState
  wslDistributions: WslDistributions
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
    compactDisk: async () => ({ freedBytes: 0 }),
    getLimits: async () => app.wslLimits,
    planLimits: async ({ change }) => ({
      lines: [
        { kind: 'kept', text: '[wsl2]' },
        { kind: 'added', text: `processors=${change.processors}` },
      ],
      lowers: [],
      basis: 'basis',
    }),
    getDistributions: async () => app.wslDistributions,
    setIntegration: async ({ name, on }) => {
      const distributions = app.wslDistributions.distributions.map((one) =>
        one.name === name ? { ...one, integrated: on } : one,
      )
      app.wslDistributions = { distributions, needsRestart: on }
    },
    applyLimits: async ({ change }) => {
      const changed = Object.entries({ ...app.wslLimits.limits, ...change })
      const limits = Object.fromEntries(changed.filter(([, value]) => value !== null)) as WslLimits
      app.wslLimits = { ...app.wslLimits, limits }
    },
  }
}
