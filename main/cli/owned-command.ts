// `portside volumes` and `portside networks`: list with their users, create, inspect, remove, prune.
import { resolve } from 'node:path'
import type { Contract } from '../../preload/contract'
import type { Container, Network, Volume } from '../../preload/model'
import { inVolume } from '../../preload/volume-path'
import { backupsCommand } from './backups-command'
import { first, firstValue, toJson, type CommandContext } from './command'
import { followJob } from './follow-job'
import { words } from './images-command'
import { formatTable } from './table'
import { UsageError } from './usage'
import { stateWord } from './state-words'
import { wordsIn } from './texts'

export async function volumesCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', ...args]: readonly string[],
): Promise<void> {
  const { volumes } = services
  const [id = '', second = ''] = args
  if (verb === 'list' && args.length === 0) return listVolumes(services, context)
  if (args.length === 2 && (verb === 'save' || verb === 'restore' || verb === 'clone'))
    return tell(context, await transfer(services, verb, id, second))
  if (verb === 'prune' && args.length === 0) {
    const unused = (await usedVolumes(services)).filter(({ usedBy }) => usedBy.length === 0)
    const ids = unused.filter(({ anonymous }) => anonymous).map((one) => one.id)
    return tell(context, context.dryRun ? { removed: ids, kept: [] } : await volumes.prune({ ids }))
  }
  if (verb === 'sizes' && args.length === 0) {
    await volumes.measure()
    const { bytes } = await firstValue(volumes.watchSizes())
    const { say } = wordsIn(context.language)
    return context.print(
      context.json
        ? toJson(bytes)
        : formatTable(
            [say('name'), say('bytes')],
            Object.entries(bytes).map(([name, size]) => [name, String(size)]),
          ),
    )
  }
  if (verb === 'files' && (args.length === 1 || args.length === 2))
    return listFiles(services, context, id, args[1])
  if (verb === 'create' && args.length > 0) {
    const { driver = 'local', options } = pairs(args.slice(1))
    return tell(context, await volumes.create({ request: { name: id, driver, options } }))
  }
  if (await backupsCommand(services, context, [verb, ...args])) return
  if (args.length !== 1) throw new UsageError('volumes')
  if (verb === 'inspect') return context.print((await volumes.inspect({ id })).json)
  if (verb !== 'remove') throw new UsageError('volumes')
  await volumes.remove({ id })
  tell(context, { removed: id })
}

/** @throws files.* volume.* engine.* */
async function transfer(
  { volumes, files }: Contract,
  verb: 'save' | 'restore' | 'clone',
  from: string,
  to: string,
): Promise<unknown> {
  const begun = async (): Promise<{ readonly transferId: string }> => {
    if (verb === 'clone') return volumes.clone({ id: from, name: to })
    if (verb === 'save') {
      const { ticket } = await files.chooseTarget({ name: resolve(to) })
      return volumes.save({ id: from, target: ticket?.id ?? '' })
    }
    const { ticket } = await files.chooseSource({ name: resolve(from) })
    return volumes.restore({ source: ticket?.id ?? '', name: to })
  }
  const { transferId } = await begun()
  const { doneBytes } = await followJob(volumes.watchTransfers(), transferId, () =>
    volumes.cancelTransfer({ transferId }),
  )
  return verb === 'save' ? { saved: from, file: resolve(to), bytes: doneBytes } : { id: to, bytes: doneBytes }
}

export async function networksCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', ...args]: readonly string[],
): Promise<void> {
  const { networks } = services
  const [id = '', container = ''] = args
  if (verb === 'create' && args.length > 0) {
    const { driver = 'bridge', subnet, internal = 'no', options } = pairs(args.slice(1))
    const request = { name: id, driver, internal: internal === 'yes', options, ...(subnet ? { subnet } : {}) }
    return tell(context, await networks.create({ request }))
  }
  if (verb === 'connect' && args.length > 1) {
    await networks.connect({ id, containerId: container, aliases: args.slice(2) })
    return tell(context, { connected: container })
  }
  switch (`${verb} ${args.length}`) {
    case 'list 0':
      return listNetworks(services, context)
    case 'prune 0': {
      const unused = (await usedNetworks(services)).filter(
        (one) => !one.builtIn && one.containers.length === 0,
      )
      const ids = unused.map((one) => one.id)
      return tell(context, context.dryRun ? { removed: ids, kept: [] } : await networks.prune({ ids }))
    }
    case 'inspect 1':
      return context.print((await networks.inspect({ id })).json)
    case 'remove 1':
      await networks.remove({ id })
      return tell(context, { removed: id })
    case 'disconnect 2':
      await networks.disconnect({ id, containerId: container })
      return tell(context, { disconnected: container })
    default:
      throw new UsageError('networks')
  }
}

