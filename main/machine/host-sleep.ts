// This computer's sleep: before it, what is only in memory is written down; after it, what it has put wrong is set right.
import { watchClockJumps } from '../base/clock-jumps'
import type { HostPower } from '../base/host-power'
import type { Log } from '../base/log'

export interface HostSleepOptions {
  readonly machine: { hostSleeps(): Promise<void>; hostWoke(): Promise<void> }
  readonly engine: { renewStreams(): void }
  /** Without it, the clock alone shows that it slept. Both at once do no harm. */
  readonly power: HostPower | undefined
  /** Writes figures and notes of the app that are in memory only. */
  readonly keep: () => Promise<void>
  /** Called when the machine is as right as it will be. */
  readonly then: () => Promise<void>
  readonly log: Log
  /** In ms since the epoch; for tests. */
  readonly now?: () => number
}

/** Returns what ends it. */
export function followHostSleep(options: HostSleepOptions): () => void {
  const { machine, engine, power, then, log, now = Date.now } = options
  let asleepSince: number | undefined
  const onSleeps = (): void => {
    asleepSince = now()
    log.info('this computer goes to sleep')
    const told = (error: unknown): void =>
      log.warn('not all was written before the sleep', { why: String(error) })
    for (const write of [options.keep, machine.hostSleeps]) write().catch(told)
  }
  const onWoke = (): void => {
    const seconds = asleepSince === undefined ? undefined : Math.round((now() - asleepSince) / 1000)
    asleepSince = undefined
    log.info('this computer slept, or its clock was set', seconds === undefined ? {} : { seconds })
    const told = (error: unknown): void => log.warn('not all is as it was before', { why: String(error) })
    // A clock that could not be set is no reason to leave ports closed.
    void machine
      .hostWoke()
      .catch(told)
      .then(() => {
        engine.renewStreams()
        return then()
      })
      .catch(told)
  }
  const stops = [watchClockJumps({ onJump: onWoke }), power?.onSleeps(onSleeps), power?.onWoke(onWoke)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
