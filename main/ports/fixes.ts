// The ways out of a port conflict, as data, and what happens when one is chosen.
import { AppError } from '../../preload/errors'
import type { PortBinding, PortConflict, PortFix } from '../../preload/model'
import { identify, type ProcessIdentity } from '../base/process-identity'
import type { ProbeBind } from './bind-probe'
import { recipe } from './free-reserved'
import { freePortsIn, type FreePorts } from './free-ports'
import type { PlannedConflict, Situation } from './planner'
import type { KnownWant } from './port-wants'
import { markOf, mayBeStopped, stopProcess } from './stop-process'

/** What a fix does to containers; the engine does it. */
export interface ContainerActions {
  start(options: { readonly id: string; readonly signal?: AbortSignal }): Promise<void>
  stop(options: { readonly id: string; readonly signal?: AbortSignal }): Promise<void>
  /** Gives a binding another port of this computer and keeps everything else. @throws port.move-failed */
  movePort(options: {
    readonly id: string
    readonly binding: PortConflict['binding']
    readonly toPort: number
    readonly start: boolean
    readonly signal?: AbortSignal
  }): Promise<void>
}

export interface FixesOptions {
  readonly actions: ContainerActions
  readonly probe: ProbeBind
  /** Frees a port that the system keeps; absent where it keeps none. */
  readonly freeReserved?: (binding: PortBinding, signal?: AbortSignal) => Promise<void>
}

type FullConflict = Omit<PortConflict, 'since'>

export class Fixes {
  readonly #options: FixesOptions
  /** Ports that a bind showed to be free, so that looking again does not take them for a moment each time. */
  #proven = new Map<string, number>()
  #wants: ReadonlyMap<string, KnownWant> = new Map()

  constructor(options: FixesOptions) {
    this.#options = options
  }

  /** Completes conflicts with their ways out. No two of them propose the same port. */
  async complete(planned: readonly PlannedConflict[], situation: Situation): Promise<FullConflict[]> {
    const proposed = new Set<string>()
    const free = freePortsIn(situation)
    const identities = new Map<number, Promise<ProcessIdentity | undefined>>()
    const proven = new Map<string, number>()
    const complete: FullConflict[] = []
    this.#wants = new Map(situation.wants.map((want) => [want.id, want]))
    for (const conflict of planned) {
      const { id, kind, when, binding, wanter, holder, reserved, error } = conflict
      const fixes = [
        await this.#move(conflict, free, proposed, proven),
        stopHolder(conflict),
        await this.#stopProcess(conflict, identities),
        this.#options.freeReserved ? freeIt(conflict) : undefined,
        stopWanter(conflict),
      ].filter((fix) => fix !== undefined)
      complete.push({
        ...{
          id,
          kind,
          when,
          binding,
          holder,
          fixes,
          wantedBy: wanter.kind,
          containerId: wanter.id,
          containerName: wanter.name,
        },
        ...(wanter.project === undefined ? {} : { project: wanter.project }),
        ...(reserved === undefined ? {} : { reserved }),
        ...(error === undefined ? {} : { error }),
        containerUp: wanter.up,
      })
    }
    this.#proven = proven
    return complete
  }

  /** @throws port.fix-gone and what the fix itself throws */
  async apply(conflict: PortConflict, fixId: string, signal?: AbortSignal): Promise<void> {
    const fix = conflict.fixes.find((one) => one.id === fixId)
    if (!fix) throw new AppError('port.fix-gone')
    const { actions } = this.#options
    const given = signal ? { signal } : {}
    const { containerId: id, binding } = conflict
    const broken = conflict.when === 'now'
    if (fix.kind === 'move' && conflict.wantedBy !== 'container') {
      const move = this.#wants.get(id)?.move
      if (!move) throw new AppError('port.fix-gone')
      return move(fix.toPort, signal)
    }
    if (fix.kind === 'move') {
      const start = broken || conflict.containerUp
      return actions.movePort({ id, binding, toPort: fix.toPort, start, ...given })
    }
    if (fix.kind === 'stop-wanter') return actions.stop({ id, ...given })
    if (fix.kind === 'free-reserved') await this.#options.freeReserved?.(binding, signal)
    else if (fix.kind === 'stop-holder') await actions.stop({ id: fix.containerId, ...given })
    else await stopProcess({ ...fix, mark: fix.id.replace(processPrefix, '') }, { signal })
    // It could not start because of the one that has just ended.
    if (conflict.wantedBy === 'container' && broken && !conflict.containerUp)
      await actions.start({ id, ...given })
  }

  async #move(
    conflict: PlannedConflict,
    free: FreePorts,
    proposed: Set<string>,
    proven: Map<string, number>,
  ): Promise<PortFix | undefined> {
    // The engine would throw such a container away, with its data, before another one could take it over.
    if (conflict.wanter.container?.autoRemove) return undefined
    if (conflict.wanter.want && !conflict.wanter.want.move) return undefined
    const { protocol, hostAddress, hostPort } = conflict.binding
    for (const port of free(hostPort, protocol)) {
      const key = `${protocol}/${hostAddress}:${port}`
      const taken = `${protocol}/${port}`
      if (proposed.has(taken)) continue
      const known = this.#proven.get(key) !== undefined
      const bound = known
        ? 'free'
        : await this.#options.probe(protocol, hostAddress, port).catch(() => 'held')
      if (bound !== 'free') continue
      proven.set(key, port)
      proposed.add(taken)
      return { id: `use-${port}`, kind: 'move', toPort: port }
    }
    return undefined
  }

  async #stopProcess(
    { holder }: PlannedConflict,
    identities: Map<number, Promise<ProcessIdentity | undefined>>,
  ): Promise<PortFix | undefined> {
    const { kind, pid, name, command, user } = holder
    if (kind !== 'process' || pid === undefined) return undefined
    if (!mayBeStopped({ pid, process: name, ...(user === undefined ? {} : { user }) })) return undefined
    // One program may be in the way of many.
    const asked = identities.get(pid) ?? identify(pid).catch(() => undefined)
    identities.set(pid, asked)
    const identity = await asked
    if (!identity) return undefined
    const id = `${processPrefix}${markOf(identity)}`
    return { id, kind: 'stop-process', pid, name, ...(command === undefined ? {} : { command }) }
  }
}

const processPrefix = 'stop-process-'

const freeIt = ({ kind, binding }: PlannedConflict): PortFix | undefined =>
  kind === 'reserved'
    ? {
        id: `free-${binding.protocol}-${binding.hostPort}`,
        kind: 'free-reserved',
        port: binding.hostPort,
        commands: recipe(binding),
      }
    : undefined

const stopHolder = ({ holder }: PlannedConflict): PortFix | undefined =>
  holder.kind === 'container' && holder.containerId !== undefined
    ? {
        id: `stop-container-${holder.containerId.slice(0, 12)}`,
        kind: 'stop-holder',
        containerId: holder.containerId,
        name: holder.name,
      }
    : undefined

const stopWanter = ({ wanter: { container, up } }: PlannedConflict): PortFix | undefined =>
  container && up
    ? { id: 'stop-this', kind: 'stop-wanter', containerId: container.id, name: container.name }
    : undefined
