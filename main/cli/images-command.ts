// `portside images`: what is on this computer, and everything that the window does with it.
import { basename } from 'node:path'
import type { Contract } from '../../preload/contract'
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import type { Image, RemovalResult, WasteScan } from '../../preload/model'
import { first, toJson, type CommandContext } from './command'
import { followJob } from './follow-job'
import { exportContainer, importArchive, loadImages, saveImage } from './image-files'
import { formatTable } from './table'
import { UsageError } from './usage'
import { errorWords, resultWord, stateWord, truthWord } from './state-words'
import { wordsIn } from './texts'

/** A busy engine tells of it later than of anything else; nothing waits longer. */
const listedWithinMs = 20_000

type Verb = (services: Contract, args: readonly string[], context: CommandContext) => Promise<unknown>

/** What each gives is printed as JSON; what it says to people it prints itself. */
const verbs: Readonly<
  Record<string, { readonly takes: number; readonly optional?: number; readonly run: Verb }>
> = {
  pull: {
    takes: 1,
    optional: 1,
    run: async ({ images }, [reference = '', platform]) => {
      const { pullId } = await images.pull({ reference, ...(platform === undefined ? {} : { platform }) })
      const { upToDate = false } = await followJob(images.watchPulls(), pullId, () =>
        images.cancelPull({ pullId }),
      )
      await untilListed(images, holds(named(reference)))
      return { pulled: reference, upToDate }
    },
  },
  push: {
    takes: 1,
    run: async ({ images }, [reference = '']) => {
      const { transferId } = await images.push({ reference })
      await followJob(images.watchTransfers(), transferId, () => images.cancelTransfer({ transferId }))
      return { pushed: reference }
    },
  },
  tag: {
    takes: 2,
    run: async (services, [image = '', reference = '']) => {
      await services.images.tag({ id: await idOf(services, image), reference })
      await untilListed(services.images, holds(named(reference)))
      return { tagged: reference }
    },
  },
  untag: {
    takes: 1,
    run: async ({ images }, [reference = '']) => {
      await images.untag({ reference })
      await untilListed(images, (all) => !holds(named(reference))(all))
      return { untagged: reference }
    },
  },
  remove: {
    takes: 1,
    run: async (services, [image = '']) => {
      await services.images.remove({ id: await idOf(services, image) })
      return { removed: image }
    },
  },
  details: {
    takes: 1,
    run: async (services, [image = '']) => services.images.getDetails({ id: await idOf(services, image) }),
  },
  waste: {
    takes: 1,
    run: async (services, [image = '']) => {
      let last: WasteScan | undefined
      for await (const scan of services.images.watchWaste({ id: await idOf(services, image) })) last = scan
      return last
    },
  },
  pulls: {
    takes: 0,
    run: async ({ images }) => [
      ...(await first(images.watchPulls())),
      ...(await first(images.watchTransfers())),
    ],
  },
  cancel: { takes: 1, run: cancel },
  prune: { takes: 0, run: (services, _args, context) => prune(services, context) },
  size: { takes: 1, run: ({ images }, [reference = '']) => images.getDownload({ reference }) },
  updates: {
    takes: 0,
    run: async ({ images }) => {
      await images.checkUpdates({})
      const all = await first(images.watchUpdates())
      return all.map(({ id, state }) => ({ name: id, state }))
    },
  },
  update: { takes: 1, run: ({ images }, [reference = '']) => images.update({ reference }) },
  save: {
    takes: 2,
    run: async (services, [image = '', file = '']) => {
      const found = (await first(services.images.watchImages())).find(({ tags }) =>
        tags.includes(named(image)),
      )
      const bytes = await saveImage(services, found ? found.tags : [await idOf(services, image)], file)
      return { saved: file, bytes }
    },
  },
  load: {
    takes: 1,
    run: async (services, [file = '']) => {
      const loaded = await loadImages(services, file)
      await untilListed(services.images, (all) => loaded.every((one) => holds(one)(all)))
      return { loaded }
    },
  },
  export: {
    takes: 2,
    run: async (services, [container = '', file = '']) => {
      const bytes = await exportContainer(services, container, file)
      return { exported: container, file, bytes }
    },
  },
  import: {
    takes: 2,
    run: async (services, [file = '', reference = '']) => {
      await importArchive(services, file, reference)
      await untilListed(services.images, holds(named(reference)))
      return { imported: basename(file), as: reference }
    },
  },
}

export async function imagesCommand(
  services: Contract,
  context: CommandContext,
  [name = 'list', ...args]: readonly string[],
): Promise<void> {
  if (name === 'list' && args.length === 0) return list(services, context)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb || args.length < verb.takes || args.length > verb.takes + (verb.optional ?? 0))
    throw new UsageError('images')
  const result = await verb.run(services, args, context)
  context.print(context.json ? toJson(result) : words(result, context.language))
}

