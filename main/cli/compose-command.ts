// `portside compose`: projects, what they lack, and what is done with them, followed to the end.
import { resolve } from 'node:path'
import type { Contract } from '../../preload/contract'
import { AppError, reviveError } from '../../preload/errors'
import type {
  ComposeAction,
  ComposeFinding,
  ComposeProject,
  ComposeRequest,
  ComposeVerb,
} from '../../preload/model'
import { legible } from '../../preload/text'
import { findingText, fixText, stepWord } from '../../renderer/i18n/shared-words'
import { first, toJson, type CommandContext } from './command'
import { composeLogs } from './compose-logs'
import { engineReady } from './engine-ready'
import { formatTable } from './table'
import { timeText, wordsIn, type Words } from './texts'
import { objectWords } from './state-words'
import { UsageError } from './usage'

export const composeOptions = {
  file: { type: 'string', multiple: true, short: 'f' },
  profile: { type: 'string', multiple: true },
  'env-file': { type: 'string', multiple: true },
  name: { type: 'string' },
  volumes: { type: 'boolean', short: 'v' },
  build: { type: 'boolean' },
  follow: { type: 'boolean' },
} as const

type Run = (
  services: Contract,
  context: CommandContext,
  project: string,
  words: readonly string[],
) => Promise<void>

const verbs: readonly ComposeVerb[] = ['up', 'down', 'stop', 'start', 'restart', 'pull', 'build', 'watch']

const others: Readonly<Record<string, Run>> = {
  check: async (services, context, projectId) => {
    const { findings } = await services.compose.check({ projectId })
    if (context.json) return context.print(toJson({ projectId, findings }))
    const words = wordsIn(context.language)
    if (findings.length === 0) return context.print(words.say('nothingMissing'))
    context.print(findings.flatMap((one) => findingLines(words, projectId, one)).join('\n'))
  },
  fix: async (services, context, projectId, [findingId = '', fixId = '', ...more]) => {
    if (fixId === '' || more.length > 0) throw new UsageError('compose')
    await services.compose.fix({ projectId, findingId, fixId })
    context.print(
      context.json
        ? toJson({ fixed: findingId })
        : wordsIn(context.language).say('done', { what: findingId }),
    )
  },
  config: async (services, context, projectId) => {
    const config = await services.compose.getConfig({ projectId })
    context.print(context.json ? toJson(config) : config.yaml.trimEnd())
  },
  logs: composeLogs,
  forget: async (services, context, projectId) => {
    await services.compose.forget({ projectId })
    if (context.json) context.print(toJson({ forgotten: projectId }))
    else context.print(wordsIn(context.language).say('notListed', { name: projectId }))
  },
  scale: async (services, context, projectId, words) => {
    const scale = Object.fromEntries(words.map(readScale))
    if (words.length === 0) throw new UsageError('compose')
    await act(services, context, projectId, { verb: 'scale', services: [], scale })
  },
}

export async function composeCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'ls', subject, ...words]: readonly string[],
): Promise<void> {
  if (verb === 'ls' && subject === undefined) return list(services, context)
  if (subject === undefined) throw new UsageError('compose')
  if (verb === 'open') return context.print(await opened(services, context, subject, words))
  const known = verbs.find((one) => one === verb)
  const other = Object.hasOwn(others, verb) ? others[verb] : undefined
  if (known === undefined && other === undefined) throw new UsageError('compose')
  const isPath = /[/\\]|^\.+$|\.ya?ml$/.test(subject)
  const projectId = isPath ? await open(services, context, subject) : subject
  if (other) return other(services, context, projectId, words)
  if (known === undefined) return
  if (known === 'down' && context.dryRun)
    return context.print(toJson(await services.compose.planDown({ projectId })))
  if (known === 'up') await refuseStopped(services, context, projectId, words)
  await act(services, context, projectId, {
    verb: known,
    services: words,
    ...(context.options.volumes === true && known === 'down' ? { removeVolumes: true } : {}),
    ...(context.options.build === true && known === 'up' ? { build: true } : {}),
  })
}

/** Told before anything is started, as the window does. @throws compose.would-stop */
async function refuseStopped(
  services: Contract,
  context: CommandContext,
  projectId: string,
  words: readonly string[],
): Promise<void> {
  await engineReady(services, context)
  const { findings } = await services.compose.check({ projectId })
  const isAsked = ({ service }: ComposeFinding): boolean =>
    service === undefined || words.length === 0 || words.includes(service)
  const stopping = findings.filter((one) => one.weight === 'stops' && isAsked(one))
  if (stopping.length === 0) return
  const reason = stopping.map(({ service, subject }) => `${service ?? projectId}: ${subject}`).join(', ')
  const told = wordsIn(context.language)
  const detail = stopping.flatMap((one) => findingLines(told, projectId, one)).join('\n')
  throw new AppError('compose.would-stop', { params: { project: projectId, reason }, detail })
}

