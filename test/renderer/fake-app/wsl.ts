// The WSL service of the stand-in.
import type { WslService } from '../../../preload/contract'
import type { WslSetup } from '../../../preload/model'
import type { WatchedValue } from './watched'

export function fakeWsl(app: { readonly wslSetup: WatchedValue<WslSetup> }): WslService {
  return {
    watchSetup: (options) => app.wslSetup.watch(options?.signal),
    install: async () => void (app.wslSetup.value = { state: 'asking', what: 'install', since: Date.now() }),
    update: async () => void (app.wslSetup.value = { state: 'asking', what: 'update', since: Date.now() }),
    cancelSetup: async () => void (app.wslSetup.value = { state: 'idle' }),
  }
}
