// Limits that change while the machine runs: what it can follow at once it gets at once, the rest waits for a restart.
import type { StoreApi } from 'zustand/vanilla'
import type { Machine, Settings } from '../../preload/model'
import type { Log } from '../base/log'
import type { Adjustable, Limit, MachineShape } from '../machine/driver'

export interface LiveLimitsOptions {
  readonly settings: StoreApi<Settings>
  readonly machine: StoreApi<Machine>
  readonly planned: () => MachineShape
  readonly adjustable: Adjustable
  /** Told which settings the machine follows now. */
  readonly applied: (names: readonly Limit[]) => void
  readonly log: Log
}

/** Returns the way to stop. */
export function followLimits(options: LiveLimitsOptions): () => void {
  const { settings, machine, planned, adjustable, applied, log } = options
  const over = new AbortController()
  let has: MachineShape | undefined
  let turn = Promise.resolve()
  const adjust = async (): Promise<void> => {
    const wanted = planned()
    if (over.signal.aborted || machine.getState().state !== 'running' || isSame(has, wanted)) return
    const names = await adjustable.adjust(wanted, { signal: over.signal })
    has = wanted
    // What was chosen meanwhile has its own turn.
    if (isSame(wanted, planned())) applied([...names])
  }
  const later = (): void => {
    turn = turn.then(adjust).catch((error: unknown) => {
      if (!over.signal.aborted) log.warn('the machine keeps its limits', { error: String(error) })
    })
  }
  const stops = [
    settings.subscribe(later),
    machine.subscribe((now, before) => {
      if (now.state === before.state || now.state !== 'running') return
      // A start gives the machine what is chosen then; one that was running still has what it had.
      if (before.state === 'starting') has = isFresh(now) ? planned() : undefined
      later()
    }),
  ]
  return () => {
    over.abort()
    for (const stop of stops) stop()
  }
}

const isSame = (a: MachineShape | undefined, b: MachineShape): boolean =>
  a?.cpus === b.cpus && a.memoryBytes === b.memoryBytes

/** A machine that was running still had not all of its steps to do. */
export const isFresh = ({ steps }: Machine): boolean => steps.every(({ state }) => state === 'done')
