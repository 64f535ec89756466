// `portside wsl`: has Windows install or update WSL, and looks after what all distributions of WSL share.
import type { Contract } from '../../preload/contract'
import type { WslLimitsChange } from '../../preload/model'
import { toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { UsageError } from './usage'
import { stateWord } from './state-words'
import { wordsIn } from './texts'

export async function wslCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb, ...rest] = args
  if (verb === 'limits') return limits(services, context, rest)
  if (verb === 'distributions' && rest.length === 0) return distributions(services, context)
  if (verb === 'integrate') return integrate(services, context, rest)
  if (verb === 'compact' && rest.length === 0) return compact(services, context)
  if ((verb !== 'install' && verb !== 'update') || rest.length > 0) throw new UsageError('wsl')
  const { say } = wordsIn(context.language)
  if (!context.json) context.print(say('windowsAsks'))
  await services.wsl[verb]()
  if (context.json) context.print(toJson({ done: verb }))
  else context.print(say('wslDone'))
}

async function compact({ wsl }: Contract, context: CommandContext): Promise<void> {
  if (!context.json) context.print(wordsIn(context.language).say('windowsAsksEnds'))
  const result = await wsl.compactDisk()
  context.print(
    context.json
      ? toJson(result)
      : wordsIn(context.language).say('wslBack', { size: `${(result.freedBytes / 1e6).toFixed(1)} MB` }),
  )
}

async function distributions({ wsl }: Contract, context: CommandContext): Promise<void> {
  const found = await wsl.getDistributions()
  if (context.json) return context.print(toJson(found))
  const { say } = wordsIn(context.language)
  const rows = found.distributions.map(({ name, version, running, integrated }) => [
    name,
    String(version),
    stateWord(context.language, running ? 'running' : 'stopped'),
    say(integrated ? 'on' : 'off'),
  ])
  context.print(formatTable([say('distribution'), say('wsl'), say('state'), say('integration')], rows))
  if (found.needsRestart) context.print(say('wslRestart'))
}

async function integrate(
  services: Contract,
  context: CommandContext,
  [name, state, ...rest]: readonly string[],
): Promise<void> {
  if (name === undefined || (state !== 'on' && state !== 'off') || rest.length > 0)
    throw new UsageError('wsl')
  await services.wsl.setIntegration({ name, on: state === 'on' })
  await distributions(services, context)
}

async function limits(
  { wsl }: Contract,
  context: CommandContext,
  [verb, ...words]: readonly string[],
): Promise<void> {
  if (verb === undefined) return context.print(toJson(await wsl.getLimits()))
  if ((verb !== 'plan' && verb !== 'apply') || words.length === 0) throw new UsageError('wsl')
  const change = Object.assign({}, ...words.map(parseLimit)) as WslLimitsChange
  const plan = await wsl.planLimits({ change })
  if (verb === 'apply') await wsl.applyLimits({ change, basis: plan.basis })
  if (context.json) return context.print(toJson({ ...plan, applied: verb === 'apply' }))
  const { say } = wordsIn(context.language)
  const marks = { kept: ' ', added: '+', removed: '-' }
  for (const { kind, text } of plan.lines) context.print(`${marks[kind]} ${text}`)
  for (const name of plan.lowers) context.print(say('wslLower', { name }))
  if (verb === 'apply') context.print(say('wslWritten'))
}

const reclaimModes = ['disabled', 'gradual', 'dropCache'] as const

/** @throws TypeError for a word that is no limit */
export function parseLimit(word: string): WslLimitsChange {
  const [name, value = ''] = word.split('=', 2)
  const unset = value === 'default'
  const bytes = unset ? null : sizeOf(value)
  if (name === 'memory' && bytes !== undefined) return { memoryBytes: bytes }
  if (name === 'swap' && bytes !== undefined) return { swapBytes: bytes }
  if (name === 'processors' && (unset || /^[1-9]\d*$/.test(value)))
    return { processors: unset ? null : Number(value) }
  const mode = reclaimModes.find((one) => one.toLowerCase() === value.toLowerCase())
  if (name === 'reclaim' && (unset || mode)) return { autoMemoryReclaim: unset ? null : (mode ?? null) }
  throw new UsageError('wsl')
}

function sizeOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9})([KMGT])?B?$/i.exec(text) ?? []
  if (digits === undefined) return undefined
  return Number(digits) * 1024 ** ' KMGT'.indexOf(unit.toUpperCase() || ' ')
}
