// `portside workspace`: opens the team's environment, exports one, keeps it in step, and leaves it again.
import { resolve } from 'node:path'
import { stackEntries, stackIds } from '../../preload/catalogue'
import type { Contract } from '../../preload/contract'
import { formatBytes } from '../../preload/amounts'
import { AppError, isAppError, reviveError } from '../../preload/errors'
import type {
  Workspace,
  WorkspaceChange,
  WorkspacePortMove,
  WorkspaceReadiness,
  WorkspaceReview,
  WorkspaceStep,
} from '../../preload/model'
import { first, toJson, type CommandContext } from './command'
import { engineReady } from './engine-ready'
import { exportUsage, exportWorkspace } from './workspace-export-command'
import { formatTable } from './table'
import {
  changeSecret,
  forgetSecret,
  listSecrets,
  readSecrets,
  refuseValues,
  secretsUsage,
} from './workspace-secrets'

const usage = [
  'portside workspace                                      those that are known',
  'portside workspace open <file|folder|link> [allow=<danger>…] [takeover|anew] [secret=<name>…] [seed=<id>…|noseeds]  trust, and start until it is up',
  `portside workspace stack <${stackIds.join('|')}>  servers that go together`,
  'portside workspace status <name>                        what it is, what changed, whether it can start',
  'portside workspace update|start|stop|reset|rollback|leave|remove <name> [allow=<danger>…]',
  'portside workspace restore|forget-snapshot <name> <snapshot>',
  'portside workspace compare <name>                       what differs from the team',
  secretsUsage,
  exportUsage,
].join('\n')

type Verb = (services: Contract, context: CommandContext, args: readonly string[]) => Promise<void>

export async function workspaceCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb, ...rest] = args
  if (verb === undefined) return list(services, context)
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run || rest.length === 0) throw new TypeError(usage)
  await run(services, context, rest)
}

const verbs: Readonly<Record<string, Verb>> = {
  open: async (services, context, [what = '', ...more]) => {
    const { workspaces } = services
    refuseValues(more)
    const review = what.startsWith('portside:')
      ? await workspaces.reviewLink({ link: what })
      : await workspaces.review({ path: resolve(what) })
    const id = await accept(services, context, review, more)
    if (id === undefined) return
    await readSecrets(services, context, id, review, more)
    await engineReady(services, context)
    await startAndTell(services, context, id, seedsIn(more))
  },
  stack: async (services, context, [name, ...more]) => {
    const stack = stackIds.find((one) => one === name)
    if (stack === undefined || more.length > 0) throw new TypeError(usage)
    if (context.dryRun)
      return context.print(
        stackEntries(stack)
          .map(({ image }) => `  runs ${image}`)
          .join('\n'),
      )
    const { id } = await services.workspaces.openStack({ stack })
    await engineReady(services, context)
    await startAndTell(services, context, id)
  },
  status: async (services, context, [name = '']) => {
    const { id } = await find(services, name)
    const readiness = await services.workspaces.check({ id })
    const workspace = await find(services, name)
    if (context.json) return context.print(toJson({ workspace, readiness }))
    context.print(`${workspace.title}  ${workspace.state}`)
    for (const { url, meaning = '' } of workspace.ports)
      if (url !== undefined) context.print(`  ${url}  ${meaning}`)
    printChanges(context, workspace.changes)
    for (const line of downloadLines(readiness)) context.print(`  ${line}`)
    for (const move of readiness.moves) context.print(`  ${movedLine(move)}`)
    for (const secret of readiness.missingSecrets)
      context.print(`  ${secret.name} is missing${secret.optional ? ' (optional)' : ''}`)
    if (readiness.git && readiness.git.behind > 0)
      context.print(`  the folder is ${readiness.git.behind} commits behind ${readiness.git.remote}`)
    for (const line of stoppingLines(readiness)) context.print(`  ${line}`)
    context.print(readiness.ready ? 'Can start.' : 'Cannot start yet.')
  },
  update: async (services, context, [name = '', ...more]) => {
    const { id } = await find(services, name)
    const review = await services.workspaces.update({ id, pull: true }).catch((error: unknown) => {
      if (!isAppError(error, 'workspace.git-silent')) throw error
      // What is in the folder can be taken in all the same.
      if (!context.json) context.print(`  ${String(error.params.remote)} could not be asked for what is new`)
      return services.workspaces.update({ id })
    })
    if (!context.json) printChanges(context, review.changes)
    const accepted = await accept(services, context, review, more)
    if (accepted !== undefined) await startAndTell(services, context, accepted)
  },
  start: async (services, context, [name = '']) =>
    startAndTell(services, context, (await find(services, name)).id),
  stop: simple('stop'),
  rollback: simple('rollBack'),
  leave,
  remove: simple('remove'),
  reset: async (services, context, [name = '']) => {
    const { id } = await find(services, name)
    const { snapshotId } = await services.workspaces.reset({ id })
    if (!context.json) context.print(`The data as it was is kept as snapshot ${snapshotId}.`)
    await follow(services, context, id)
  },
  restore: async (services, context, [name = '', snapshotId = '', ...more]) => {
    if (snapshotId === '' || more.length > 0) throw new TypeError(usage)
    const { id } = await find(services, name)
    await services.workspaces.restore({ id, snapshotId })
    await follow(services, context, id)
  },
  'forget-snapshot': async (services, context, [name = '', snapshotId = '', ...more]) => {
    if (snapshotId === '' || more.length > 0) throw new TypeError(usage)
    const { id } = await find(services, name)
    await services.workspaces.removeSnapshot({ id, snapshotId })
    context.print(context.json ? toJson({ removed: snapshotId }) : `Removed: ${snapshotId}`)
  },
  compare: async (services, context, [name = '']) => {
    const { id } = await find(services, name)
    const compared = await services.workspaces.compare({ id })
    if (context.json) return context.print(toJson(compared))
    if (compared.changes.length === 0) context.print('Just as the team has it.')
    printChanges(context, compared.changes)
  },
  secrets: async (services, context, [name = '', ...more]) => {
    if (more.length > 0) throw new TypeError(usage)
    listSecrets(context, await find(services, name))
  },
  secret: ofSecret(changeSecret),
  'forget-secret': ofSecret(forgetSecret),
  export: exportWorkspace,
}

