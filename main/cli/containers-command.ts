// `portside containers`: everything that the window does with containers.
import { bytesOf } from '../../preload/amounts'
import type { Contract } from '../../preload/contract'
import { AppError, reviveError, serialiseError, type SerialisedError } from '../../preload/errors'
import type { Container, ContainerHistory, ContainerLimits, TrashedContainer } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import { first, firstValue, toJson, type CommandContext } from './command'
import { words } from './images-command'
import { policyOf } from './run-request'
import { runOne } from './run-command'
import { formatTable } from './table'
import { UsageError } from './usage'
import { containerStateWord } from './state-words'
import { wordsIn } from './texts'

export const containersOptions = { follow: { type: 'boolean' }, volumes: { type: 'boolean' } } as const

type Answer = (services: Contract, context: CommandContext, args: readonly string[]) => Promise<unknown>

/** How many words each takes after its own. */
interface Verb {
  readonly least: number
  readonly most: number
  readonly run: Answer
}

const many = (act: (services: Contract, id: string, context: CommandContext) => Promise<unknown>): Verb => ({
  least: 1,
  most: Infinity,
  run: async (services, context, names) => {
    const all = await first(services.containers.watchContainers())
    return each(names, (name) => act(services, idOf(all, name), context))
  },
})

const one = (
  most: number,
  run: (services: Contract, id: string, rest: readonly string[]) => Promise<unknown>,
): Verb => ({
  least: 1,
  most,
  run: async (services, _context, [name = '', ...rest]) =>
    run(services, idOf(await first(services.containers.watchContainers()), name), rest),
})

const verbs: Readonly<Record<string, Verb>> = {
  start: many(({ containers }, id) => containers.start({ id })),
  stop: many(({ containers }, id) => containers.stop({ id })),
  restart: many(({ containers }, id) => containers.restart({ id })),
  pause: many(({ containers }, id) => containers.pause({ id })),
  unpause: many(({ containers }, id) => containers.unpause({ id })),
  kill: many(({ containers }, id) => containers.kill({ id })),
  remove: many(({ containers }, id, { options }) =>
    containers.discard({ id, ...(options.volumes === true ? { volumes: true } : {}) }),
  ),
  delete: many(({ containers }, id, { options }) =>
    containers.remove({ id, force: true, ...(options.volumes === true ? { volumes: true } : {}) }),
  ),
  trash: { least: 0, most: 0, run: ({ containers }) => first(containers.watchTrash()) },
  restore: {
    least: 1,
    most: Infinity,
    run: async ({ containers }, _context, names) => {
      const ids = await trashed(containers, names)
      return each(names, (_name, index) => containers.restore({ id: ids[index] ?? '' }))
    },
  },
  'empty-trash': {
    least: 0,
    most: Infinity,
    run: async ({ containers }, _context, names) => {
      const ids = names.length === 0 ? undefined : await trashed(containers, names)
      await containers.deleteDiscarded(ids ? { ids } : {})
      return { deleted: ids?.length ?? 'all' }
    },
  },
  rename: one(2, async ({ containers }, id, [name = '']) => {
    await containers.rename({ id, name })
    return { renamed: name }
  }),
  details: one(1, ({ containers }, id) => containers.getDetails({ id })),
  processes: one(1, ({ containers }, id) => containers.getProcesses({ id })),
  data: one(1, ({ containers }, id) => containers.getData({ id })),
  stats: one(1, ({ containers }, id) => firstValue(containers.watchStats({ id }))),
  history: one(2, ({ containers }, id, [range = '5m']) => {
    if (range !== '5m' && range !== '30m' && range !== '24h') throw new UsageError('containers')
    return containers.getStatsHistory({ id, range })
  }),
  limits: one(4, limits),
  recreate: one(2, ({ containers }, id, [image]) =>
    containers.recreate({ id, ...(image === undefined ? {} : { image }) }),
  ),
  terminal: one(2, async ({ terminals }, id, [user]) => {
    await terminals.openOutside({ containerId: id, ...(user === undefined ? {} : { user }) })
    return { opened: true }
  }),
  run: {
    least: 1,
    most: Infinity,
    run: runOne,
  },
}

/** @throws TypeError for words that it does not understand; what each method throws */
export async function containersCommand(
  services: Contract,
  context: CommandContext,
  [name = 'list', ...args]: readonly string[],
): Promise<void> {
  if (name === 'list' && args.length === 0) return listContainers(services, context)
  if (name === 'logs' && (args.length === 1 || args.length === 2)) return logs(services, context, args)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb || args.length < verb.least || args.length > verb.most) throw new UsageError('containers')
  const result = await verb.run(services, context, args)
  context.print(context.json ? toJson(result) : people(name, result, context.language))
  const failed = Array.isArray(result)
    ? (result as Outcome[]).find(({ error }) => error !== undefined)
    : undefined
  if (failed?.error) throw reviveError(failed.error)
}

