// What the state of a container means: whether it is up, and whether it ended as somebody wanted.
import type { Container } from './model'

export const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting'

/** One that waits to be started again has none. */
export const hasProcesses = ({ state }: Container): boolean => state === 'running' || state === 'paused'

/** Its removal has begun: the engine does nothing else with it. One that could not be removed whole stays as dead. */
export const isGoing = ({ state }: Container): boolean => state === 'removing' || state === 'dead'

/** Of a container that waits, stopped, until the one that takes its place and its name runs. */
export const waitingSuffix = '.before-change'

export const isBeingReplaced = ({ name }: Container, names: ReadonlySet<string>): boolean =>
  name.endsWith(waitingSuffix) && names.has(name.slice(0, -waitingSuffix.length))

/** Ends that somebody asked for: 0, and 128 + SIGINT, SIGKILL, SIGTERM. */
const calmExits = new Set([0, 130, 137, 143])

/** Its last start never came to a running program, because the engine could not do it. */
export const failedToStart = ({ state, startError }: Container): boolean =>
  (state === 'created' || state === 'exited') && startError !== undefined

export const endedBadly = (container: Container): boolean =>
  container.state === 'dead' ||
  failedToStart(container) ||
  (container.state === 'exited' && (container.oomKilled === true || !calmExits.has(container.exitCode ?? 0)))