function ofSecret(work: typeof changeSecret): Verb {
  return async (services, context, [name = '', secret = '', ...more]) => {
    refuseValues([secret, ...more])
    if (secret === '' || more.length > 0) throw new TypeError(usage)
    await work(services, context, await find(services, name), secret)
  }
}

async function list(services: Contract, context: CommandContext): Promise<void> {
  const all = await first(services.workspaces.watchWorkspaces())
  if (context.json) return context.print(toJson(all))
  context.print(
    formatTable(
      ['NAME', 'TITLE', 'STATE', 'OPEN'],
      all.map(({ project, title, state, ports }) => [
        project,
        title,
        state,
        ports.flatMap(({ url }) => url ?? []).join(' '),
      ]),
    ),
  )
}

function simple(method: 'stop' | 'rollBack' | 'remove'): Verb {
  return async (services, context, [name = '', ...more]) => {
    if (more.length > 0) throw new TypeError(usage)
    const { id, project } = await find(services, name)
    await services.workspaces[method]({ id })
    context.print(context.json ? toJson({ done: method, project }) : `Done: ${project}`)
  }
}

/** What it tells besides: data that stays, and that nothing leads back to. */
async function leave(
  services: Contract,
  context: CommandContext,
  [name = '', ...more]: readonly string[],
): Promise<void> {
  if (more.length > 0) throw new TypeError(usage)
  const { id, project } = await find(services, name)
  const mine = (await first(services.containers.watchContainers())).filter((one) => one.project === project)
  const unnamed = mine.reduce((sum, { anonymousVolumes }) => sum + anonymousVolumes.length, 0)
  await services.workspaces.leave({ id })
  if (context.json) return context.print(toJson({ done: 'leave', project, unnamedVolumes: unnamed }))
  context.print(`Done: ${project}`)
  if (unnamed > 0)
    context.print(`Volumes without a name that stay, and do not come back by themselves: ${unnamed}`)
}

/** By id, project or title. */
async function find(services: Contract, name: string): Promise<Workspace> {
  const all = await first(services.workspaces.watchWorkspaces())
  const found = all.find((one) => [one.id, one.project, one.title].includes(name))
  if (!found) throw new TypeError(`there is no workspace ${name}\n${usage}`)
  return found
}

const allowedIn = (args: readonly string[]): string[] =>
  args.filter((one) => one.startsWith('allow=')).map((one) => one.slice('allow='.length))

const takeOverIn = (args: readonly string[]): { readonly takeOver?: boolean } =>
  args.includes('takeover') ? { takeOver: true } : args.includes('anew') ? { takeOver: false } : {}

/** Ids of the optional ones that are wanted; undefined for all. */
const seedsIn = (args: readonly string[]): readonly string[] | undefined => {
  const named = args.filter((one) => one.startsWith('seed=')).map((one) => one.slice('seed='.length))
  return named.length > 0 || args.includes('noseeds') ? named : undefined
}

