// The ways out of a port conflict, as data, and what happens when one is chosen.
import { AppError } from '../../preload/errors'
import type { PortBinding, PortConflict, PortFix } from '../../preload/model'
import { identify } from '../base/process-identity'
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
  #proven = new Set<string>()
  /** Which process each holder is, by what is seen of it: asking starts a program on some systems. */
  #marks: Marks = new Map()
  #wants: ReadonlyMap<string, KnownWant> = new Map()

  constructor(options: FixesOptions) {
    this.#options = options
  }

  /** Completes conflicts with their ways out. No two of them propose the same port. */
  async complete(planned: readonly PlannedConflict[], situation: Situation): Promise<FullConflict[]> {
    const free = freePortsIn(situation)
    const marks: Marks = new Map()
    const proven = new Set<string>()
    const complete: FullConflict[] = []
    this.#wants = new Map(situation.wants.map((want) => [want.id, want]))
    for (const conflict of planned) {
      const { id, kind, when, binding, wanter, holder, reserved, error, shortage } = conflict
      const movesTo =
        wanter.kind === 'workspace' && !wanter.up ? await this.#nextFree(conflict, free, proven) : undefined
      const fixes = [
        await this.#move(conflict, free, proven),
        stopHolder(conflict),
        await stopHolding(conflict, marks, this.#marks),
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
        ...(movesTo === undefined ? {} : { movesTo }),
        ...(shortage === undefined ? {} : { shortage }),
        containerUp: wanter.up,
      })
    }
    this.#proven = proven
    this.#marks = identifyingIsCheap ? new Map() : marks
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
      return move(fix.toPort, signal, fix.toLast)
    }
    if (fix.kind === 'move') {
      const start = broken || conflict.containerUp
      return actions.movePort({ id, binding, toPort: fix.toPort, start, ...given })
    }
    if (fix.kind === 'stop-wanter') return actions.stop({ id, ...given })
    if (fix.kind === 'free-reserved') await this.#options.freeReserved?.(binding, signal)
    else if (fix.kind === 'stop-holder') await actions.stop({ id: fix.containerId, ...given })
    else await this.#stopProcess(fix, signal)
    // It could not start because of the one that has just ended.
    if (conflict.wantedBy === 'container' && broken && !conflict.containerUp)
      await actions.start({ id, ...given })
  }

  async #stopProcess(fix: StopProcess, signal?: AbortSignal): Promise<void> {
    try {
      await stopProcess({ ...fix, mark: fix.id.replace(processPrefix, '') }, { signal })
    } catch (error) {
      // What was known of it may be of an earlier process.
      this.#marks.clear()
      throw error
    }
  }

  async #move(conflict: PlannedConflict, free: FreePorts, proven: Set<string>): Promise<PortFix | undefined> {
    // The engine would throw such a container away, with its data, before another one could take it over.
    if (conflict.wanter.container?.autoRemove) return undefined
    if (conflict.wanter.want && !conflict.wanter.want.move) return undefined
    const toPort = await this.#nextFree(conflict, free, proven)
    if (toPort === undefined) return undefined
    const toLast = toPort + conflict.wanter.count - 1
    return toLast === toPort
      ? { id: `use-${toPort}`, kind: 'move', toPort }
      : { id: `use-${toPort}-${toLast}`, kind: 'move', toPort, toLast }
  }

  /** The first of as many in a row as are needed. Takes them, so that nobody else is told the same. */
  async #nextFree(
    { binding, wanter: { count } }: PlannedConflict,
    free: FreePorts,
    proven: Set<string>,
  ): Promise<number | undefined> {
    const { protocol, hostAddress, hostPort } = binding
    for (const port of free.near(hostPort, protocol)) {
      const row = Array.from({ length: count }, (_, index) => port + index)
      if (!row.slice(1).every((one) => free.has(one, protocol))) continue
      const keys = row.map((one) => `${protocol}/${hostAddress}:${one}`)
      if (!(await this.#areProven(keys, row, binding))) continue
      for (const key of keys) proven.add(key)
      for (const one of row) free.take(one, protocol)
      return port
    }
    return undefined
  }

  async #areProven(
    keys: readonly string[],
    ports: readonly number[],
    { protocol, hostAddress }: PortBinding,
  ): Promise<boolean> {
    for (const [index, port] of ports.entries()) {
      if (this.#proven.has(keys[index] ?? '')) continue
      const bound = await this.#options.probe(protocol, hostAddress, port).catch(() => 'held')
      if (bound !== 'free') return false
    }
    return true
  }
}

type StopProcess = Extract<PortFix, { readonly kind: 'stop-process' }>
type Marks = Map<string, Promise<string | undefined>>

const processPrefix = 'stop-process-'
/** Elsewhere a program of the system is asked. */
const identifyingIsCheap = process.platform === 'linux'

/** `marks` are those of this look: one process may be in the way of many. `before` are those of the last one. */
async function stopHolding(
  { holder }: PlannedConflict,
  marks: Marks,
  before: Marks,
): Promise<PortFix | undefined> {
  const { kind, pid, name, command, user } = holder
  if (kind !== 'process' || pid === undefined) return undefined
  if (!mayBeStopped({ pid, process: name, ...(user === undefined ? {} : { user }) })) return undefined
  const seen = `${pid} ${name} ${command ?? ''}`
  const asked =
    marks.get(seen) ??
    before.get(seen) ??
    identify(pid).then(
      (identity) => identity && markOf(identity),
      () => undefined,
    )
  marks.set(seen, asked)
  const mark = await asked
  if (mark === undefined) {
    marks.delete(seen)
    return undefined
  }
  const id = `${processPrefix}${mark}`
  return { id, kind: 'stop-process', pid, name, ...(command === undefined ? {} : { command }) }
}

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
