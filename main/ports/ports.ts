// The ports of this computer: the ports service, and the forwards that make containers' ports reachable.
import type { StoreApi } from 'zustand/vanilla'
import type { PortsService } from '../../preload/contract'
import type { Container, Engine, PortBinding, PortConflict, PortForward, PortWant } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import { watchCollection, watchValue } from '../base/watch'
import { probeBind } from './bind-probe'
import { ConflictBoard } from './conflict-board'
import { Fixes, type ContainerActions } from './fixes'
import { freeReserved, type Elevate } from './free-reserved'
import { Forwards, type Forwarder } from './forwards'
import { hiddenFinder, showsAllListeners } from './hidden-listeners'
import type { ReadListeners } from './listener'
import { containerSockets, type ReadSockets, type RunBeside } from './container-sockets'
import { knockAt } from './knock'
import { placeOf, quickLook } from './quick-look'
import { Reach } from './reach'
import { createPortChecker, systemEphemeralPorts, type PortChecker } from './port-check'
import { createPortWants, type PortWants } from './port-wants'
import { lowestPort } from './privileged'
import { listenerReader } from './read-listeners'
import { RangeStarts } from './range-starts'
import { reservedReader, type ReadReserved } from './reserved-windows'
import { StartCheck } from './start-check'

export interface PortsOptions {
  readonly containers: StoreApi<Items<Container>>
  /** The engine's state: forwards are opened while it is connected, and gone once the machine is. */
  readonly engine: StoreApi<Engine>
  /** Absent where containers' ports are on this computer already. */
  readonly forwarder: Forwarder | undefined
  /** What fixes of conflicts do to containers. */
  readonly actions: ContainerActions
  /** Runs a program as administrator; only where the system keeps ports that this can free. */
  readonly elevate?: Elevate
  /** Shows connections from the containers' side, rather than by {@link PortsOptions.beside}; without either nobody can say where one arrives. */
  readonly sockets?: ReadSockets
  /** Runs `sh -c` where the engine is; undefined where it cannot be run. */
  readonly beside?: RunBeside
  readonly log: Log
  readonly readListeners?: ReadListeners
}

export interface PortsParts {
  readonly service: PortsService
  readonly forwards: StoreApi<Items<PortForward>>
  readonly conflicts: StoreApi<Items<PortConflict>>
  /** Where others tell what will be asked for without a container. */
  readonly wants: PortWants
  /** What is asked before a container takes its ports. */
  readonly starts: StartCheck
  /** What starts those that may have one of several ports; absent where the engine knows all that it chooses from. */
  readonly ranges?: RangeStarts
  /** Sets the forwards right, whatever happened to them. */
  sync(): Promise<void>
  /** Closes the forwards. */
  dispose(): Promise<void>
}

/** Two looks in the time within which a change should show, and room for the search of a new owner. In ms. */
const cheapPaceMs = 450
/** Elsewhere a look starts programs of the system, which takes up to a second of processor time. */
const dearPaceMs = 2_500

const looksAreCheap = process.platform === 'linux'

export function createPorts(options: PortsOptions): PortsParts {
  const { containers, engine, forwarder, beside: run, log } = options
  const wants = createPortWants()
  const known = {
    readListeners: options.readListeners ?? listenerReader(),
    ephemeralPorts: () => systemEphemeralPorts(),
    reserved: reservedReader(),
    log,
  }
  const checker = createPortChecker({
    ...known,
    containers: () => containers.getState().values(),
    wants: wants.store.getState,
    probe: probeBind,
    showsAll: showsAllListeners(),
  })
  const forwards = new Forwards({ containers, wants: wants.store, forwarder, checker, log })
  const reach = new Reach({
    forwards: forwards.store,
    containers,
    knock: knockAt,
    sockets: options.sockets ?? (run ? containerSockets(run) : async () => new Map()),
    note: (forward, found) => forwards.note(forward, found),
  })
  const starts = new StartCheck({
    checker,
    isForwarded: ({ id }, binding) => {
      const own = forwards.store.getState().get(placeOf(binding))
      return own?.state === 'open' && own.containerId === id
    },
    onAnswer: () => void board.look(),
  })
  const ranges = forwarder && run ? new RangeStarts({ checker, run, log }) : undefined
  const board = new ConflictBoard({
    ...known,
    containers,
    forwards: forwards.store,
    wants: wants.store,
    // Containers' ports that are on this computer already are opened by an engine that may do everything.
    lowestPort: async () => (forwarder ? lowestPort() : 0),
    loopback6ByIpv4: forwarder !== undefined,
    fixes: fixesOf(options, known.reserved, () => forwards.sync()),
    ...(showsAllListeners() ? {} : { findHidden: hiddenFinder(probeBind) }),
    ...(looksAreCheap ? {} : { peek: quickLook(probeBind) }),
    refused: () => starts.refused,
    onListeners: (listeners) => forwards.listenersSeen(listeners),
    paceMs: looksAreCheap ? cheapPaceMs : dearPaceMs,
  })
  const unsubscribe = followEngine(engine, forwards)
  return {
    service: {
      checkPort: checkOf(checker),
      watchForwards: ({ signal } = {}) => watchCollection(forwards.store, signal),
      watchListeners: ({ signal } = {}) => board.watchListeners(signal),
      watchLook: ({ signal } = {}) => watchValue(board.lastLook, signal),
      watchWants: ({ signal } = {}) => watchWants(wants, signal),
      watchConflicts: ({ signal } = {}) => board.watchConflicts(signal),
      applyFix: ({ conflictId, fixId, signal }) => board.apply(conflictId, fixId, signal),
      findFree: async ({ near, protocol, address, count, signal }) => ({
        ports: await checker.findFree({ port: near, protocol, address }, count, signal),
      }),
    },
    forwards: forwards.store,
    conflicts: board.conflicts,
    wants,
    starts,
    ...(ranges ? { ranges } : {}),
    sync: () => forwards.sync(),
    dispose: async () => {
      unsubscribe()
      await board.dispose()
      await reach.dispose()
      await forwards.dispose()
    },
  }
}

/** Opens the forwards while the engine is there; returns what ends it. */
function followEngine(engine: StoreApi<Engine>, forwards: Forwards): () => void {
  const follow = (state: Engine['state']): void => {
    if (state === 'connected') void forwards.sync()
    // While it is only reconnecting, the machine and its forwards are still there.
    else if (state === 'disconnected') forwards.forget()
  }
  follow(engine.getState().state)
  return engine.subscribe((now, before) => {
    if (now.state !== before.state) follow(now.state)
  })
}

/** As plain data: what can be done about a want stays here. */
async function* watchWants(
  wants: PortWants,
  signal?: AbortSignal,
): AsyncGenerator<readonly PortWant[], void> {
  for await (const all of watchValue(wants.store, signal))
    yield all.map(({ move: _done, up: _state, ...want }) => want)
}

function fixesOf(
  { actions, elevate }: PortsOptions,
  reserved: ReadReserved,
  onFreed: () => Promise<void>,
): Fixes {
  const free = async (binding: PortBinding, signal?: AbortSignal): Promise<void> => {
    if (!elevate) return
    await freeReserved(binding, { elevate, reserved }, signal)
    await onFreed()
  }
  return new Fixes({ actions, probe: probeBind, ...(elevate ? { freeReserved: free } : {}) })
}

const checkOf =
  (checker: PortChecker): PortsService['checkPort'] =>
  ({ signal, lastPort, ...wanted }) =>
    checker.checkRange(wanted, lastPort ?? wanted.port, signal)
