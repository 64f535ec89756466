// The ports of this computer: the ports service, and the forwards that make containers' ports reachable.
import type { StoreApi } from 'zustand/vanilla'
import type { PortsService } from '../../preload/contract'
import type { Container, Engine, PortForward } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import { watchCollection } from '../base/watch'
import { probeBind } from './bind-probe'
import { Forwards, type Forwarder } from './forwards'
import type { ReadListeners } from './listener'
import { createPortChecker, systemEphemeralPorts } from './port-check'
import { listenerReader } from './read-listeners'

export interface PortsOptions {
  readonly containers: StoreApi<Items<Container>>
  /** The engine's state: forwards are opened while it is connected, and gone once the machine is. */
  readonly engine: StoreApi<Engine>
  /** Absent where containers' ports are on this computer already. */
  readonly forwarder: Forwarder | undefined
  readonly log: Log
  readonly readListeners?: ReadListeners
}

export interface PortsParts {
  readonly service: PortsService
  readonly forwards: StoreApi<Items<PortForward>>
  /** Sets the forwards right, whatever happened to them. */
  sync(): Promise<void>
  /** Closes the forwards. */
  dispose(): Promise<void>
}

export function createPorts(options: PortsOptions): PortsParts {
  const { containers, engine, forwarder, log } = options
  const checker = createPortChecker({
    containers: () => containers.getState().values(),
    readListeners: options.readListeners ?? listenerReader(),
    probe: probeBind,
    ephemeralPorts: systemEphemeralPorts,
    log,
  })
  const forwards = new Forwards({ containers, forwarder, checker, log })
  const follow = (state: Engine['state']): void => {
    if (state === 'connected') void forwards.sync()
    // While it is only reconnecting, the machine and its forwards are still there.
    else if (state === 'disconnected') forwards.forget()
  }
  follow(engine.getState().state)
  const unsubscribe = engine.subscribe((now, before) => {
    if (now.state !== before.state) follow(now.state)
  })
  return {
    service: {
      checkPort: ({ signal, ...wanted }) => checker.check(wanted, signal),
      watchForwards: ({ signal } = {}) => watchCollection(forwards.store, signal),
    },
    forwards: forwards.store,
    sync: () => forwards.sync(),
    dispose: async () => {
      unsubscribe()
      await forwards.dispose()
    },
  }
}
