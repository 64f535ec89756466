// What a download of an image would be, before anybody starts it: for which platforms there is one, and its layers.
import { isAbort } from '../../preload/errors'
import type { ImageDownload } from '../../preload/model'
import { sizeOf, type SizedLayer } from '../base/layer-sizes'
import { runsOn } from '../base/platforms'
import type { Calls } from './calls'
import { getJson } from './client'
import { statusOf } from './engine-words'
import type { PullRate } from './pull-rate'
import { parseReference } from './reference'
import { readManifest } from './registries/image-manifest'
import type { Logins } from './registries/logins'
import type { RegistryClient } from './registries/registry-client'

export interface AskedImage {
  /** `linux/amd64`, `linux/arm64/v8`; empty where nobody could tell. */
  readonly platforms: readonly string[]
  readonly here: boolean
  /** Of the image that is here. */
  readonly sizeBytes?: number
  /** Of one that is not; absent where nobody could tell. */
  readonly layers?: readonly SizedLayer[]
  /** The registry was asked and has none. */
  readonly missing: boolean
}

/** Asks the engine whether it is here, and the registry of one that is not. @throws image.bad-reference engine.* */
export type AskImage = (reference: string, signal?: AbortSignal) => Promise<AskedImage>

export interface ImageDownloads {
  readonly ask: AskImage
  /** How long so many bytes would take, in ms; undefined where no download was measured. */
  timeFor(bytes: number): number | undefined
  /** The same for one image, as the window shows it. */
  get(reference: string, signal?: AbortSignal): Promise<ImageDownload>
}

export interface ImageDownloadsOptions {
  readonly calls: Calls
  readonly logins: Logins
  readonly client: RegistryClient
  readonly rate: PullRate
  /** Of the engine. */
  readonly platform: () => string
}

/** A page that is opened again does not ask again: registries count it. */
const keptMs = 10 * 60_000

type Answer = Omit<AskedImage, 'here' | 'sizeBytes'>

export function createImageDownloads(options: ImageDownloadsOptions): ImageDownloads {
  const { rate } = options
  const kept = new Map<string, { readonly at: number; readonly answer: Answer }>()
  const askRegistry = async (reference: string, signal?: AbortSignal): Promise<Answer> => {
    const known = kept.get(reference)
    if (known && Date.now() - known.at < keptMs) return known.answer
    const answer = await ask(options, reference, signal)
    // What could not be found out is asked for again.
    if (answer.layers) kept.set(reference, { at: Date.now(), answer })
    return answer
  }
  const askImage: AskImage = async (reference, signal) => {
    const { text } = parseReference(reference)
    const here = await inspect(options.calls, text)
    if (!here) return { here: false, ...(await askRegistry(text, signal)) }
    const platforms = here.Architecture === '' ? [] : [`${here.Os}/${here.Architecture}`]
    return { here: true, sizeBytes: here.Size, platforms, missing: false }
  }
  return {
    ask: askImage,
    timeFor: (bytes) => rate.timeFor(bytes),
    get: async (reference, signal) => {
      const { here, sizeBytes, layers, missing } = await askImage(reference, signal)
      const bytes = layers && sizeOf(layers)
      const aboutMs = bytes === undefined ? undefined : rate.timeFor(bytes)
      return {
        ...{ here, missing },
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
        ...(bytes === undefined ? {} : { downloadBytes: bytes }),
        ...(aboutMs === undefined ? {} : { aboutMs }),
      }
    },
  }
}

interface Inspected {
  readonly Os: string
  readonly Architecture: string
  readonly Size: number
}

const inspect = (calls: Calls, reference: string): Promise<Inspected | undefined> =>
  calls.call({ reference }, async (docker) => {
    try {
      return (await docker.getImage(reference).inspect()) as unknown as Inspected
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw error
    }
  })

/** Without network nobody knows; a download will tell. */
async function ask(
  { calls, logins, client, platform }: ImageDownloadsOptions,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { repository } = parseReference(reference)
  let layers: readonly SizedLayer[] | undefined
  try {
    const first = readManifest(await client.getManifest(reference, signal))
    if (first?.kind === 'index') {
      const platforms = first.platforms.map((one) => one.platform)
      const own = first.platforms.find((one) => runsOn(one.platform, platform()))
      if (!own) return { platforms, missing: false }
      const image = readManifest(await client.getManifest(`${repository}@${own.digest}`, signal))
      return { platforms, missing: false, ...(image?.kind === 'image' ? { layers: image.layers } : {}) }
    }
    layers = first?.layers
  } catch (error) {
    if (signal?.aborted || isAbort(error)) throw error
    // The engine has a network of its own: it may reach what this computer does not.
  }
  const told = await askEngine(calls, logins, reference, signal)
  return { ...told, ...(layers && !told.missing ? { layers } : {}) }
}

interface Distribution {
  readonly Platforms?: readonly { readonly os: string; readonly architecture: string }[]
}

/** It reads the platform of a single image, too, which stands in no manifest. */
async function askEngine(
  calls: Calls,
  logins: Logins,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const auth = await logins.authFor(parseReference(reference).repository)
  try {
    const told = await calls.call({ reference }, (docker) =>
      auth
        ? (docker.getImage(reference).distribution({ authconfig: auth }) as Promise<unknown>)
        : getJson(docker, `/distribution/${encodeURI(reference)}/json`, signal),
    )
    const platforms = ((told as Distribution).Platforms ?? [])
      .filter(({ os, architecture }) => os !== 'unknown' && architecture !== 'unknown')
      .map(({ os, architecture }) => `${os}/${architecture}`)
    return { platforms: [...new Set(platforms)], missing: false }
  } catch (error) {
    signal?.throwIfAborted()
    return { platforms: [], missing: isUnknown(error) }
  }
}

const isUnknown = (error: unknown): boolean =>
  /manifest unknown|not found|name unknown|repository does not exist/i.test(
    `${String(error)} ${(error as { readonly detail?: string }).detail ?? ''}`,
  )
