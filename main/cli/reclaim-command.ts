// `portside reclaim`: gives back memory and free disk blocks; with --dry-run tells what could go, with ids removes that.
import type { Contract } from '../../preload/contract'
import { reviveError } from '../../preload/errors'
import type { ReclaimItem, ReclaimResult } from '../../preload/model'
import { toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { errorWords } from './state-words'
import { UsageError } from './usage'
import { wordsIn, type Words } from './texts'

export async function reclaimCommand(
  services: Contract,
  context: CommandContext,
  ids: readonly string[],
): Promise<void> {
  if (context.dryRun) return tell(services, context, ids)
  if (ids.length > 0) return remove(services, context, ids)
  const memory = await services.machine.reclaimMemory()
  const disk = await services.machine.reclaimDisk()
  if (context.json) return context.print(toJson({ memory, disk }))
  const { say } = wordsIn(context.language)
  context.print(say('memoryBack', { size: megabytes(memory.freedBytes) }))
  context.print(say('diskBack', { size: megabytes(disk.freedBytes) }))
}

async function tell(services: Contract, context: CommandContext, ids: readonly string[]): Promise<void> {
  const plan = await services.resources.planReclaim()
  const items = ids.length === 0 ? plan.items : plan.items.filter(({ id }) => ids.includes(id))
  if (context.json) return context.print(toJson({ ...plan, items }))
  const words = wordsIn(context.language)
  const { say, t } = words
  const used = plan.usage.map(({ kind, count, bytes }) => [
    t(`taken.${kind}`),
    String(count),
    megabytes(bytes),
  ])
  context.print(formatTable([say('kind'), say('count'), say('used')], used))
  context.print('')
  const head = [say('canGo'), say('name'), say('size'), say('why'), say('safe')]
  context.print(
    formatTable(
      head,
      items.map((one) => row(words, one)),
    ),
  )
}

async function remove(services: Contract, context: CommandContext, ids: readonly string[]): Promise<void> {
  const result = await services.resources.reclaim({ ids })
  if (context.json) context.print(toJson(result))
  else report(result, context, ids)
  const [kept] = result.kept
  if (kept) throw reviveError(kept.error)
  const known = new Set(result.removed)
  const others = ids.filter((id) => !known.has(id))
  if (others.length > 0) throw new UsageError('reclaimUnknown', { ids: others.join(' ') })
}

function report(result: ReclaimResult, context: CommandContext, ids: readonly string[]): void {
  const { say } = wordsIn(context.language)
  context.print(
    say('removedOf', {
      count: result.removed.length,
      all: ids.length,
      size: megabytes(result.engineBytes),
    }),
  )
  if (result.hostBytes !== undefined)
    context.print(say('diskBackHere', { size: megabytes(result.hostBytes) }))
  for (const { id, error } of result.kept)
    context.print(say('keptWhy', { id, why: errorWords(error, context.language) }))
}

const row = ({ say, t }: Words, { id, name, bytes, reason, safe }: ReclaimItem): string[] => [
  id,
  name,
  megabytes(bytes),
  t(`reason.${reason}`),
  say(safe ? 'yes' : 'lookFirst'),
]

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
