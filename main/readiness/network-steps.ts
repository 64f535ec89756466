// The checks of ports that others have, and of the way to a registry: a proxy, a VPN, the clock that certificates need.
import { AppError } from '../../preload/errors'
import type { PortChoices, ReadinessFix, ReadinessFixKind, TakenPort } from '../../preload/model'
import { checkPortNumber } from '../base/port-address'
import type { Computer } from './computer'
import { always, type Finding, type Step } from './step'
import { connectedVpn } from './vpn'

/** Of servers that people often have installed already. */
const usualPorts: readonly { readonly port: number; readonly service: string }[] = [
  { port: 3306, service: 'MySQL' },
  { port: 5432, service: 'PostgreSQL' },
  { port: 6379, service: 'Redis' },
  { port: 27017, service: 'MongoDB' },
]

const fixOf = (kind: ReadinessFixKind): ReadinessFix => ({ kind, elevates: false, aboutSeconds: 1 })

interface UsualPort {
  readonly port: number
  readonly service: string
  /** Where it answers: the port, or what was chosen instead. */
  readonly wanted: number
  readonly holder?: { readonly name: string; readonly next?: number } | undefined
}

const lookAtPorts = ({ portHolder, chosenPort }: Computer): Promise<readonly UsualPort[]> =>
  Promise.all(
    usualPorts.map(async (one) => {
      const wanted = chosenPort(one.port)
      return { ...one, wanted, holder: await portHolder(wanted) }
    }),
  )

export const ports: Step = {
  id: 'ports',
  applicable: always,
  check: async (computer): Promise<Finding> => {
    const all = await lookAtPorts(computer)
    const taken = all.flatMap(({ holder, ...one }): TakenPort[] => {
      if (!holder) return []
      const { name, next } = holder
      return [{ ...one, holder: name, ...(next === undefined ? {} : { next }) }]
    })
    const [first] = taken
    if (!first) return chosenOrFree(all)
    const { wanted: port, service, holder: name, next = port + 1 } = first
    const rest = { taken, fixes: [fixOf('choose-ports')] }
    const list = taken.map((one) => `${one.wanted} (${one.holder})`).join(', ')
    return taken.length === 1
      ? { state: 'note', outcome: 'ports.taken', params: { port, service, name, next }, ...rest }
      : { state: 'note', outcome: 'ports.several', params: { count: taken.length, list }, ...rest }
  },
  fix: async (computer, kind, { ports: typed }) => {
    if (kind === 'use-usual-ports') return computer.choosePorts([])
    if (typed) await refuseTaken(computer, typed)
    const found = await lookAtPorts(computer)
    const next = (wanted: number, holder: UsualPort['holder']): number => holder?.next ?? wanted
    const chosen = found.map(({ port, wanted, holder }) => ({
      port,
      use: typed ? (typed.find((one) => one.port === port)?.use ?? wanted) : next(wanted, holder),
    }))
    await computer.choosePorts(chosen.filter(({ port, use }) => port !== use))
  },
}

/** What a person chose must be free now, and different for each server. */
async function refuseTaken({ portHolder }: Computer, chosen: PortChoices): Promise<void> {
  const used = new Set<number>()
  for (const { port, use } of chosen) {
    if (!usualPorts.some((one) => one.port === port)) throw new AppError('readiness.fix-gone')
    checkPortNumber(use)
    if (used.has(use)) throw new AppError('port.twice', { params: { port: use } })
    used.add(use)
    const holder = await portHolder(use)
    if (holder) throw new AppError('port.taken-by-process', { params: { port: use, holder: holder.name } })
  }
}

function chosenOrFree(all: readonly UsualPort[]): Finding {
  const moved = all.filter(({ port, wanted }) => port !== wanted)
  if (moved.length === 0) return { state: 'ok', outcome: 'ports.free' }
  const list = moved.map(({ service, port, wanted }) => `${service}: ${wanted} (${port})`).join(', ')
  return { state: 'ok', outcome: 'ports.chosen', params: { list }, fixes: [fixOf('use-usual-ports')] }
}

export const proxy: Step = {
  id: 'proxy',
  applicable: always,
  check: async (computer): Promise<Finding> => {
    const found = await computer.proxy()
    if (found === undefined) return { state: 'ok', outcome: 'proxy.none' }
    const url = new URL(found)
    const params = { proxy: url.host }
    const standard = url.protocol === 'https:' ? '443' : '80'
    return (await computer.answers(`${url.hostname}:${url.port || standard}`))
      ? { state: 'ok', outcome: 'proxy.ok', params }
      : { state: 'note', outcome: 'proxy.silent', params }
  },
}

export const vpn: Step = {
  id: 'vpn',
  applicable: always,
  check: async (computer, signal): Promise<Finding> => {
    const name = await connectedVpn(computer, signal)
    return name === undefined
      ? { state: 'ok', outcome: 'vpn.none' }
      : { state: 'note', outcome: 'vpn.on', params: { name } }
  },
}

/** Certificates are valid from an hour or so before they are given out. */
const harmlessMs = 10 * 60_000

export const clock: Step = {
  id: 'clock',
  applicable: always,
  check: async ({ now, builtAt, remoteTime }, signal): Promise<Finding> => {
    const remote = await remoteTime(signal)
    const difference = Math.abs((remote ?? Math.max(now(), builtAt)) - now())
    if (difference <= harmlessMs)
      return { state: 'ok', outcome: remote === undefined ? 'clock.unknown' : 'clock.ok' }
    return { state: 'note', outcome: 'clock.wrong', params: { differenceMs: difference } }
  },
}
