// What the exit code of a container means, in words.
import type { Container } from '../../preload/model'
import type { Key } from '../i18n/texts'
import { endedBadly } from '../containers/arrange'

export type ExitKey = Exclude<Extract<Key, `exit.${string}`>, 'exit.code'>

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

/** Undefined while it runs, and for an end that needs no explanation. 137 needs one: nobody has to have asked for it. */
export function explainExit(container: Container, lastLine = ''): ExitKey | undefined {
  if (container.state !== 'exited' && container.state !== 'restarting') return undefined
  const code = container.exitCode ?? 0
  if (container.oomKilled) return 'exit.memory'
  if (code !== 0 && otherProcessor.test(lastLine)) return 'exit.format'
  return meanings[code] ?? (endedBadly(container) || code !== 0 ? 'exit.other' : undefined)
}
