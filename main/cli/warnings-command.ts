// `portside warnings`: what will hurt soon or just did, its ways out, and putting one away; `portside activity` beside it.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { describeWarning, remedyLabel } from '../../preload/warning-words'
import { formatBytes } from '../../preload/amounts'
import type { Activity, ActivityKind } from '../../preload/model'
import { first, firstValue, toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { UsageError } from './usage'

export async function warningsCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', id, what, ...rest]: readonly string[],
): Promise<void> {
  const { resources } = services
  if (rest.length > 0 || (verb === 'list') !== (id === undefined)) throw new UsageError('warnings')
  const warnings = await first(resources.watchWarnings())
  if (id === undefined) {
    if (context.json) return context.print(toJson(warnings))
    if (warnings.length === 0) return context.print('No warnings.')
    const rows = warnings.map((warning) => {
      const { title, text } = describeWarning('en', warning)
      const ways = warning.remedies.map((one) => `${one.id} (${remedyLabel('en', warning, one)})`)
      return [warning.id, `${title}. ${text}`, ways.join(', ') || '-']
    })
    return context.print(formatTable(['ID', 'WARNING', 'REMEDIES'], rows))
  }
  if (verb === 'apply') {
    const remedies = warnings.find((one) => one.id === id)?.remedies
    if (!remedies) throw new AppError('resources.warning-gone')
    const remedyId = what ?? remedies[0]?.id ?? ''
    if (remedies.find((one) => one.id === remedyId)?.kind === 'reclaim')
      throw new UsageError('warningReclaim')
    await resources.applyRemedy({ warningId: id, remedyId })
    return context.print(context.json ? toJson({ id, remedyId }) : `Applied ${remedyId}`)
  }
  const minutes = Number(what ?? 0)
  if (verb !== 'dismiss' || !Number.isInteger(minutes) || minutes < 0) throw new UsageError('warnings')
  await resources.dismissWarning({ id, minutes })
  context.print(
    context.json
      ? toJson({ id, minutes })
      : `Put away ${minutes === 0 ? 'until it comes back' : `for ${minutes} min`}`,
  )
}

const done: Readonly<Record<ActivityKind, string>> = {
  'container-run': 'ran container',
  'container-discarded': 'moved container to the Trash',
  'container-removed': 'removed container',
  'image-built': 'built image',
  'port-fixed': 'fixed a port of container',
  'memory-returned': 'gave memory back',
  'disk-returned': 'gave disk back',
}

export async function activityCommand(services: Contract, context: CommandContext): Promise<void> {
  const entries = await firstValue(services.activity.watchActivity())
  if (context.json) return context.print(toJson(entries))
  if (entries.length === 0) return context.print('Nothing yet.')
  context.print(formatTable(['WHEN', 'WHAT', 'NAME OR SIZE'], entries.map(row).reverse()))
}

const row = ({ at, kind, name, bytes }: Activity): string[] => [
  new Date(at).toISOString(),
  done[kind],
  bytes === undefined ? name : formatBytes(bytes),
]
