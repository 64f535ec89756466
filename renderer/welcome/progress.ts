// How far a start is: from the steps' real times, and from what they took last time where that is known.
import type { MachineStep } from '../../preload/model'

export interface StartProgress {
  /** Milliseconds since the first step began. */
  readonly elapsedMs: number
  /** What the whole start took last time or is expected to take; undefined on the very first start. */
  readonly expectedMs: number | undefined
  /** From 0 to 1; undefined while nothing can be said. */
  readonly share: number | undefined
}

/** What a finished, running or waiting step is expected to take in all, in ms. */
const lengthOf = (step: MachineStep, now: number): number | undefined => {
  if (step.ms !== undefined) return step.ms
  const spent = step.startedAt === undefined ? 0 : now - step.startedAt
  return step.expectedMs === undefined ? undefined : Math.max(step.expectedMs, spent)
}

/** The share of one step that is behind it. */
const shareOf = (step: MachineStep, now: number): number => {
  if (step.state === 'done') return 1
  if (step.state !== 'active') return 0
  if (step.progress && step.progress.total > 0) return Math.min(1, step.progress.done / step.progress.total)
  if (step.expectedMs === undefined || step.startedAt === undefined) return 0
  // An estimate that is used up does not claim to be the end.
  return Math.min(0.95, (now - step.startedAt) / step.expectedMs)
}

export function startProgress(steps: readonly MachineStep[], now: number): StartProgress {
  const begin = steps.find((step) => step.startedAt !== undefined)?.startedAt
  const elapsedMs = begin === undefined ? 0 : Math.max(0, now - begin)
  const lengths = steps.map((step) => lengthOf(step, now))
  const known = lengths.every((length) => length !== undefined)
  if (steps.length === 0) return { elapsedMs, expectedMs: undefined, share: undefined }
  if (!known) {
    const done = steps.reduce((sum, step) => sum + shareOf(step, now), 0)
    return { elapsedMs, expectedMs: undefined, share: done / steps.length }
  }
  const expectedMs = lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0)
  const behind = steps.reduce((sum, step, index) => sum + shareOf(step, now) * (lengths[index] ?? 0), 0)
  return { elapsedMs, expectedMs, share: expectedMs > 0 ? behind / expectedMs : undefined }
}

/** What the whole start took last time; undefined when a step has no memory of it. */
export function lastStartMs(steps: readonly MachineStep[]): number | undefined {
  if (steps.length === 0 || steps.some((step) => step.expectedMs === undefined)) return undefined
  return steps.reduce((sum, step) => sum + (step.expectedMs ?? 0), 0)
}
