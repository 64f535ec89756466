// `portside builds`: the last builds, and a build of a folder with its output.
import { resolve } from 'node:path'
import type { Contract } from '../../preload/contract'
import type { Build, BuildRequest, BuildSecret, BuildSsh, StarterKind } from '../../preload/model'
import { first, toJson, type CommandContext } from './command'
import { commandLanguage } from './language'
import { followJob } from './follow-job'
import { formatTable } from './table'
import { UsageError } from './usage'
import { words } from './images-command'
import { stateWord } from './state-words'
import { wordsIn } from './texts'

const known = { name: 'tag', dockerfile: 'dockerfile', target: 'target', platform: 'platform' } as const

export async function buildsCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', folder, ...options]: readonly string[],
): Promise<void> {
  if (verb === 'list' && folder === undefined) return list(services, context)
  if (verb === 'starter' && folder !== undefined) return starter(services, context, resolve(folder), options)
  if (verb === 'lines' && folder !== undefined && options.length === 1 && options[0] !== undefined) {
    await services.builds.convertLines({ folder: resolve(folder), path: options[0] })
    return context.print(
      context.json ? toJson({ converted: options[0] }) : words({ converted: options[0] }, context.language),
    )
  }
  if (verb === 'ignore' && folder !== undefined && options.every((one) => one === 'write'))
    return ignore(services, context, resolve(folder), options.length > 0)
  if (verb === 'again' && folder !== undefined && options.length === 0)
    return follow(services, context, await services.builds.again({ buildId: folder }))
  if (verb === 'cancel' && folder !== undefined && options.length === 0) {
    await services.builds.cancel({ buildId: folder })
    return context.print(
      context.json ? toJson({ cancelled: folder }) : words({ cancelled: folder }, context.language),
    )
  }
  if (verb !== 'run' || folder === undefined || options.some((one) => !/^\w+=/.test(one)))
    throw new UsageError('builds')
  await follow(
    services,
    context,
    await services.builds.build({ request: requestOf(resolve(folder), options) }),
  )
}

async function follow(
  services: Contract,
  context: CommandContext,
  { buildId }: { readonly buildId: string },
): Promise<void> {
  const { builds } = services
  const printing = context.json ? undefined : print(services, context, buildId)
  const {
    imageId,
    startedAt,
    endedAt = startedAt,
  } = await followJob(builds.watchBuilds(), buildId, () => builds.cancel({ buildId }))
  await printing
  if (context.json) context.print(toJson({ imageId, tookMs: endedAt - startedAt }))
  else context.print(builtText(context, imageId ?? '', endedAt - startedAt))
}

const builtText = ({ language }: CommandContext, image: string, ms: number): string =>
  wordsIn(language).say('built', { image, seconds: (ms / 1000).toFixed(1) })

async function ignore(
  { builds }: Contract,
  { json, print: show }: CommandContext,
  folder: string,
  write: boolean,
): Promise<void> {
  const { leavesOut } = await builds.plan({ folder, dockerfile: 'Dockerfile' })
  // Whether the image needs what else is large, nobody here can say.
  const lines = leavesOut.filter(({ sure }) => sure).map(({ line }) => line)
  if (write && lines.length > 0) await builds.addIgnoreLines({ folder, dockerfile: 'Dockerfile', lines })
  show(json ? toJson({ leavesOut, written: write }) : lines.join('\n'))
}

/** The kind is found out when it is not said. */
async function starter(
  services: Contract,
  { json, print: show }: CommandContext,
  folder: string,
  words: readonly string[],
): Promise<void> {
  const { builds } = services
  const kinds = words.filter((word) => word !== 'write')
  const kind = kinds[0] ?? (await kindOf(builds, folder))
  if (kinds.length > 1 || !isKind(kind)) throw new UsageError('builds')
  const language = await commandLanguage(services)
  if (words.includes('write')) {
    const { doubts } = await builds.starter({ folder, kind, language })
    const written = await builds.writeStarter({ folder, kind, language })
    if (json) return show(toJson({ written, doubts }))
    return show([wordsIn(language).say('written', { file: written.join(' ') }), ...doubts].join('\n'))
  }
  const found = await builds.starter({ folder, kind, language })
  show(json ? toJson(found) : found.dockerfile)
}

