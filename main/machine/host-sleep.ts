// Sets right what this computer's sleep has put wrong: the machine's clock first, then whatever hangs on it.
import { watchClockJumps } from '../base/clock-jumps'
import type { Log } from '../base/log'

export interface HostSleepOptions {
  readonly machine: { hostWoke(): Promise<void> }
  readonly engine: { renewStreams(): void }
  /** How the system tells that it woke; without it, the clock alone shows it. Both at once do no harm. */
  readonly told: ((listener: () => void) => () => void) | undefined
  /** Called when the machine is right. */
  readonly then: () => Promise<void>
  readonly log: Log
}

/** Returns what ends it. */
export function followHostSleep({ machine, engine, told, then, log }: HostSleepOptions): () => void {
  const onWoke = (): void => {
    log.info('this computer slept, or its clock was set')
    machine
      .hostWoke()
      .finally(() => engine.renewStreams())
      .then(then)
      .catch((error: unknown) => log.warn('not all is as it was before', { why: String(error) }))
  }
  const stops = [watchClockJumps({ onJump: onWoke }), told?.(onWoke)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