/** With --dry-run only tells what is asked for. */
async function accept(
  { workspaces }: Contract,
  context: CommandContext,
  review: WorkspaceReview,
  args: readonly string[],
): Promise<string | undefined> {
  const { reviewId, title, author = 'somebody unknown', images, dangers, files, moved } = review
  if (!context.json) {
    context.print(`${title}, by ${author}`)
    for (const { reference } of images) context.print(`  runs ${reference}`)
    if (moved) context.print(`  may be ${moved.title}, moved from ${moved.path}: takeover or anew`)
    for (const path of files?.stays ?? []) context.print(`  keeps ${path}`)
    for (const path of files?.aside ?? []) context.print(`  puts aside ${path}`)
    for (const { id, severe, allowed } of dangers)
      context.print(`  ${severe && !allowed ? '!' : ' '} ${id}${allowed ? '  (allowed before)' : ''}`)
  }
  if (!context.dryRun) {
    try {
      return (await workspaces.accept({ reviewId, allow: allowedIn(args), ...takeOverIn(args) })).id
    } catch (error) {
      await workspaces.decline({ reviewId })
      throw error
    }
  }
  await workspaces.decline({ reviewId })
  if (context.json) context.print(toJson(review))
  return undefined
}

async function startAndTell(
  services: Contract,
  context: CommandContext,
  id: string,
  seeds?: readonly string[],
): Promise<void> {
  await services.workspaces.start({ id, ...(seeds ? { seeds } : {}) })
  await follow(services, context, id)
}

const secondsOf = ({ startedAt = 0, endedAt = startedAt }: WorkspaceStep): string =>
  `${((endedAt - startedAt) / 1000).toFixed(1)} s`

/** Prints each step as it ends. @throws the error that ended the start */
async function follow(services: Contract, context: CommandContext, id: string): Promise<void> {
  const told = new Set<string>()
  for await (const change of services.workspaces.watchWorkspaces()) {
    const workspace = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
    const run = workspace?.run
    if (!workspace || !run) continue
    for (const step of run.steps)
      if (step.endedAt !== undefined && !told.has(step.id)) {
        told.add(step.id)
        if (!context.json)
          context.print(
            `  ${step.kind.padEnd(8)} ${(step.subject || step.services.join(' ')).padEnd(32)} ${step.state} ${secondsOf(step)}${step.cameAlong ? '  the image that came along is used' : ''}`,
          )
      }
    if (run.state === 'active' || run.state === 'rolling-back') continue
    if (run.error) throw reviveError(run.error)
    if (run.state !== 'done') throw new AppError('workspace.given-up', { params: { title: workspace.title } })
    if (context.json) return context.print(toJson(workspace))
    context.print(
      `${workspace.title} is up after ${(((run.endedAt ?? 0) - run.startedAt) / 1000).toFixed(1)} s`,
    )
    for (const { url, meaning = '' } of workspace.ports)
      if (url !== undefined) context.print(`  ${url}  ${meaning}`)
    return
  }
}

/** Megabytes as they are counted on a line: 1 MB is 10^6 bytes. */
function downloadLines({ download: { bytes, unknown, aboutMs } }: WorkspaceReadiness): readonly string[] {
  const about = aboutMs === undefined ? '' : `, in about ${Math.max(1, Math.round(aboutMs / 1000))} s`
  return [
    ...(bytes > 0 ? [`${Math.max(1, Math.round(bytes / 1e6))} MB to download${about}`] : []),
    ...(unknown > 0 ? [`${unknown} images to download, their size is not known`] : []),
  ]
}

/** What keeps it from starting besides secrets. */
function stoppingLines({ images, blocked, missingFolders, disk }: WorkspaceReadiness): readonly string[] {
  return [
    ...images.filter((one) => one.missing).map(({ reference }) => `there is no image ${reference}`),
    ...images
      .filter(({ fits }) => !fits)
      .map(({ reference, platforms }) => `${reference} is only for ${platforms.join(', ')}`),
    ...blocked.map(
      ({ service, port, holder }) =>
        `${service}: port ${port} is taken${holder === '' ? '' : ` by ${holder}`}, and none near it is free`,
    ),
    ...missingFolders.map((path) => `there is no folder ${path}`),
    ...(disk.fits
      ? []
      : [`needs ${formatBytes(disk.needed ?? 0)} of disk, ${formatBytes(disk.available ?? 0)} are free`]),
  ]
}

function printChanges(context: CommandContext, changes: readonly WorkspaceChange[]): void {
  for (const { kind, service, subject, was, now } of changes) {
    const values = was === undefined && now === undefined ? '' : `: ${was ?? 'none'} → ${now ?? 'none'}`
    context.print(
      `  ${kind} ${service === undefined || service === subject ? '' : `${service} `}${subject}${values}`,
    )
  }
}

function movedLine({ service, from, fromLast, to, toLast, holder }: WorkspacePortMove): string {
  const by = holder === '' ? '' : ` by ${holder}`
  const taken =
    fromLast === undefined ? `port ${from} is taken${by}` : `no port from ${from} to ${fromLast} is left`
  const first = fromLast === undefined || holder === '' ? '' : ` (${from} is held by ${holder})`
  return `${service}: ${taken}${first}, ${to}${toLast === undefined ? '' : `-${toLast}`} is used instead`
}
