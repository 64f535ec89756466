// Which words of a command line are Portside's own, and which are flags that it hands on as they are.
import type { Command } from './command'

export interface CutWords {
  readonly own: readonly string[]
  /** The command that is named first, for its options. */
  readonly asked: Command | undefined
  readonly others: readonly string[]
}

/** Options of Portside itself that no flag of `docker run` is called like; they stand before those. */
const general = ['--json', '--help']

export function cutWords(commands: Readonly<Record<string, Command>>, args: readonly string[]): CutWords {
  const at = args.findIndex((word) => Object.hasOwn(commands, word))
  const asked = commands[args[at] ?? '']
  const next = args.findIndex((word, place) => place > at && !word.startsWith('-'))
  if (asked?.ownWordsAfter === undefined || args[next] !== asked.ownWordsAfter)
    return { own: args, asked, others: [] }
  let end = next + 1
  while (general.includes(args[end] ?? '')) end += 1
  return { own: args.slice(0, end), asked, others: args.slice(end) }
}