/** How it went with one of several. */
interface Outcome {
  readonly name?: string
  readonly done?: boolean
  readonly error?: SerialisedError
}

export async function listContainers(services: Contract, context: CommandContext): Promise<void> {
  const containers = await first(services.containers.watchContainers())
  if (context.json) return context.print(toJson(containers))
  const { say } = wordsIn(context.language)
  const rows = containers.map((one) => containerRow(one, context.language))
  context.print(formatTable([say('name'), say('image'), say('state'), say('ports')], rows))
}

const containerRow = (container: Container, language: CommandContext['language']): string[] => {
  const { name, image, ports } = container
  return [
    name,
    image,
    containerStateWord(language, container),
    ports.map((p) => `${p.hostAddress}:${writePort(p) || 0}->${p.containerPort}/${p.protocol}`).join(', '),
  ]
}

/** By its name, its id, or the beginning of its id that no other has. @throws container.not-found */
function idOf(all: readonly { readonly id: string; readonly name: string }[], typed: string): string {
  const exact = all.find(({ id, name }) => name === typed || id === typed)
  if (exact) return exact.id
  const alike = /^[\da-f]{4,}$/.test(typed) ? all.filter(({ id }) => id.startsWith(typed)) : []
  if (alike.length === 1 && alike[0]) return alike[0].id
  throw new AppError('container.not-found', { params: { container: typed } })
}

/** Ids of these containers of the Trash. */
async function trashed({ watchTrash }: Contract['containers'], names: readonly string[]): Promise<string[]> {
  const all = await first(watchTrash())
  return names.map((name) => idOf(all, name))
}

/** One after the other, the others too when one fails. */
async function each(
  names: readonly string[],
  act: (name: string, index: number) => Promise<unknown>,
): Promise<readonly Outcome[]> {
  const results: Outcome[] = []
  for (const [index, name] of names.entries())
    try {
      results.push({ name, done: true, ...objectOf(await act(name, index)) })
    } catch (error) {
      results.push({ name, done: false, error: serialiseError(error) })
    }
  return results
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

async function limits(services: Contract, id: string, options: readonly string[]): Promise<ContainerLimits> {
  const { memoryLimitBytes, cpuLimit, restart } = await services.containers.getDetails({ id })
  const known: ContainerLimits = {
    memoryBytes: Math.max(0, memoryLimitBytes),
    cpus: Math.max(0, cpuLimit),
    restart: policyOf(restart === '' ? 'no' : restart),
  }
  if (options.length === 0) return known
  const asked = Object.fromEntries(options.map((option) => limitOf(option))) as Partial<ContainerLimits>
  await services.resources.setLimits({ id, limits: asked })
  return { ...known, ...asked }
}

function limitOf(option: string): [keyof ContainerLimits, number | string] {
  const [, name = '', value = ''] = /^(\w+)=(.+)$/.exec(option) ?? []
  const bytes = bytesOf(value)
  if (name === 'memory' && bytes !== undefined) return ['memoryBytes', bytes]
  if (name === 'cpus' && Number(value) >= 0) return ['cpus', Number(value)]
  if (name === 'restart') return ['restart', policyOf(value)]
  throw new UsageError('containers')
}

async function logs(
  { containers }: Contract,
  { json, print, options }: CommandContext,
  [name = '', lines = '200']: readonly string[],
): Promise<void> {
  if (!/^\d{1,9}$/.test(lines)) throw new UsageError('containers')
  const id = idOf(await first(containers.watchContainers()), name)
  const follow = options.follow === true
  for await (const batch of containers.watchLogs({ id, tail: Number(lines), follow }))
    // One object a line, as programs read streams.
    for (const line of batch) print(json ? JSON.stringify(line) : line.text)
}

type Table = Awaited<ReturnType<Contract['containers']['getProcesses']>>

/** What a person is told of the answer; whoever wants all of it asks for JSON. */
function people(verb: string, result: unknown, language: CommandContext['language']): string {
  if (verb === 'processes') {
    const { titles, rows } = result as Table
    return formatTable(titles, rows)
  }
  if (verb === 'trash') {
    const { say } = wordsIn(language)
    const rows = (result as readonly TrashedContainer[]).map(({ name, image, until }) => [
      name,
      image,
      new Date(until).toISOString(),
    ])
    return formatTable([say('name'), say('image'), say('keptUntil')], rows)
  }
  if (verb === 'history') {
    const { say } = wordsIn(language)
    const rows = (result as ContainerHistory).samples.map(({ at, cpu, memoryBytes, processes }) => [
      new Date(at).toISOString(),
      `${(cpu * 100).toFixed(1)}%`,
      `${(memoryBytes / 1e6).toFixed(1)} MB`,
      String(processes),
    ])
    return formatTable([say('when'), say('cpu'), say('memory'), say('processes')], rows)
  }
  if (verb === 'details') return (result as { readonly json: string }).json
  return words(result, language)
}
