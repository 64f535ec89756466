// `portside reclaim`: gives back memory and free disk blocks; with --dry-run tells what could go, with ids removes that.
import type { Contract } from '../../preload/contract'
import type { ReclaimItem } from '../../preload/model'
import { toJson, type CommandContext } from './command'
import { formatTable } from './table'

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
  context.print(`Memory  ${megabytes(memory.freedBytes)} given back`)
  context.print(`Disk    ${megabytes(disk.freedBytes)} given back`)
}

async function tell(services: Contract, context: CommandContext, ids: readonly string[]): Promise<void> {
  const plan = await services.resources.planReclaim()
  const items = ids.length === 0 ? plan.items : plan.items.filter(({ id }) => ids.includes(id))
  if (context.json) return context.print(toJson({ ...plan, items }))
  const used = plan.usage.map(({ kind, count, bytes }) => [kind, String(count), megabytes(bytes)])
  context.print(formatTable(['KIND', 'COUNT', 'USED'], used))
  context.print('')
  context.print(formatTable(['CAN GO', 'NAME', 'SIZE', 'WHY', 'SAFE'], items.map(row)))
}

async function remove(services: Contract, context: CommandContext, ids: readonly string[]): Promise<void> {
  const result = await services.resources.reclaim({ ids })
  if (context.json) return context.print(toJson(result))
  context.print(`Removed ${result.removed.length} of ${ids.length}, ${megabytes(result.engineBytes)}`)
  if (result.hostBytes !== undefined)
    context.print(`Disk    ${megabytes(result.hostBytes)} given back to this computer`)
  for (const { id, error } of result.kept) context.print(`Kept    ${id}: ${error.message}`)
}

const row = ({ id, name, bytes, reason, safe }: ReclaimItem): string[] => [
  id,
  name,
  megabytes(bytes),
  reason,
  safe ? 'yes' : 'look first',
]

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
