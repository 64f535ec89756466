// `portside reclaim`: gives back memory and free disk blocks; with --dry-run tells what could go, with ids removes that.
import type { Contract } from '../../preload/contract'
import type { ReclaimItem } from '../../preload/model'
import { toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { errorWords } from './state-words'
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
  const used = plan.usage.map(({ kind, count, bytes }) => [kind, String(count), megabytes(bytes)])
  const { say } = wordsIn(context.language)
  context.print(formatTable([say('kind'), say('count'), say('used')], used))
  context.print('')
  const head = [say('canGo'), say('name'), say('size'), say('why'), say('safe')]
  context.print(
    formatTable(
      head,
      items.map((one) => row(say, one)),
    ),
  )
}

async function remove(services: Contract, context: CommandContext, ids: readonly string[]): Promise<void> {
  const result = await services.resources.reclaim({ ids })
  if (context.json) return context.print(toJson(result))
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

const row = (say: Words['say'], { id, name, bytes, reason, safe }: ReclaimItem): string[] => [
  id,
  name,
  megabytes(bytes),
  reason,
  say(safe ? 'yes' : 'lookFirst'),
]

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
