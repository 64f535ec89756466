// `portside workspace export`: writes a running project as one file for others, and proves that it starts.
import { resolve } from 'node:path'
import type { Contract } from '../../preload/contract'
import type { WorkspaceExportRequest } from '../../preload/model'
import { toJson, type CommandContext } from './command'
import { followJob } from './follow-job'

export const exportUsage =
  'portside workspace export <project> <file.portside> [volumes] [images] [noseeds] [service=<name>…] [keep=<service/subject>…]'

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
    throw new TypeError(exportUsage)
  const plan = await workspaces.planExport({ project })
  if (context.dryRun) return context.print(context.json ? toJson(plan) : linesOfPlan(plan).join('\n'))
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
        context.print(`  ${stage.padEnd(8)} ${subject.padEnd(32)} ${state} ${seconds(endedAt - startedAt)}`)
      }
    },
  )
  const { result } = job
  if (!result) return
  if (context.json) return context.print(toJson({ ...result, path: resolve(path) }))
  context.print(
    `${resolve(path)}: ${(result.sizeBytes / 1e6).toFixed(1)} MB, a copy started in ${seconds(result.provenMs)}`,
  )
  for (const { kind, service, subject } of result.leftOut)
    context.print(`  left out: ${kind} ${service} ${subject}`)
  for (const image of result.pinned) context.print(`  fixed by digest: ${image}`)
  for (const image of result.unpinned) context.print(`  in no registry, so it is in the file: ${image}`)
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const linesOfPlan = (plan: Awaited<ReturnType<Contract['workspaces']['planExport']>>): string[] => [
  ...plan.services.map(
    ({ name, image, digest, missing }) =>
      `service ${name}  ${image}  ${missing ? 'not here: downloaded with images' : (digest ?? 'in no registry')}`,
  ),
  ...plan.seeds.map(({ id, title }) => `seed ${id}  ${title}`),
  ...plan.volumes.map(
    ({ name, volume, external }) => `volume ${name}${external ? `  ${volume}, external` : ''}`,
  ),
  ...plan.leftOut.map(({ kind, service, subject }) => `left out: ${kind} ${service} ${subject}`),
]
