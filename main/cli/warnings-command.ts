// `portside warnings`: what will hurt soon or just did, its ways out, and putting one away; `portside activity` beside it.
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { describeWarning, remedyLabel } from '../../preload/warning-words'
import { formatBytes } from '../../preload/amounts'
import type { Activity, ActivityKind } from '../../preload/model'
import { first, firstValue, toJson, type CommandContext } from './command'
import { formatTable } from './table'
import { UsageError } from './usage'
import { wordsIn, type TextKey, type Words } from './texts'

export async function warningsCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', id, what, ...rest]: readonly string[],
): Promise<void> {
  const { resources } = services
  const { say, language } = wordsIn(context.language)
  if (rest.length > 0 || (verb === 'list') !== (id === undefined)) throw new UsageError('warnings')
  const warnings = await first(resources.watchWarnings())
  if (id === undefined) {
    if (context.json) return context.print(toJson(warnings))
    if (warnings.length === 0) return context.print(say('noWarnings'))
    const rows = warnings.map((warning) => {
      const { title, text } = describeWarning(language, warning)
      const ways = warning.remedies.map((one) => `${one.id} (${remedyLabel(language, warning, one)})`)
      return [warning.id, `${title}. ${text}`, ways.join(', ') || '-']
    })
    return context.print(formatTable([say('id'), say('warning'), say('remedies')], rows))
  }
  if (verb === 'apply') {
    const remedies = warnings.find((one) => one.id === id)?.remedies
    if (!remedies) throw new AppError('resources.warning-gone')
    const remedyId = what ?? remedies[0]?.id ?? ''
    if (remedies.find((one) => one.id === remedyId)?.kind === 'reclaim')
      throw new UsageError('warningReclaim')
    await resources.applyRemedy({ warningId: id, remedyId })
    return context.print(context.json ? toJson({ id, remedyId }) : say('applied', { name: remedyId }))
  }
  const minutes = Number(what ?? 0)
  if (verb !== 'dismiss' || !Number.isInteger(minutes) || minutes < 0) throw new UsageError('warnings')
  await resources.dismissWarning({ id, minutes })
  context.print(
    context.json
      ? toJson({ id, minutes })
      : minutes === 0
        ? say('awayUntil')
        : say('awayFor', { count: minutes }),
  )
}

const done = {
  'container-run': 'ranContainer',
  'container-discarded': 'discardedContainer',
  'container-removed': 'removedContainer',
  'image-built': 'builtImage',
  'port-fixed': 'fixedPort',
  'memory-returned': 'gaveMemory',
  'disk-returned': 'gaveDisk',
} as const satisfies Readonly<Record<ActivityKind, TextKey>>

export async function activityCommand(services: Contract, context: CommandContext): Promise<void> {
  const entries = await firstValue(services.activity.watchActivity())
  const { say } = wordsIn(context.language)
  if (context.json) return context.print(toJson(entries))
  if (entries.length === 0) return context.print(say('noActivity'))
  const rows = entries.map((one) => row(say, one)).reverse()
  context.print(formatTable([say('when'), say('happened'), say('nameOrSize')], rows))
}

const row = (say: Words['say'], { at, kind, name, bytes }: Activity): string[] => [
  new Date(at).toISOString(),
  say(done[kind]),
  bytes === undefined ? name : formatBytes(bytes),
]
