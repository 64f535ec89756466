// What both ways to build have in common: what is built, and how its progress is told.
import type { Build, BuildLine, BuildRequest } from '../../../preload/model'
import type { BuildProgress } from './build-steps'
import type { Trace } from './trace'

export interface RunningBuild {
  /** With the values of its secrets. */
  readonly request: BuildRequest
  readonly progress: BuildProgress
  readonly signal: AbortSignal
  readonly report: (change: Partial<Build>) => void
  readonly append: (lines: readonly BuildLine[]) => void
}

export function takeTrace({ progress, report, append }: RunningBuild, trace: Trace): void {
  const { steps, lines } = progress.take(trace)
  report({ steps })
  append(lines)
}
