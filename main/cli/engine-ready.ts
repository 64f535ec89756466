// For commands that need the engine: starts the machine when it does not run.
import type { Contract } from '../../preload/contract'
import { firstValue, type CommandContext } from './command'

/** From nothing to an engine that answers: what `portside start --wait` does, told as a step. */
export async function engineReady({ machine, engine }: Contract, context: CommandContext): Promise<void> {
  const begun = performance.now()
  if ((await firstValue(engine.watchEngine())).state === 'connected') return
  await machine.start()
  for await (const { state } of engine.watchEngine()) if (state === 'connected') break
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`
  if (!context.json) context.print(`  ${'engine'.padEnd(8)} ${''.padEnd(32)} done ${took}`)
}
