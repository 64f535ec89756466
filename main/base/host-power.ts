// How the system tells of this computer's sleep.

type Told = (listener: () => void) => () => void

/** Each returns the way to stop listening. */
export interface HostPower {
  /** This computer is about to sleep; the system waits some seconds at most. */
  readonly onSleeps: Told
  readonly onWoke: Told
}
