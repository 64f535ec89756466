// For commands that need the engine: starts the machine when it does not run.
import type { Contract } from '../../preload/contract'
import { firstValue, type CommandContext } from './command'
import { timeText, wordsIn } from './texts'

/** From nothing to an engine that answers: what `portside start --wait` does, told as a step. */
export async function engineReady({ machine, engine }: Contract, context: CommandContext): Promise<void> {
  const begun = performance.now()
  if ((await firstValue(engine.watchEngine())).state === 'connected') return
  await machine.start()
  for await (const { state } of engine.watchEngine()) if (state === 'connected') break
  if (context.json) return
  const words = wordsIn(context.language)
  const took = timeText(words, performance.now() - begun)
  const what = words.say('engineStep').padEnd(8)
  context.print(`  ${what} ${''.padEnd(32)} ${words.say('stepDone')} ${took}`)
}