const tell = (context: CommandContext, result: unknown): void =>
  context.print(context.json ? toJson(result) : words(result, context.language))

interface Pairs {
  readonly driver?: string
  readonly subnet?: string
  readonly internal?: string
  /** Those that the driver is told. */
  readonly options: Readonly<Record<string, string>>
}

/** @throws TypeError for a word without `=` */
function pairs(given: readonly string[]): Pairs {
  const all = given.map((word): [string, string] => {
    const at = word.indexOf('=')
    if (at < 1) throw new UsageError('noPair', { word })
    return [word.slice(0, at), word.slice(at + 1)]
  })
  const { driver, subnet, internal, ...options } = Object.fromEntries(all) as Record<string, string>
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(subnet === undefined ? {} : { subnet }),
    ...(internal === undefined ? {} : { internal }),
    options,
  }
}

type UsedVolume = Volume & { readonly usedBy: readonly string[] }
type UsedNetwork = Network & { readonly containers: readonly string[] }

const namesOf = (all: readonly Container[], uses: (one: Container) => boolean): readonly string[] =>
  all.filter(uses).map(({ name }) => name)

async function usedVolumes({ volumes, containers }: Contract): Promise<readonly UsedVolume[]> {
  const [all, users] = await Promise.all([first(volumes.watchVolumes()), first(containers.watchContainers())])
  return all.map((volume) => ({
    ...volume,
    usedBy: namesOf(users, (one) => one.volumes.includes(volume.id)),
  }))
}

async function usedNetworks({ networks, containers }: Contract): Promise<readonly UsedNetwork[]> {
  const [all, users] = await Promise.all([
    first(networks.watchNetworks()),
    first(containers.watchContainers()),
  ])
  return all.map((network) => ({
    ...network,
    containers: namesOf(users, (one) =>
      one.networks.some(({ id, name }) => id === network.id || name === network.name),
    ),
  }))
}

async function listVolumes(services: Contract, { json, print, language }: CommandContext): Promise<void> {
  const all = await usedVolumes(services)
  if (json) return print(toJson(all))
  const rows = all.map(({ id, driver, usedBy }) => [id, driver, usedBy.join(', ')])
  const { say } = wordsIn(language)
  print(formatTable([say('name'), say('driver'), say('usedBy')], rows))
}

/** A folder of a volume, from its own root. */
async function listFiles(
  { volumes, containerFiles }: Contract,
  { json, print, language }: CommandContext,
  id: string,
  folder = '/',
): Promise<void> {
  for await (const { containerId, path } of volumes.watchPlace({ id })) {
    const listing = await containerFiles.list({ containerId, path: inVolume(path, folder) })
    if (json) return print(toJson(listing))
    const rows = listing.files.map(({ name, kind, sizeBytes }) => [
      name,
      stateWord(language, kind),
      String(sizeBytes),
    ])
    const { say } = wordsIn(language)
    return print(formatTable([say('name'), say('kind'), say('bytes')], rows))
  }
}

async function listNetworks(services: Contract, { json, print, language }: CommandContext): Promise<void> {
  const all = await usedNetworks(services)
  if (json) return print(toJson(all))
  const rows = all.map(({ name, driver, subnets, containers }) => [
    name,
    driver,
    subnets.join(', '),
    containers.join(', '),
  ])
  const { say } = wordsIn(language)
  print(formatTable([say('name'), say('driver'), say('subnet'), say('containers')], rows))
}
