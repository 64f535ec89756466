// The ports of a workspace on this computer: which are taken, what is free instead, kept in files of this user's own.
import type { PortsService } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import type { Container, PortCheck, PortRange, Protocol, WorkspacePortMove } from '../../preload/model'
import { isOneOf } from '../../preload/port-range'
import { overlaps } from '../base/port-address'
import { isMoveOf, moveOf, type TeamPort } from './team-port'
import type { PortMove } from './workspace-record'

export interface PortPlan {
  /**
   * Where each published port of the team's file is to be, those that need not move included. Of a range that is one
   * of it, chosen here: the engine does not know what programs of this computer have. Several containers of a service
   * get a row of it; where there is none left, the range stays theirs to take from.
   */
  readonly moves: readonly PortMove[]
  /** Those that are not where the team has them, and who is in the way. */
  readonly told: readonly WorkspacePortMove[]
  readonly blocked: readonly { readonly service: string; readonly port: number; readonly holder: string }[]
}

export interface PortPlanOptions {
  readonly ports: Pick<PortsService, 'checkPort' | 'findFree'>
  readonly containers: () => Iterable<Container>
  /** Its own containers are not in its way. */
  readonly project: string
  /** Where the last start had them: they stay there while they can. */
  readonly last: readonly PortMove[]
  readonly signal?: AbortSignal | undefined
}

/** How many free ports are asked for: so many may be wanted by others of the same workspace. */
const tries = 20

export async function planPorts(ports: readonly TeamPort[], options: PortPlanOptions): Promise<PortPlan> {
  const taken = new Taken()
  const moves: PortMove[] = []
  const told: WorkspacePortMove[] = []
  const blocked: PortPlan['blocked'][number][] = []
  for (const port of [...ports].filter(asksForSome).sort(tightestFirst)) {
    const before = options.last.find((one) => isMoveOf(one, port))
    const { first, last } = rangeOf(port)
    const { at, holder } = await place(port, before, taken, options)
    const { service, count = 1 } = port
    if (!at) {
      blocked.push({ service, port: first, holder })
      continue
    }
    for (const one of at) taken.add(port, one)
    const [hostPort = first] = at
    const isInside = at.every((one) => isOneOf({ first, last }, one))
    // Which container gets which of those between others is the engine's.
    if (!isRow(at)) continue
    const lastPort = count > 1 ? { toLast: hostPort + count - 1 } : {}
    moves.push(moveOf(port, hostPort, lastPort.toLast))
    const fromLast = first === last ? {} : { fromLast: last }
    if (!isInside) told.push({ service, from: first, ...fromLast, to: hostPort, ...lastPort, holder })
  }
  return { moves, told, blocked }
}

const asksForSome = ({ teamPort, teamRange }: TeamPort): boolean => teamPort > 0 || teamRange !== undefined

const rangeOf = ({ teamPort, teamRange }: TeamPort): PortRange =>
  teamRange ?? { first: teamPort, last: teamPort }

const isRow = (ports: readonly number[]): boolean =>
  ports.every((port, index) => port === (ports[0] ?? 0) + index)

const rowFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index)

/** Who can only have one port is asked first, then who has the least room above: so nobody is left without needlessly. */
const tightestFirst = (a: TeamPort, b: TeamPort): number =>
  Number(a.teamRange !== undefined) - Number(b.teamRange !== undefined) || rangeOf(a).last - rangeOf(b).last

/** What others of the same workspace get. */
class Taken {
  readonly #places: { readonly protocol: Protocol; readonly address: string; readonly port: number }[] = []

  add({ protocol, address }: TeamPort, port: number): void {
    this.#places.push({ protocol, address, port })
  }

  has({ protocol, address }: TeamPort, port: number): boolean {
    return this.#places.some(
      (one) => one.port === port && one.protocol === protocol && overlaps(one.address, address),
    )
  }
}

interface Place {
  /** As many as are needed. */
  readonly at?: readonly number[]
  readonly holder: string
}

