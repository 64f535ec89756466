// `portside workspace export`: writes a running project as one file for others, and proves that it starts.
import { resolve } from 'node:path'
import type { Contract } from '../../preload/contract'
import { formatBytes } from '../../preload/amounts'
import type { WorkspaceExportPlan, WorkspaceExportRequest, WorkspaceLeftOut } from '../../preload/model'
import { legible } from '../../preload/text'
import { toJson, type CommandContext } from './command'
import { followJob } from './follow-job'
import { timeText, wordsIn, type Words } from './texts'
import { UsageError } from './usage'

const flags = new Set(['volumes', 'images', 'noseeds'])

/** With --dry-run only tells what would go in and what would not. */
export async function exportWorkspace(
  { workspaces }: Contract,
  context: CommandContext,
  [project = '', path = '', ...more]: readonly string[],
): Promise<void> {
  const valuesOf = (key: string): string[] =>
    more.filter((one) => one.startsWith(`${key}=`)).map((one) => one.slice(key.length + 1))
  if (path === '' || more.some((one) => !flags.has(one) && !/^(service|keep)=./.test(one)))
    throw new UsageError('workspaceExport')
  const words = wordsIn(context.language)
  const { t, say } = words
  const plan = await workspaces.planExport({ project })
  if (context.dryRun) return context.print(context.json ? toJson(plan) : linesOfPlan(words, plan).join('\n'))
  const chosen = valuesOf('service')
  const has = (flag: string): boolean => more.includes(flag)
  const request: WorkspaceExportRequest = {
    ...{ project, title: plan.title, keep: valuesOf('keep'), images: has('images') },
    ...(plan.description === undefined ? {} : { description: plan.description }),
    ...(plan.author === undefined ? {} : { author: plan.author }),
    services: chosen.length > 0 ? chosen : plan.services.map(({ name }) => name),
    seeds: has('noseeds') ? [] : plan.seeds.map(({ id }) => id),
    volumes: has('volumes') ? plan.volumes.map(({ name }) => name) : [],
  }
  const { exportId } = await workspaces.export({ request, to: { path: resolve(path) } })
  const told = new Set<string>()
  const job = await followJob(
    workspaces.watchExports(),
    exportId,
    () => workspaces.cancelExport({ exportId }),
    ({ steps }) => {
      for (const { stage, subject, state, startedAt = 0, endedAt } of steps) {
        const key = `${stage} ${subject}`
        if (endedAt === undefined || told.has(key) || context.json) continue
        told.add(key)
        const end = say(state === 'done' ? 'stepDone' : 'stepLeft')
        const what = t(`export.stage.${stage}`, { subject })
        context.print(`  ${what.padEnd(40)} ${end} ${timeText(words, endedAt - startedAt)}`)
      }
    },
  )
  const { result } = job
  if (!result) return
  if (context.json) return context.print(toJson({ ...result, path: resolve(path) }))
  const { sizeBytes, provenMs, leftOut, pinned, unpinned } = result
  const time = timeText(words, provenMs)
  context.print(t('export.result', { file: resolve(path), size: formatBytes(sizeBytes), time }))
  for (const one of leftOut) context.print(`  ${leftOutLine(words, one)}`)
  if (pinned.length > 0) context.print(`  ${t('export.pinnedAll', { count: pinned.length })}`)
  for (const image of pinned) context.print(`    ${legible(image)}`)
  if (unpinned.length > 0) context.print(`  ${t('export.inside', { images: unpinned.join(', ') })}`)
}

/** With the word that puts it in all the same, where there is one. */
function leftOutLine({ t }: Words, { kind, service, subject, keepable }: WorkspaceLeftOut): string {
  const keep = keepable ? ` (keep=${service}/${subject})` : ''
  return legible(`${t(`export.kind.${kind}`)} ${service} ${subject}: ${t(`export.out.${kind}`)}${keep}`)
}

const linesOfPlan = (words: Words, plan: WorkspaceExportPlan): string[] => {
  const { t } = words
  return [
    ...plan.services.map(({ name, image, digest, missing, sizeBytes }) => {
      const fixed =
        digest === undefined
          ? t('export.unpinned', { size: formatBytes(sizeBytes ?? 0) })
          : t('export.pinned', { digest })
      return legible(`${t('workspaces.service')} ${name}  ${image}  ${missing ? t('export.missing') : fixed}`)
    }),
    ...plan.seeds.map(({ id, title }) => legible(`${t('workspaces.seeds')} ${id}  ${title}`)),
    ...plan.volumes.map(({ name, volume, external }) => {
      const told = t('export.volume', { name })
      return external ? `${told}  ${t('export.volumeExternal', { volume })}` : told
    }),
    ...plan.leftOut.map((one) => leftOutLine(words, one)),
  ]
}
