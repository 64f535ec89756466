// How logs are shown: kept while the window is open, so that every container is shown the way one was set up.
import { create } from 'zustand'
import type { Level } from './levels'
import type { Span } from './since'

export interface LogChoices {
  readonly search: string
  readonly onlyMatches: boolean
  readonly levels: ReadonlySet<Level>
  readonly times: boolean
  readonly wrap: boolean
  readonly readable: boolean
  readonly span: Span
  /** When the span was chosen, epoch ms: it ends there, and does not move on with the time. */
  readonly chosenAt: number
}

/** The looks outlive the view; what was searched for does not. */
export const useLogLooks = create<Pick<LogChoices, 'times' | 'wrap' | 'readable'>>(() => ({
  times: true,
  wrap: false,
  readable: true,
}))