/** Where the team has it, of a range rather where it was last, then there if that was elsewhere, then the next free. */
async function place(
  port: TeamPort,
  before: PortMove | undefined,
  taken: Taken,
  options: PortPlanOptions,
): Promise<Place> {
  const { count = 1 } = port
  const look = new Look(port, taken, options)
  const range = rangeOf(port)
  const isInside = before !== undefined && isOneOf(range, before.hostPort)
  const inside = await look.firstOf(range, count, isInside ? before.hostPort : undefined)
  if (inside) return { at: inside, holder: '' }
  const holder = await look.holderOf(range.first)
  if (before && !isInside) {
    const again = rowFrom(before.hostPort, count)
    if (await look.areFree(again)) return { at: again, holder }
  }
  const at = await look.nextFree(Math.max(range.first, 1_024), count)
  return { ...(at ? { at } : {}), holder }
}

/** Looks for the ports that one of the plan can have. */
class Look {
  readonly #port: TeamPort
  readonly #taken: Taken
  readonly #options: PortPlanOptions

  constructor(port: TeamPort, taken: Taken, options: PortPlanOptions) {
    this.#port = port
    this.#taken = taken
    this.#options = options
  }

  /** So many ports of a range that can be had, one after the other if there are; undefined where there are fewer. */
  async firstOf(range: PortRange, count: number, rather?: number): Promise<readonly number[] | undefined> {
    const { first, last } = range
    const own = this.#own(range)
    if (first !== last && own.length === 0 && !(await this.#anyFree(range))) return undefined
    for (const one of new Set([...(rather === undefined ? [] : [rather]), ...own])) {
      const again = rowFrom(one, count)
      if (one + count - 1 <= last && (await this.areFree(again))) return again
    }
    const found: number[] = []
    for (let port = first; port <= last; port++) {
      if (await this.#isFree(port)) found.push(port)
      const row = found.slice(-count)
      if (row.length === count && isRow(row)) return row
    }
    return found.length < count ? undefined : found.slice(0, count)
  }

  /** Empty where nobody can be named, or nobody is there. */
  async holderOf(port: number): Promise<string> {
    const check = await this.#check({ port })
    return check === undefined || isOwn(check, this.#options) ? '' : nameOf(check)
  }

  async areFree(ports: readonly number[]): Promise<boolean> {
    for (const port of ports) if (!(await this.#isFree(port))) return false
    return true
  }

  /** So many in a row. */
  async nextFree(near: number, count: number): Promise<readonly number[] | undefined> {
    const found = await this.#options.ports.findFree({ ...this.#wanted, near, count: tries * count })
    const free = new Set(found.ports.filter((one) => !this.#taken.has(this.#port, one)))
    for (const one of free) {
      const row = rowFrom(one, count)
      if (row.every((each) => free.has(each))) return row
    }
    return undefined
  }

  get #wanted() {
    const { protocol, address } = this.#port
    const { signal } = this.#options
    return { protocol, address, ...(signal ? { signal } : {}) }
  }

  /** Ports of the range that its own containers have already. */
  #own(range: PortRange): number[] {
    const { project, containers } = this.#options
    return [...containers()]
      .filter((one) => one.project === project && one.service === this.#port.service)
      .flatMap((one) => one.ports)
      .filter(({ hostPort, protocol }) => isOneOf(range, hostPort) && protocol === this.#port.protocol)
      .map(({ hostPort }) => hostPort)
  }

  /** One look instead of one at each: on some systems a look takes a while. */
  async #anyFree({ first, last }: PortRange): Promise<boolean> {
    const check = await this.#check({ port: first, lastPort: last })
    return check === undefined || check.state === 'free'
  }

  async #isFree(port: number): Promise<boolean> {
    if (this.#taken.has(this.#port, port)) return false
    const check = await this.#check({ port })
    return check !== undefined && (check.state === 'free' || isOwn(check, this.#options))
  }

  /** Undefined where only an administrator may open it, as low ports on some systems. */
  async #check(at: { readonly port: number; readonly lastPort?: number }): Promise<PortCheck | undefined> {
    try {
      return await this.#options.ports.checkPort({ ...this.#wanted, ...at })
    } catch (error) {
      if (!isAppError(error, 'port.not-permitted')) throw error
      return undefined
    }
  }
}

const isOwn = ({ holder }: PortCheck, { containers, project }: PortPlanOptions): boolean =>
  holder?.containerId !== undefined &&
  [...containers()].some((one) => one.id === holder.containerId && one.project === project)

const nameOf = ({ holder }: PortCheck): string =>
  holder === undefined || holder.kind === 'unknown'
    ? ''
    : `${holder.name}${holder.pid === undefined ? '' : ` (PID ${holder.pid})`}`
