// `portside update`: look for a newer version, download it, install it, go back to the one before.
import type { Contract } from '../../preload/contract'
import { firstValue, toJson, type CommandContext } from './command'
import { UsageError } from './usage'
import { errorWords, stateWord } from './state-words'
import { wordsIn } from './texts'

export async function updateCommand(
  services: Contract,
  { json, print, language }: CommandContext,
  [verb = 'status', now, ...rest]: readonly string[],
): Promise<void> {
  const { updates } = services
  const ends = verb === 'install' || verb === 'back'
  if (rest.length > 0 || (now !== undefined && !(ends && now === 'now'))) throw new UsageError('update')
  const stopContainers = now === 'now'
  if (verb === 'check') await updates.check()
  else if (verb === 'download') await updates.download()
  else if (verb === 'install') await updates.install({ stopContainers })
  else if (verb === 'back') await updates.goBack({ stopContainers })
  else if (verb !== 'status') throw new UsageError('update')
  const state = await firstValue(updates.watchUpdate())
  if (json) return print(toJson(state))
  print(`Portside ${state.current}, ${stateWord(language, state.step)}`)
  const { say } = wordsIn(language)
  if (state.version !== undefined) print(say('updateNewer', { version: state.version }))
  if (state.previous !== undefined) print(say('updateBefore', { version: state.previous }))
  if (state.failure) print(`${say('labelFailure').padEnd(8)} ${errorWords(state.failure, language)}`)
}
