// `portside workspace`: opens the team's environment, exports one, keeps it in step, and leaves it again.
import { resolve } from 'node:path'
import { stackEntries, stackIds } from '../../preload/catalogue'
import type { Contract } from '../../preload/contract'
import { errorTexts } from '../../preload/error-texts'
import { AppError, isAppError, reviveError } from '../../preload/errors'
import type { Workspace, WorkspaceReview } from '../../preload/model'
import { fillTemplate, legible } from '../../preload/text'
import { first, toJson, type CommandContext } from './command'
import { engineReady } from './engine-ready'
import { exportWorkspace } from './workspace-export-command'
import { formatTable } from './table'
import { timeText, wordsIn } from './texts'
import { UsageError } from './usage'
import { addressLines, changeLines, readinessLines, reviewLines, stepLine } from './workspace-words'
import { changeSecret, forgetSecret, listSecrets, readSecrets, refuseValues } from './workspace-secrets'

const badUsage = (): UsageError => new UsageError('workspace', { stacks: stackIds.join('|') })

type Verb = (services: Contract, context: CommandContext, args: readonly string[]) => Promise<void>

export async function workspaceCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  const [verb, ...rest] = args
  if (verb === undefined) return list(services, context)
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run || rest.length === 0) throw badUsage()
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
    if (stack === undefined || more.length > 0) throw badUsage()
    if (context.dryRun)
      return context.print(
        stackEntries(stack)
          .map(({ image }) => `  ${wordsIn(context.language).say('runs', { image })}`)
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
    const words = wordsIn(context.language)
    context.print(`${legible(workspace.title)}  ${words.t(`workspaces.state.${workspace.state}`)}`)
    for (const line of [
      ...addressLines(workspace),
      ...changeLines(words, workspace),
      ...readinessLines(words, readiness),
    ])
      context.print(line)
  },
  update: async (services, context, [name = '', ...more]) => {
    const { id } = await find(services, name)
    const review = await services.workspaces.update({ id, pull: true }).catch((error: unknown) => {
      if (!isAppError(error, 'workspace.git-silent')) throw error
      // What is in the folder can be taken in all the same.
      const { title } = errorTexts[error.code][context.language ?? 'en']
      if (!context.json) context.print(`  ${fillTemplate(title, error.params)}`)
      return services.workspaces.update({ id })
    })
    if (!context.json) for (const line of changeLines(wordsIn(context.language), review)) context.print(line)
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
    if (!context.json) context.print(wordsIn(context.language).say('snapshot', { id: snapshotId }))
    await follow(services, context, id)
  },
  restore: async (services, context, [name = '', snapshotId = '', ...more]) => {
    if (snapshotId === '' || more.length > 0) throw badUsage()
    const { id } = await find(services, name)
    await services.workspaces.restore({ id, snapshotId })
    await follow(services, context, id)
  },
  'forget-snapshot': async (services, context, [name = '', snapshotId = '', ...more]) => {
    if (snapshotId === '' || more.length > 0) throw badUsage()
    const { id } = await find(services, name)
    await services.workspaces.removeSnapshot({ id, snapshotId })
    context.print(
      context.json
        ? toJson({ removed: snapshotId })
        : wordsIn(context.language).say('removed', { what: snapshotId }),
    )
  },
  compare: async (services, context, [name = '']) => {
    const { id } = await find(services, name)
    const compared = await services.workspaces.compare({ id })
    if (context.json) return context.print(toJson(compared))
    const words = wordsIn(context.language)
    if (compared.changes.length === 0) context.print(words.t('workspaces.same'))
    for (const line of changeLines(words, compared)) context.print(line)
  },
  secrets: async (services, context, [name = '', ...more]) => {
    if (more.length > 0) throw badUsage()
    listSecrets(context, await find(services, name))
  },
  secret: ofSecret(changeSecret),
  'forget-secret': ofSecret(forgetSecret),
  export: exportWorkspace,
}

function ofSecret(work: typeof changeSecret): Verb {
  return async (services, context, [name = '', secret = '', ...more]) => {
    refuseValues([secret, ...more])
    if (secret === '' || more.length > 0) throw badUsage()
    await work(services, context, await find(services, name), secret)
  }
}

async function list(services: Contract, context: CommandContext): Promise<void> {
  const all = await first(services.workspaces.watchWorkspaces())
  if (context.json) return context.print(toJson(all))
  const { t, say } = wordsIn(context.language)
  context.print(
    formatTable(
      [say('name'), say('title'), say('state'), say('address')],
      all.map(({ project, title, state, ports }) => [
        project,
        legible(title),
        t(`workspaces.state.${state}`),
        ports.flatMap(({ url }) => url ?? []).join(' '),
      ]),
    ),
  )
}

function simple(method: 'stop' | 'rollBack' | 'remove'): Verb {
  return async (services, context, [name = '', ...more]) => {
    if (more.length > 0) throw badUsage()
    const { id, project } = await find(services, name)
    await services.workspaces[method]({ id })
    context.print(
      context.json
        ? toJson({ done: method, project })
        : wordsIn(context.language).say('done', { what: project }),
    )
  }
}

/** What it tells besides: data that stays, and that nothing leads back to. */
async function leave(
  services: Contract,
  context: CommandContext,
  [name = '', ...more]: readonly string[],
): Promise<void> {
  if (more.length > 0) throw badUsage()
  const { id, project } = await find(services, name)
  const mine = (await first(services.containers.watchContainers())).filter((one) => one.project === project)
  const unnamed = mine.reduce((sum, { anonymousVolumes }) => sum + anonymousVolumes.length, 0)
  await services.workspaces.leave({ id })
  if (context.json) return context.print(toJson({ done: 'leave', project, unnamedVolumes: unnamed }))
  const { t, say } = wordsIn(context.language)
  context.print(say('done', { what: project }))
  if (unnamed > 0) context.print(t('workspaces.leaveUnnamed', { count: unnamed }))
}

/** By id, project or title. @throws workspace.unknown */
async function find(services: Contract, name: string): Promise<Workspace> {
  const all = await first(services.workspaces.watchWorkspaces())
  const found = all.find((one) => [one.id, one.project, one.title].includes(name))
  if (!found) throw new AppError('workspace.unknown', { params: { id: name.slice(0, 80) } })
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
  const { reviewId } = review
  if (!context.json) for (const line of reviewLines(wordsIn(context.language), review)) context.print(line)
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

/** Prints each step as it ends. @throws the error that ended the start */
async function follow(services: Contract, context: CommandContext, id: string): Promise<void> {
  const words = wordsIn(context.language)
  const told = new Set<string>()
  for await (const change of services.workspaces.watchWorkspaces()) {
    const workspace = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
    const run = workspace?.run
    if (!workspace || !run) continue
    for (const step of run.steps)
      if (step.endedAt !== undefined && !told.has(step.id)) {
        told.add(step.id)
        if (!context.json) context.print(stepLine(words, step))
      }
    if (run.state === 'active' || run.state === 'rolling-back') continue
    if (run.error) throw reviveError(run.error)
    if (run.state !== 'done') throw new AppError('workspace.given-up', { params: { title: workspace.title } })
    if (context.json) return context.print(toJson(workspace))
    const time = timeText(words, (run.endedAt ?? 0) - run.startedAt)
    const name = workspace.title
    context.print(`${words.t('workspaces.up', { name })} ${words.t('workspaces.upAfter', { time })}`)
    for (const line of addressLines(workspace)) context.print(line)
    return
  }
}
