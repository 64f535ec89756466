// Whether the engine hangs, so that a quit does not wait for an orderly end that never comes.
import type { StoreApi } from 'zustand/vanilla'
import type { Machine } from '../../preload/model'

/** Nobody waits longer for the end of an engine that does not answer, in ms. */
export const stuckStopMs = 6_000
const stuckAnswerMs = 1_500

interface Answering {
  answers(withinMs: number): Promise<boolean>
}

export const isStuck = async (machine: StoreApi<Machine>, engine: Answering): Promise<boolean> =>
  machine.getState().state === 'running' && !(await engine.answers(stuckAnswerMs))