/** `pulled: redis:8`, a line for each fact. */
export function words(result: unknown, language?: CommandContext['language']): string {
  if (Array.isArray(result)) return result.map((one) => words(one, language)).join('\n') || '-'
  if (typeof result !== 'object' || result === null) return String(result)
  return Object.entries(result)
    .filter(([key]) => key !== 'json')
    .map(([key, value]) => `${resultWord(language, key)}: ${factText(key, value, language)}`)
    .join('  ')
}

/** Times are kept in ms since 1970, which nobody reads. */
const times = new Set(['until', 'removedAt', 'at', 'startedAt', 'endedAt'])
/** Their values are words of ours. */
const ofStates = new Set(['state', 'kind', 'deleted'])

const isSerialised = (value: unknown): value is SerialisedError =>
  Object.hasOwn(errorTexts, String((value as Partial<SerialisedError> | undefined)?.code))

function factText(key: string, value: unknown, language: CommandContext['language']): string {
  if (key === 'error' && isSerialised(value)) return errorWords(value, language)
  if (times.has(key) && typeof value === 'number') return new Date(value).toISOString()
  if (typeof value === 'boolean') return truthWord(language, value)
  if (typeof value === 'string') return ofStates.has(key) ? stateWord(language, value) : value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || '-'
  return JSON.stringify(value)
}

/** A download by its name or id, anything else that goes on by its id. */
async function cancel({ images }: Contract, [asked = '']: readonly string[]): Promise<unknown> {
  const pull = (await first(images.watchPulls())).find(
    ({ id, reference, state }) => id === asked || (state === 'active' && named(reference) === named(asked)),
  )
  if (pull) await images.cancelPull({ pullId: pull.id })
  else if ((await first(images.watchTransfers())).some(({ id }) => id === asked))
    await images.cancelTransfer({ transferId: asked })
  else throw new UsageError('nothingGoesOn', { name: asked })
  return { cancelled: asked }
}

async function list({ images }: Contract, { json, print, language }: CommandContext): Promise<void> {
  const all = await first(images.watchImages())
  const { say } = wordsIn(language)
  print(json ? toJson(all) : formatTable([say('image'), say('id'), say('size')], all.flatMap(rows)))
}

const rows = ({ id, tags, sizeBytes }: Image): string[][] =>
  (tags.length > 0 ? tags : ['<none>']).map((tag) => [
    tag,
    id.replace(/^sha256:/, '').slice(0, 12),
    `${(sizeBytes / 1e6).toFixed(1)} MB`,
  ])

/** Those without a name that no container needs: what has a name may be wanted. */
async function prune({ images, containers }: Contract, { dryRun }: CommandContext): Promise<RemovalResult> {
  const used = new Set((await first(containers.watchContainers())).map(({ imageId }) => imageId))
  const all = await first(images.watchImages())
  const ids = all.filter(({ id, tags }) => tags.length === 0 && !used.has(id)).map(({ id }) => id)
  return dryRun ? { removed: ids, kept: [] } : images.prune({ ids })
}

/** As the list spells it: without the host of Docker Hub, with a tag, or a digest alone where both were given. */
export function named(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '')
  if (short.includes('@')) return short.replace(/:[^/@:]+@/, '@')
  return /:[^/]*$/.test(short) ? short : `${short}:latest`
}

/** Whether some image has this name, or is the one of this id. */
const holds =
  (reference: string) =>
  (all: readonly Image[]): boolean =>
    all.some(({ id, tags, digests }) => id === reference || [...tags, ...digests].includes(reference))

/**
 * Resolves when the list shows what the command did: whoever lists next finds it there. The list follows the engine's
 * events, which come a moment after its answer. An image that another takes away meanwhile never shows: then it gives up.
 */
async function untilListed(
  images: Contract['images'],
  fits: (all: readonly Image[]) => boolean,
): Promise<void> {
  const now = new Map<string, Image>()
  const signal = AbortSignal.timeout(listedWithinMs)
  try {
    for await (const change of images.watchImages({ signal })) {
      if (change.kind === 'snapshot') now.clear()
      else for (const id of change.remove) now.delete(id)
      for (const image of change.kind === 'snapshot' ? change.items : change.upsert) now.set(image.id, image)
      if (fits([...now.values()])) return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** A name, or the beginning of an id that only one image has. */
async function idOf({ images }: Contract, image: string): Promise<string> {
  const all = await first(images.watchImages())
  const byName = all.find(({ tags }) => tags.includes(named(image)))
  if (byName) return byName.id
  const byId = all.filter(({ id }) => /^[0-9a-f]{6,}$/.test(image) && id.startsWith(`sha256:${image}`))
  return byId.length === 1 && byId[0] ? byId[0].id : image
}
