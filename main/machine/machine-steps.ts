// The steps of one start as they are shown: their order, real times, progress, and what they took last time.
import { readFile } from 'node:fs/promises'
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { Machine, MachineStep, StepId } from '../../preload/model'
import { DeadlineError } from '../base/until'
import { linkAbort } from '../base/linked-abort'
import type { StartContext, StepReport } from './driver'
import { writeWhole } from './machine-record'

/** Longest that a step may take, in ms: generous, since a busy computer without acceleration is slow. */
export const stepDeadlines: Readonly<Record<StepId, number>> = {
  image: 600_000,
  disk: 120_000,
  snapshot: 600_000,
  network: 30_000,
  vm: 180_000,
  engine: 300_000,
  ports: 30_000,
}
const progressEveryMs = 100

export type StepTimes = Partial<Record<StepId, number>>

export const waitingSteps = (ids: readonly StepId[], times: StepTimes): MachineStep[] =>
  ids.map((id) => {
    const expectedMs = times[id]
    return { id, state: 'waiting', ...(expectedMs === undefined ? {} : { expectedMs }) }
  })

/** A context whose steps are written into the store as they go. */
export function stepContext(
  store: StoreApi<Machine>,
  signal: AbortSignal,
  deadlines: Readonly<Record<StepId, number>> = stepDeadlines,
): StartContext {
  const change = (id: StepId, patch: Partial<MachineStep>): void =>
    store.setState((now) => ({
      ...now,
      steps: now.steps.map((step) => (step.id === id ? { ...step, ...patch } : step)),
    }))
  return {
    signal,
    notice: (what) =>
      store.setState((now) => ({ ...now, notices: [...(now.notices ?? []), serialiseError(what)] })),
    step: async (id, waitingFor, work) => {
      signal.throwIfAborted()
      const began = performance.now()
      const took = (): number => Math.round(performance.now() - began)
      const limit = linkAbort([signal], deadlines[id])
      store.setState((now) => ({ ...now, steps: withStep(now.steps, id) }))
      change(id, { state: 'active', startedAt: Date.now() })
      try {
        const result = await work(report(id, limit.signal, change))
        change(id, { state: 'done', ms: took() })
        return result
      } catch (error) {
        change(id, { state: 'failed', ms: took() })
        signal.throwIfAborted()
        if (error instanceof DeadlineError) throw timeout(waitingFor, error.deadlineMs, error.cause)
        throw limit.timedOut && isAbort(error) ? timeout(waitingFor, deadlines[id]) : error
      } finally {
        limit.dispose()
      }
    },
  }
}

/** One that only some starts have comes before those that wait. */
function withStep(steps: readonly MachineStep[], id: StepId): readonly MachineStep[] {
  if (steps.some((step) => step.id === id)) return steps
  const next = steps.findIndex(({ state }) => state === 'waiting')
  return steps.toSpliced(next < 0 ? steps.length : next, 0, { id, state: 'waiting' })
}

function report(
  id: StepId,
  signal: AbortSignal,
  change: (id: StepId, patch: Partial<MachineStep>) => void,
): StepReport {
  let last = -Infinity
  let facts: MachineStep['facts'] = {}
  return {
    signal,
    progress: (progress) => {
      const now = performance.now()
      if (now - last < progressEveryMs && progress.done < progress.total) return
      last = now
      change(id, { progress })
    },
    facts: (more) => {
      facts = { ...facts, ...more }
      change(id, { facts })
    },
  }
}

/** The last answer is told in words: as the cause, an abort in it would make the timeout look like giving up. */
const timeout = (waitingFor: string, deadlineMs: number, last?: unknown): AppError =>
  new AppError('machine.step-timeout', {
    params: { waitingFor, seconds: Math.round(deadlineMs / 1000) },
    ...(last instanceof Error ? { detail: last.message } : {}),
  })

/** What each step took in the last start that succeeded, in ms; nothing when there was none. */
export async function readStepTimes(file: string): Promise<StepTimes> {
  try {
    const times: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof times !== 'object' || times === null) return {}
    return Object.fromEntries(Object.entries(times).filter(([, ms]) => typeof ms === 'number'))
  } catch {
    return {}
  }
}

/** A start that had not to do everything, as when the machine was running still, tells nothing about the next. */
export async function keepStepTimes(file: string, steps: readonly MachineStep[]): Promise<void> {
  if (steps.some(({ state }) => state !== 'done')) return
  await writeWhole(file, JSON.stringify(Object.fromEntries(steps.map(({ id, ms }) => [id, ms]))))
}