async function list(services: Contract, context: CommandContext): Promise<void> {
  const projects = await first(services.compose.watchProjects())
  if (context.json) return context.print(toJson(projects))
  const words = wordsIn(context.language)
  const { say } = words
  context.print(
    formatTable(
      [say('project'), say('state'), say('services'), say('files')],
      projects.map((one) => projectRow(words, one)),
    ),
  )
}

const projectRow = ({ t, say }: Words, project: ComposeProject): string[] => {
  const { id, state, services, files, missing } = project
  return [
    id,
    t(`projects.state.${state}`),
    services.map(({ name, running, containers }) => `${name} ${running}/${containers}`).join(', '),
    missing.length > 0 ? say('gone', { path: missing.join(', ') }) : (files?.files ?? []).join(', '),
  ]
}

/** What is missing, and below it each way out with the words that take it. */
function findingLines({ t, language }: Words, projectId: string, finding: ComposeFinding): string[] {
  const mark = finding.weight === 'stops' ? '!' : ' '
  return [
    `${mark} ${findingText(t, finding, language)}`,
    ...finding.fixes.map(
      (fix) =>
        `    ${fixText(t, fix, finding.subject)}: portside compose fix ${projectId} ${finding.id} ${fix.id}`,
    ),
  ]
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

async function open(services: Contract, { options }: CommandContext, path: string): Promise<string> {
  const { projectId } = await services.compose.open({
    path: resolve(path),
    moreFiles: strings(options.file).map((file) => resolve(file)),
    profiles: strings(options.profile),
    envFiles: strings(options['env-file']).map((file) => resolve(file)),
    ...(typeof options.name === 'string' ? { name: options.name } : {}),
  })
  return projectId
}

async function opened(
  services: Contract,
  context: CommandContext,
  path: string,
  more: readonly string[],
): Promise<string> {
  if (more.length > 0) throw new UsageError('compose')
  const projectId = await open(services, context, path)
  return context.json ? toJson({ projectId }) : wordsIn(context.language).say('opened', { name: projectId })
}

function readScale(word: string): [string, number] {
  const [, service = '', count = ''] = /^([^=]+)=(\d{1,4})$/.exec(word) ?? []
  if (service === '') throw new UsageError('compose')
  return [service, Number(count)]
}

/** Follows what was begun to its end; an interruption cancels it, and what was made so far stays. */
async function act(
  services: Contract,
  context: CommandContext,
  projectId: string,
  request: ComposeRequest,
): Promise<void> {
  const { actionId } = await services.compose.begin({ projectId, request })
  const cancel = (): void => void services.compose.cancel({ actionId })
  process.once('SIGINT', cancel)
  const told = new Map<string, string>()
  try {
    for await (const change of services.compose.watchActions()) {
      const items = change.kind === 'snapshot' ? change.items : change.upsert
      const action = items.find(({ id }) => id === actionId)
      if (!action) continue
      if (!context.json) tellSteps(action, told, context)
      if (action.state !== 'active') return end(action, context)
    }
  } finally {
    process.off('SIGINT', cancel)
  }
}

function tellSteps({ steps }: ComposeAction, told: Map<string, string>, context: CommandContext): void {
  const words = wordsIn(context.language)
  for (const { id, status, startedAt, endedAt } of steps) {
    if (told.get(id) === status) continue
    told.set(id, status)
    const took = endedAt === undefined ? '' : ` ${timeText(words, endedAt - startedAt)}`
    context.print(`${objectWords(context.language, legible(id))}: ${stepWord(words.t, { status })}${took}`)
  }
}

function end(action: ComposeAction, { json, language, print }: CommandContext): void {
  if (json) print(toJson(action))
  if (action.error) throw reviveError(action.error)
  if (action.state === 'cancelled')
    throw new AppError('compose.cancelled', { params: { verb: action.request.verb } })
  if (json) return
  const words = wordsIn(language)
  const what = `${words.t(`projects.verb.${action.request.verb}`)} ${action.projectId}`
  const time = timeText(words, (action.endedAt ?? action.startedAt) - action.startedAt)
  print(words.say('done', { what: words.say('took', { what, time }) }))
}
