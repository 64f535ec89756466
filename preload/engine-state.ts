// One state for people from the two that exist: of the machine, and of the engine in it.
import type { Engine, Machine } from './model'

/** Dot, arc, bars, ring, triangle, diamond. */
export type StatusShape = 'run' | 'start' | 'pause' | 'stop' | 'warn' | 'fail'

export type EngineStateName =
  'running' | 'connecting' | 'starting' | 'stopping' | 'stopped' | 'pausing' | 'paused' | 'asleep' | 'failed'

export interface EngineState {
  readonly shape: StatusShape
  /** Key of its text. */
  readonly text: `engine.${EngineStateName}`
  /** What can be asked of it now. */
  readonly can: Readonly<Record<'start' | 'stop' | 'restart' | 'pause' | 'resume', boolean>>
}

const state = (
  shape: StatusShape,
  text: EngineState['text'],
  can: Partial<EngineState['can']> = {},
): EngineState => ({
  shape,
  text,
  can: { start: false, stop: false, restart: false, pause: false, resume: false, ...can },
})

export function engineState(machine: Machine | undefined, engine: Engine | undefined): EngineState {
  const connected = engine?.state === 'connected'
  if (machine === undefined || machine.driver === 'none') {
    if (connected) return state('run', 'engine.running')
    return engine?.error ? state('fail', 'engine.failed') : state('start', 'engine.connecting')
  }
  switch (machine.state) {
    case 'running':
      return connected
        ? state('run', 'engine.running', {
            stop: true,
            restart: true,
            pause: machine.features.includes('pause'),
          })
        : state('start', 'engine.connecting', { stop: true, restart: true })
    case 'creating':
    case 'starting':
      return state('start', 'engine.starting', { stop: true })
    case 'stopping':
      return state('start', 'engine.stopping')
    case 'pausing':
      return state('pause', 'engine.pausing', { stop: true })
    case 'paused':
      return state('pause', machine.asleep ? 'engine.asleep' : 'engine.paused', { stop: true, resume: true })
    case 'failed':
      return state('fail', 'engine.failed', { start: true })
    case 'absent':
    case 'stopped':
      return state('stop', 'engine.stopped', { start: true })
  }
}
