// What the exit code of a container means, in words.
import type { Container } from '../../preload/model'
import type { Key } from '../i18n/texts'
import { endedBadly, failedToStart } from '../containers/arrange'

export type ExitKey = Exclude<
  Extract<Key, `exit.${string}`>,
  'exit.code' | 'exit.notStarted' | 'exit.notStartedCode' | 'exit.notRemoved'
>

const meanings: Readonly<Record<number, ExitKey>> = {
  125: 'exit.125',
  126: 'exit.126',
  127: 'exit.127',
  132: 'exit.132',
  134: 'exit.134',
  137: 'exit.137',
  139: 'exit.139',
}

/** What the kernel answers to a program of another architecture; engines tell it with different codes. */
const otherProcessor = /exec format error/i
/** What the kernel answers to whoever writes where there is no room. */
const noSpace = /no space left on device/i

/** Undefined while it runs, and for an end that needs no explanation. 137 needs one: nobody has to have asked for it. */
export function explainExit(container: Container, lastLine = ''): ExitKey | undefined {
  if (failedToStart(container)) return explainStart(container)
  if (container.state === 'dead') return 'exit.dead'
  if (container.state !== 'exited' && container.state !== 'restarting') return undefined
  const code = container.exitCode ?? 0
  if (container.oomKilled) return 'exit.memory'
  if (code !== 0 && otherProcessor.test(lastLine)) return 'exit.format'
  if (code !== 0 && noSpace.test(lastLine)) return 'exit.space'
  return meanings[code] ?? (endedBadly(container) || code !== 0 ? 'exit.other' : undefined)
}

/** Whether the program is to blame: any other code is of the run before, or the engine's own for a port or a folder. */
export const blamesProgram = ({ exitCode }: Container): boolean => exitCode === 126 || exitCode === 127

function explainStart(container: Container): ExitKey {
  if (otherProcessor.test(container.startError ?? '')) return 'exit.format'
  return (blamesProgram(container) ? meanings[container.exitCode ?? 0] : undefined) ?? 'exit.start'
}