/** @throws TypeError with the folders to choose from, where the projects lie below this one */
async function kindOf(builds: Contract['builds'], folder: string): Promise<StarterKind | undefined> {
  const { project, below } = await builds.plan({ folder, dockerfile: 'Dockerfile' })
  if (project !== undefined || below.length === 0) return project
  const places = below.map((place) => `  ${place.folder}  ${place.kind ?? 'Dockerfile'}`)
  throw new UsageError('projectsBelow', { places: places.join('\n') })
}

const starterKinds: readonly string[] = ['node', 'python', 'java-gradle', 'java-maven', 'go', 'static']

const isKind = (word: string | undefined): word is StarterKind =>
  word !== undefined && starterKinds.includes(word)

function requestOf(folder: string, options: readonly string[]): BuildRequest {
  const pairs = options.map((one): [string, string] => {
    const at = one.indexOf('=')
    return [one.slice(0, at), one.slice(at + 1)]
  })
  const isKnown = (name: string): name is keyof typeof known => Object.hasOwn(known, name)
  return {
    folder,
    dockerfile: 'Dockerfile',
    ...Object.fromEntries(pairs.flatMap(([name, value]) => (isKnown(name) ? [[known[name], value]] : []))),
    args: pairs
      .filter(([name]) => !isKnown(name) && name !== 'secret' && name !== 'ssh')
      .map(([name, value]) => ({ name, value })),
    ...some(
      'secrets',
      pairs.filter(([name]) => name === 'secret').map(([, value]) => secretOf(value)),
    ),
    ...some(
      'ssh',
      pairs.filter(([name]) => name === 'ssh').map(([, value]) => keyOf(value)),
    ),
  }
}

const some = <K extends string, T>(key: K, items: readonly T[]): { readonly [one in K]?: readonly T[] } =>
  (items.length === 0 ? {} : { [key]: items }) as { readonly [one in K]?: readonly T[] }

/** A variable is one of the terminal in which the command runs. */
function secretOf(words: string): BuildSecret {
  const [, id = '', kind = '', from = ''] = /^(?:id=)?([^,=]+),(src|env)=(.+)$/s.exec(words) ?? []
  if (kind === 'src') return { id, file: resolve(from) }
  const value = process.env[from]
  if (kind !== 'env' || value === undefined) throw new UsageError('builds')
  return { id, value }
}

function keyOf(words: string): BuildSsh {
  const [, id = '', from] = /^([^,=]+)(?:,src=(.+))?$/s.exec(words) ?? []
  if (id === '') throw new UsageError('builds')
  return from === undefined ? { id } : { id, file: resolve(from) }
}

async function print({ builds }: Contract, context: CommandContext, buildId: string): Promise<void> {
  for await (const lines of builds.watchLog({ buildId })) for (const { text } of lines) context.print(text)
}

async function list({ builds }: Contract, context: CommandContext): Promise<void> {
  const all = await first(builds.watchBuilds())
  if (context.json) return context.print(toJson(all))
  const { say } = wordsIn(context.language)
  const head = [say('id'), say('image'), say('folder'), say('state'), say('seconds')]
  context.print(
    formatTable(
      head,
      all.map((one) => row(one, context.language)),
    ),
  )
}

const row = (
  { id, request, state, startedAt, endedAt }: Build,
  language: CommandContext['language'],
): string[] => [
  id,
  request.tag ?? '',
  request.folder,
  stateWord(language, state),
  endedAt === undefined ? '' : ((endedAt - startedAt) / 1000).toFixed(1),
]
