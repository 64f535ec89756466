// Runs the readiness checks side by side, shows what each found as soon as it is known, and takes the ways out.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReadinessService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Readiness, ReadinessCheck } from '../../preload/model'
import type { Log } from '../base/log'
import { leave } from '../base/leave'
import { watchValue } from '../base/watch'
import type { Computer } from './computer'
import { disk, memory, system, virtualization } from './computer-steps'
import { folders } from './folder-step'
import { dockerContext, otherDocker } from './docker-steps'
import { clock, ports, proxy, vpn } from './network-steps'
import { path } from './path-step'
import { reasonOf, type Step } from './step'
import { platform, wslMemory, wslVersion } from './wsl-steps'

/** In the order in which problems are to be solved. */
export const readinessSteps: readonly Step[] = [
  ...[system, virtualization, platform, wslVersion, wslMemory],
  ...[disk, memory, folders, otherDocker, dockerContext, path, ports, proxy, vpn, clock],
]

/** A system that is asked and does not answer keeps nobody from going on. */
const deadlineMs = 30_000

export interface ReadinessParts {
  readonly service: ReadinessService
  readonly store: StoreApi<Readiness>
  /** Looks at everything; resolves as soon as it is known whether something keeps the engine from starting. */
  canStart(): Promise<boolean>
  dispose(): void
}

export function createReadiness(computer: Computer, log: Log): ReadinessParts {
  const steps = readinessSteps.filter((step) => step.applicable(computer))
  const store = createStore<Readiness>(() => ({ checking: false, checks: [] }))
  const over = new AbortController()
  let current: Promise<void> | undefined

  const show = (check: ReadinessCheck): void =>
    store.setState(({ checks }) => ({ checks: checks.map((one) => (one.id === check.id ? check : one)) }))
  const runAll = async (): Promise<void> => {
    const waiting = steps.map(
      ({ id }): ReadinessCheck =>
        // What was found before stays until it is known anew.
        store.getState().checks.find((one) => one.id === id) ?? {
          id,
          state: 'checking',
          params: {},
          fixes: [],
        },
    )
    store.setState({ checking: true, checks: waiting })
    await Promise.all(steps.map(async (step) => show(await checkOne(step, computer, over.signal))))
    store.setState({ checking: false, checkedAt: Date.now() })
    const found = store.getState().checks.filter(({ state }) => state !== 'ok')
    log.info('checked this computer', { found: found.map(({ outcome }) => outcome ?? '') })
  }
  const check: ReadinessService['check'] = async ({ signal } = {}) => {
    current ??= runAll().finally(() => (current = undefined))
    await leave(current, signal)
    return store.getState()
  }
  const canStart = async (): Promise<boolean> => {
    const blocking = new Set(steps.filter(({ blocks }) => blocks).map(({ id }) => id))
    const done = check()
    const known = new AbortController()
    try {
      for await (const { checks } of watchValue(store, known.signal)) {
        const mine = checks.filter(({ id }) => blocking.has(id))
        if (mine.some(({ state }) => state === 'bad')) return false
        if (mine.every(({ state }) => state !== 'checking')) return true
      }
    } finally {
      known.abort()
      done.catch(() => {})
    }
    return true
  }
  return {
    store,
    canStart,
    service: {
      watchReadiness: ({ signal } = {}) => watchValue(store, signal),
      check,
      fix: async ({ id, kind, ports: chosen, signal }) => {
        const step = steps.find((one) => one.id === id)
        const offered = store.getState().checks.find((one) => one.id === id)?.fixes ?? []
        if (!step?.fix || !offered.some((one) => one.kind === kind)) throw new AppError('readiness.fix-gone')
        try {
          await step.fix(computer, kind, { ports: chosen, signal })
        } finally {
          await check()
        }
      },
    },
    dispose: () => over.abort(),
  }
}

async function checkOne(step: Step, computer: Computer, over: AbortSignal): Promise<ReadinessCheck> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(deadlineMs)])
  try {
    const { params = {}, fixes = [], ...found } = await leave(step.check(computer, signal), signal)
    return { id: step.id, params, fixes, ...found }
  } catch (error) {
    const isLate = signal.aborted && !over.aborted
    const params = reasonOf(isLate ? new AppError('readiness.no-answer', { cause: error }) : error)
    return { id: step.id, state: 'unknown', outcome: 'check.failed', params, fixes: [] }
  }
}
